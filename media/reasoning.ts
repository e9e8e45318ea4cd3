import { element, setText } from './dom';
import { icon } from './icons';
import type { Post } from './intents';
import { fill, strings } from './strings';

/** The model's thinking: folded away, plain text, with the time it took where the page saw it begin and end. */
export interface ReasoningView {
  readonly node: HTMLElement;
  hasText(): boolean;
  /** `seconds`: how long the model has thought, or thinks by now, where that is known. */
  show(text: string, seconds: number | undefined): void;
  append(text: string): void;
  /**
   * Says whether the model is still thinking: reasoning arrives, and no answer has begun. It begins unfolded where the user
   * likes to read it as it comes, and nothing folds it away again under a reader.
   */
  setRunning(running: boolean, unfolded: boolean): void;
}

/** Counts the seconds itself while the model thinks, and stops when the element is off the page. Folding is posted only for a click meanwhile. */
export function createReasoning(post: Post): ReasoningView {
  const label = element('span');
  const content = element('div', { class: 'reasoning-text', dir: 'auto' });
  const summary = element('summary', {}, icon('chevronRight'), label);
  const node = element('details', { class: 'reasoning', hidden: '' }, summary, content);
  let sawNone = false;
  let startedAt: number | undefined;
  let endedAt: number | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;

  // Not the `toggle` event, which comes for what the page does, too.
  summary.addEventListener('click', () => {
    if (ticking) post({ type: 'keepThinkingOpen', open: !node.open });
  });

  function tick(): void {
    // The answer was taken off the page while it was thought about.
    if (!node.isConnected) clearInterval(ticking);
    else relabel();
  }

  function relabel(): void {
    if (startedAt === undefined) {
      setText(label, ticking ? strings.thinking : strings.thought);
    } else {
      const seconds = Math.max(1, Math.round(((endedAt ?? performance.now()) - startedAt) / 1000));
      setText(label, fill(ticking ? strings.thinkingFor : strings.thoughtFor, { seconds }));
    }
  }

  /** Thinking that had begun before the page was built took a time that nobody here knows. */
  function begin(): void {
    if (node.hidden && sawNone) startedAt = performance.now();
    node.hidden = false;
  }

  return {
    node,
    hasText: () => content.hasChildNodes(),
    show(text, seconds) {
      if (text) begin();
      else sawNone = true;
      if (seconds !== undefined) {
        startedAt = performance.now() - seconds * 1000;
        if (!ticking) endedAt = performance.now();
      }
      setText(content, text);
    },
    append(text) {
      if (!text) return;
      begin();
      if (content.lastChild instanceof Text) content.lastChild.appendData(text);
      else content.append(text);
    },
    setRunning(running, unfolded) {
      const isThinking = running && !node.hidden;
      if (isThinking && !ticking) {
        ticking = setInterval(tick, 1000);
        endedAt = undefined;
        if (unfolded) node.open = true;
      }
      if (!isThinking && ticking) {
        clearInterval(ticking);
        ticking = undefined;
        endedAt = performance.now();
      }
      label.classList.toggle('breathing', isThinking);
      relabel();
    },
  };
}
