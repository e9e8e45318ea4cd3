import type { ViewAnswer, ViewError, ViewFile, ViewState } from '../src/shared/viewState';
import { element, setText } from './dom';
import { createFailure } from './failure';
import { confirmOn, icon, iconButton } from './icons';
import type { Post } from './intents';
import type { Parse } from './markdown/parser';
import { createMarkdownView } from './markdown/stream';
import { createProgress } from './progress';
import { progressWords } from './progressWords';
import { createReasoning } from './reasoning';
import { appendDelta, isRunning } from './state';
import { strings } from './strings';
import { createVariants } from './variants';

/** An answer on the page. */
export interface AnswerView {
  readonly node: HTMLElement;
  /** Shows the answer as it is. Only the last one can be asked for again, or be continued. */
  update(answer: ViewAnswer, isLast: boolean, state: Pick<ViewState, 'busy' | 'thinkingOpen'>): void;
  /** Adds what arrived. The text of `update` must already include everything before it. */
  append(text: string, reasoning: string): void;
}

/** Empty until the first `update`: of `first` it takes only what never changes, who answers and the file that the code is about. */
export function createAnswer(first: ViewAnswer, parse: Parse, post: Post): AnswerView {
  let answer = first;
  let thinkingOpen = false;
  const name = byline(first);
  const sent = createSentNote();
  const reasoning = createReasoning(post);
  const text = createText(parse, first.file);
  const progress = createProgress(post);
  const ending = createEnding(post, () => answer.text);
  const node = element(
    'article',
    // The log around it is a live region: without `off`, a screen reader would read every piece as it arrives.
    { class: 'message answer', 'aria-label': first.model, 'aria-live': 'off', 'data-id': first.id },
    sent.node,
    name,
    reasoning.node,
    text.node,
    progress.node,
    ending.node,
  );

  function showProgress(): void {
    const running = isRunning(answer);
    const hasText = text.node.hasChildNodes();
    node.classList.toggle('running', running);
    const hasSaidNothing = !hasText && !reasoning.hasText();
    text.node.hidden = !hasText;
    reasoning.setRunning(running && !hasText, thinkingOpen);
    progress.show(running, progressWords(answer, hasSaidNothing || answer.status === 'waiting'));
    // The sign says who is waited for, and an error speaks for the connection, not for the model.
    name.hidden = hasSaidNothing && (running || answer.error !== undefined);
  }

  return {
    node,
    update(next, isLast, state) {
      answer = next;
      thinkingOpen = state.thinkingOpen;
      sent.update(next.firstSend);
      reasoning.show(next.reasoning, next.thoughtSeconds);
      text.show(next.text, isRunning(next));
      showProgress();
      ending.update(next, isLast, state.busy);
    },
    append(more, thought) {
      answer = appendDelta(answer, more, thought);
      reasoning.append(thought);
      text.append(more);
      showProgress();
    },
  };
}

/** The answer's text, at once or as it streams. */
function createText(parse: Parse, file: ViewFile | undefined) {
  const node = element('div', { class: 'markdown' });
  const markdown = createMarkdownView(node, parse, file);
  /** What is on the page while it is being streamed; absent once a complete text was shown. */
  let streamed: string | undefined = '';
  let complete: string | undefined;

  function append(text: string): void {
    if (!text) return;
    streamed = (streamed ?? '') + text;
    markdown.append(text);
  }

  return {
    node,
    append,
    show(text: string, running: boolean): void {
      if (!running) {
        // Whatever else of the answer has changed, its text is as it was: nothing is parsed or laid out anew.
        if (text === complete) return;
        if (streamed === text) markdown.end();
        else markdown.show(text);
        streamed = undefined;
        complete = text;
        return;
      }
      complete = undefined;
      if (streamed === undefined || !text.startsWith(streamed)) {
        markdown.show('');
        streamed = '';
      }
      append(text.slice(streamed.length));
    },
  };
}

function byline({ model, endpoint }: ViewAnswer): HTMLElement {
  const name = element('strong', {}, model);
  return element('div', { class: 'byline' }, name, element('span', { class: 'endpoint' }, ` · ${endpoint}`));
}

/** Where the question went, and how much of it, above the first answer from there. */
function createSentNote() {
  const words = element('span');
  const node = element('p', { class: 'first-send', role: 'note', hidden: '' }, icon('info'), words);
  return {
    node,
    update(firstSend = ''): void {
      setText(words, firstSend);
      node.hidden = firstSend === '';
    },
  };
}

/** What stands under an answer: why it ended if not by itself, what to know, and what can be done with it. */
function createEnding(post: Post, text: () => string) {
  const note = createNote(post);
  const failure = element('div', { hidden: '' });
  const copy = iconButton('copy', strings.copyMessage);
  const regenerate = iconButton('refresh', strings.regenerate);
  const variants = createVariants(post);
  const summary = element('span', { class: 'summary' });
  const footer = element('div', { class: 'footer', hidden: '' }, copy, regenerate, variants.node, summary);
  const node = element('div', { class: 'ending' }, failure, note.node, footer);
  let shownFailure = '';

  copy.addEventListener('click', () => {
    if (post({ type: 'copy', text: text() })) confirmOn(copy);
  });
  regenerate.addEventListener('click', () => post({ type: 'regenerate' }));

  return {
    node,
    update(answer: ViewAnswer, isLast: boolean, busy: boolean): void {
      const canRegenerate = isLast && !busy;
      note.update(answer, canRegenerate);
      const error = answer.error && withRemedies(answer.error, canRegenerate);
      const key = JSON.stringify(error ?? '');
      // An alert that is put in again is read out again.
      if (key !== shownFailure) failure.replaceChildren(...(error ? [createFailure(error, answer.id, post)] : []));
      shownFailure = key;
      failure.hidden = !error;
      const offersRetry = error?.remedies.some(({ remedy }) => remedy === 'retry') ?? false;
      copy.hidden = !answer.text;
      regenerate.hidden = !canRegenerate || offersRetry;
      variants.update(answer.variants, !busy);
      setText(summary, answer.summary?.short ?? '');
      summary.title = answer.summary?.full ?? '';
      const isEmpty = copy.hidden && regenerate.hidden && variants.node.hidden && !answer.summary;
      footer.hidden = isRunning(answer) || isEmpty;
    },
  };
}

/** Only the last answer can be asked for again: on an older one, Retry would replace an answer that came since. */
function withRemedies(error: ViewError, canRetry: boolean): ViewError {
  return canRetry ? error : { ...error, remedies: error.remedies.filter(({ remedy }) => remedy !== 'retry') };
}

/** Why an answer ended where it did, and the way on. */
function createNote(post: Post) {
  const lines = element('div', { class: 'lines' });
  const go = element('button', { type: 'button', class: 'button' }, strings.continue);
  const node = element('div', { class: 'note', hidden: '' }, lines, go);
  go.addEventListener('click', () => post({ type: 'continue' }));

  return {
    node,
    update(answer: ViewAnswer, canGoOn: boolean): void {
      const shown: HTMLElement[] = [];
      if (answer.status === 'stopped') shown.push(element('p', {}, icon('circleSlash'), strings.stopped));
      if (answer.status === 'interrupted') shown.push(element('p', {}, icon('warning'), strings.interrupted));
      if (answer.notice) shown.push(element('p', {}, icon('warning'), element('span', {}, answer.notice)));
      lines.replaceChildren(...shown);
      go.hidden = !answer.canContinue || !canGoOn;
      // Beside an error, whose own button comes first.
      go.classList.toggle('secondary', answer.error !== undefined);
      node.hidden = shown.length === 0 && go.hidden;
    },
  };
}
