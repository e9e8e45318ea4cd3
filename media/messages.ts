import type { ViewMessage, ViewState } from '../src/shared/protocol';
import { type AnswerView, createAnswer } from './answer';
import { element } from './dom';
import type { Post } from './intents';
import type { Parse } from './markdown/parser';
import { createQuestion, type QuestionView } from './question';

/** What of the state a message needs beside itself. */
export type Surroundings = Pick<ViewState, 'busy' | 'sendOn' | 'thinkingOpen'>;

/** The messages of the conversation, one article each. */
export interface MessagesView {
  readonly node: HTMLElement;
  /** Shows these messages and no others. */
  update(messages: readonly ViewMessage[], state: Surroundings): void;
  /** Adds text to an answer that `update` has shown. */
  append(id: string, text: string, reasoning: string): void;
}

type MessageView =
  | { readonly role: 'user'; readonly view: QuestionView }
  | { readonly role: 'assistant'; readonly view: AnswerView };

interface Shown {
  readonly is: MessageView;
  message: ViewMessage;
  /** What else it was shown with, as one word to compare. */
  situation: string;
}

export function createMessages(parse: Parse, post: Post): MessagesView {
  const node = element('div', { class: 'messages' });
  const shown = new Map<string, Shown>();

  function create(message: ViewMessage): Shown {
    const is: MessageView =
      message.role === 'user'
        ? { role: 'user', view: createQuestion(message, post) }
        : { role: 'assistant', view: createAnswer(message, parse, post) };
    const created = { is, message, situation: '' };
    shown.set(message.id, created);
    return created;
  }

  function show(message: ViewMessage): Shown {
    const before = shown.get(message.id);
    if (before && isUpdatable(before.message, message)) return before;
    before?.is.view.node.remove();
    return create(message);
  }

  function update(entry: Shown, message: ViewMessage, isLast: boolean, state: Surroundings): void {
    const situation = `${isLast} ${state.busy} ${state.sendOn} ${state.thinkingOpen}`;
    if (entry.message === message && entry.situation === situation) return;
    entry.message = message;
    entry.situation = situation;
    if (message.role === 'user' && entry.is.role === 'user') entry.is.view.update(message, state);
    if (message.role === 'assistant' && entry.is.role === 'assistant') entry.is.view.update(message, isLast, state);
  }

  return {
    node,
    update(messages, state) {
      const ids = new Set(messages.map(({ id }) => id));
      for (const [id, gone] of shown) {
        if (ids.has(id)) continue;
        gone.is.view.node.remove();
        shown.delete(id);
      }
      for (const [index, message] of messages.entries()) {
        const entry = show(message);
        update(entry, message, index === messages.length - 1, state);
        const article = entry.is.view.node;
        if (node.children[index] !== article) node.insertBefore(article, node.children[index] ?? null);
      }
    },
    append(id, text, reasoning) {
      const is = shown.get(id)?.is;
      if (is?.role === 'assistant') is.view.append(text, reasoning);
    },
  };
}

/** Whether the article can stay and only what is in it change: a question's words, and who answers, are written once. */
function isUpdatable(before: ViewMessage, after: ViewMessage): boolean {
  if (before === after) return true;
  if (before.role === 'user')
    return after.role === 'user' && before.text === after.text && isEqual(before.chips, after.chips);
  return after.role === 'assistant' && before.model === after.model && before.endpoint === after.endpoint;
}

function isEqual(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
