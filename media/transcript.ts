import type { ViewState } from '../src/shared/protocol';
import { element } from './dom';
import { followEnd } from './follow';
import type { Host, ReadingPlace } from './host';
import { confirmOn, icon } from './icons';
import type { Post } from './intents';
import { createParser } from './markdown/parser';
import { createMessages } from './messages';
import { strings } from './strings';
import { createWelcome } from './welcome';

/** The conversation on the page, with what stands there while it is empty. */
export interface Transcript {
  readonly node: HTMLElement;
  /** Shows the conversation as it is. */
  update(state: ViewState): void;
  /** Adds text to an answer that `update` has shown. */
  append(id: string, text: string, reasoning: string): void;
  /** Goes to the end and follows it. */
  followEnd(): void;
  /** Goes back to where the reader was. */
  restore(place: ReadingPlace): void;
}

export function createTranscript(host: Pick<Host, 'post' | 'keep'>): Transcript {
  const welcome = createWelcome(host.post);
  const messages = createMessages(createParser(), host.post);
  const log = element(
    'div',
    // `tabindex`: a keyboard reader has to be able to scroll.
    { class: 'log', role: 'log', 'aria-label': strings.conversation, tabindex: '0' },
    welcome.node,
    messages.node,
  );
  const jump = element('button', { type: 'button', class: 'jump', hidden: '' });
  jump.append(icon('arrowDown'), strings.jumpToLatest);
  const follower = followEnd(log, messages.node, (following, place) => {
    jump.hidden = following;
    host.keep({ place });
  });
  jump.addEventListener('click', () => {
    // The button goes away under the focus: the reader goes on in the text.
    log.focus({ preventScroll: true });
    follower.follow();
  });
  messages.node.addEventListener('click', event => handOver(event, host.post));
  messages.node.addEventListener('auxclick', event => handOver(event, host.post));
  return {
    node: element('main', { class: 'transcript' }, log, jump),
    update(state) {
      messages.update(state.messages, state.busy);
      welcome.update(state);
    },
    append: messages.append,
    followEnd: follower.follow,
    restore(place) {
      messages.reveal(place.id);
      follower.restore(place);
    },
  };
}

/** Links and code buttons are part of rendered Markdown, which is patched all the time: their clicks are caught above it. */
function handOver(event: MouseEvent, post: Post): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const copyCode = event.target instanceof Element ? event.target.closest('button.copy-code') : null;
  if (link) {
    event.preventDefault();
    // VS Code opens links by itself, without asking, where a click reaches the window.
    event.stopPropagation();
    if (event.button < 2) post({ type: 'openLink', url: link.getAttribute('href') ?? '' });
  } else if (copyCode && event.button === 0) {
    const code = copyCode.closest('.code')?.querySelector('code')?.textContent ?? '';
    post({ type: 'copy', text: code.replace(/\n$/, '') });
    confirmOn(copyCode);
  }
}
