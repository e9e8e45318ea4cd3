import type { ViewMessage } from '../src/shared/protocol';
import { type AnswerView, createAnswer } from './answer';
import { element } from './dom';
import type { Post } from './intents';
import type { Parse } from './markdown/parser';
import { createQuestion } from './question';

/** The messages of the conversation, one article each. */
export interface MessagesView {
  readonly node: HTMLElement;
  /** Shows these messages and no others; `busy` while an answer is written. */
  update(messages: readonly ViewMessage[], busy: boolean): void;
  /** Adds text to an answer that `update` has shown. */
  append(id: string, text: string, reasoning: string): void;
}

interface Shown {
  readonly node: HTMLElement;
  readonly answer?: AnswerView;
  message: ViewMessage;
  canRegenerate: boolean;
}

export function createMessages(parse: Parse, post: Post): MessagesView {
  const node = element('div', { class: 'messages' });
  const shown = new Map<string, Shown>();

  function create(message: ViewMessage): Shown {
    if (message.role === 'user') return { node: createQuestion(message), message, canRegenerate: false };
    const answer = createAnswer(message, parse, post);
    answer.update(message, false);
    return { node: answer.node, answer, message, canRegenerate: false };
  }

  function show(message: ViewMessage): Shown {
    const before = shown.get(message.id);
    if (before && isUpdatable(before.message, message)) return before;
    before?.node.remove();
    const created = create(message);
    shown.set(message.id, created);
    return created;
  }

  function update(view: Shown, message: ViewMessage, canRegenerate: boolean): void {
    if (view.message === message && view.canRegenerate === canRegenerate) return;
    view.message = message;
    view.canRegenerate = canRegenerate;
    if (message.role === 'assistant') view.answer?.update(message, canRegenerate);
  }

  return {
    node,
    update(messages, busy) {
      const ids = new Set(messages.map(({ id }) => id));
      for (const [id, gone] of shown) {
        if (ids.has(id)) continue;
        gone.node.remove();
        shown.delete(id);
      }
      for (const [index, message] of messages.entries()) {
        const view = show(message);
        const isLast = index === messages.length - 1;
        update(view, message, isLast && message.role === 'assistant' && !busy);
        if (node.children[index] !== view.node) node.insertBefore(view.node, node.children[index] ?? null);
      }
    },
    append(id, text, reasoning) {
      shown.get(id)?.answer?.append(text, reasoning);
    },
  };
}

/** Whether the article can stay and only what is in it change: a question, and who answers, are written once. */
function isUpdatable(before: ViewMessage, after: ViewMessage): boolean {
  if (before === after) return true;
  if (before.role === 'user' || after.role === 'user') return false;
  return before.model === after.model && before.endpoint === after.endpoint;
}
