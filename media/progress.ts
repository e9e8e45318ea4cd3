import { element, setText } from './dom';
import type { Post } from './intents';
import type { ProgressWords } from './progressWords';
import { strings } from './strings';

/** The place under an answer for what is said while it is awaited. */
export interface ProgressView {
  readonly node: HTMLElement;
  /** Shows these words, or keeps the place free for the next ones as long as the answer runs. */
  show(running: boolean, words: ProgressWords | undefined): void;
}

/** Everything but the words stays on the page from second to second: a button that is made anew loses focus and pointer. */
export function createProgress(post: Post): ProgressView {
  const reason = element('p', { class: 'reason' });
  const before = element('span');
  const number = element('span', { 'aria-hidden': 'true' });
  const after = element('span');
  const hint = element('p');
  const words = element('div', {}, reason, element('p', {}, before, number, after), hint);
  const stop = element('button', { type: 'button', class: 'button secondary' }, strings.stopWaiting);
  const dot = element('span', { class: 'dot breathing' });
  const sign = element('div', { class: 'sign' }, dot, element('div', { class: 'said' }, words, stop));
  const node = element('div', { class: 'progress', hidden: '' }, sign);
  stop.addEventListener('click', () => post({ type: 'stop' }));

  return {
    node,
    show(running, said) {
      const hadFocus = document.activeElement === stop;
      node.hidden = !running;
      sign.hidden = !said;
      setLine(reason, said?.reason);
      setText(before, said?.before ?? '');
      setText(number, said?.number ?? '');
      setText(after, said?.after ?? '');
      setLine(hint, said?.hint);
      stop.hidden = said?.reason === undefined;
      // The button goes away under the focus: the reader goes on in the text.
      if (hadFocus && stop.hidden) node.closest<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
    },
  };
}

function setLine(line: HTMLElement, text: string | undefined): void {
  setText(line, text ?? '');
  line.hidden = !text;
}
