import type { ViewMessage, ViewState } from '../src/shared/protocol';
import { type AnswerView, createAnswer } from './answer';
import { element } from './dom';
import { followEnd } from './follow';
import type { Host, ReadingPlace } from './host';
import { confirmOn, icon } from './icons';
import { createParser } from './markdown/parser';
import { createQuestion } from './question';
import { strings } from './strings';
import { createWelcome } from './welcome';

/** The conversation on the page. */
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

interface Shown {
  readonly node: HTMLElement;
  readonly answer?: AnswerView;
  message: ViewMessage;
  canRegenerate: boolean;
}

export function createTranscript(host: Pick<Host, 'post' | 'keep'>): Transcript {
  const parse = createParser();
  const shown = new Map<string, Shown>();
  const welcome = createWelcome(host.post);
  const messages = element('div', { class: 'messages' });
  const log = element(
    'div',
    // `tabindex`: a keyboard reader has to be able to scroll.
    { class: 'log', role: 'log', 'aria-label': strings.conversation, tabindex: '0' },
    welcome.node,
    messages,
  );
  const jump = element(
    'button',
    { type: 'button', class: 'jump', hidden: '' },
    icon('arrowDown'),
    strings.jumpToLatest,
  );
  const node = element('main', { class: 'transcript' }, log, jump);
  const follower = followEnd(log, messages, (following, place) => {
    jump.hidden = following;
    host.keep({ place });
  });
  jump.addEventListener('click', () => {
    // The button goes away under the focus: the reader goes on in the text.
    log.focus({ preventScroll: true });
    follower.follow();
  });
  handOverClicks(messages, host);

  function show(message: ViewMessage): Shown {
    if (message.role === 'user') return { node: createQuestion(message), message, canRegenerate: false };
    const answer = createAnswer(message, parse, host.post);
    answer.update(message, false);
    return { node: answer.node, answer, message, canRegenerate: false };
  }

  function update(message: ViewMessage, canRegenerate: boolean): Shown {
    const before = shown.get(message.id);
    if (!before || (before.message !== message && !(before.answer && message.role === 'assistant'))) {
      const made = show(message);
      before?.node.remove();
      shown.set(message.id, made);
      return canRegenerate ? update(message, true) : made;
    }
    if (before.message === message && before.canRegenerate === canRegenerate) return before;
    if (message.role === 'assistant') before.answer?.update(message, canRegenerate);
    before.message = message;
    before.canRegenerate = canRegenerate;
    return before;
  }

  return {
    node,
    update(state) {
      const ids = new Set(state.messages.map(({ id }) => id));
      for (const [id, { node: gone }] of shown) {
        if (ids.has(id)) continue;
        gone.remove();
        shown.delete(id);
      }
      for (const [index, message] of state.messages.entries()) {
        const isLast = index === state.messages.length - 1;
        const { node: article } = update(message, isLast && message.role === 'assistant' && !state.busy);
        if (messages.children[index] !== article) messages.insertBefore(article, messages.children[index] ?? null);
      }
      welcome.update(state);
    },
    append(id, text, reasoning) {
      shown.get(id)?.answer?.append(text, reasoning);
    },
    followEnd: follower.follow,
    restore: follower.restore,
  };
}

/** Links and code buttons are part of rendered Markdown, which is patched all the time: their clicks are caught above it. */
function handOverClicks(messages: HTMLElement, host: Pick<Host, 'post'>): void {
  const openLink = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    event.preventDefault();
    // VS Code opens links by itself, without asking, where a click reaches the document.
    event.stopPropagation();
    if (event.button < 2) host.post({ type: 'openLink', url: link.getAttribute('href') ?? '' });
  };
  messages.addEventListener('click', openLink);
  messages.addEventListener('auxclick', openLink);
  messages.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('button.copy-code') : null;
    if (!button) return;
    const code = button.closest('.code')?.querySelector('code')?.textContent ?? '';
    host.post({ type: 'copy', text: code.replace(/\n$/, '') });
    confirmOn(button);
  });
}
