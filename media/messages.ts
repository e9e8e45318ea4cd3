import type { ViewMessage } from '../src/shared/protocol';
import { type AnswerView, createAnswer } from './answer';
import { element } from './dom';
import type { Post } from './intents';
import { buildLater, buildNow, forget } from './later';
import { estimateText, reserveHeight } from './markdown/estimate';
import type { Parse } from './markdown/parser';
import { createQuestion } from './question';
import { strings } from './strings';

/** The messages of the conversation, one article each. */
export interface MessagesView {
  readonly node: HTMLElement;
  /** Shows these messages and no others; `busy` while an answer is written. */
  update(messages: readonly ViewMessage[], busy: boolean): void;
  /** Adds text to an answer that `update` has shown. */
  append(id: string, text: string, reasoning: string): void;
  /** Builds a message, and what the reader sees above and below it, if that was put off. */
  reveal(id: string): void;
}

interface Shown {
  /** An empty article in its place until it is built. */
  node: HTMLElement;
  answer?: AnswerView;
  message: ViewMessage;
  canRegenerate: boolean;
  isBuilt: boolean;
}

/** So much of a conversation, in pixels from its end, is built at once; the rest when the reader comes near, or in idle time. */
const builtAtOnce = 2000;

/** What stands around the text of a message, in pixels. */
const frameHeight = 40;

export function createMessages(parse: Parse, post: Post): MessagesView {
  const node = element('div', { class: 'messages' });
  const shown = new Map<string, Shown>();
  const builder = createBuilder(parse, post);

  function show(message: ViewMessage, canWait: boolean): Shown {
    const before = shown.get(message.id);
    if (before && isUpdatable(before.message, message)) return before;
    if (before) remove(before);
    const created = canWait ? builder.createLater(message) : builder.create(message);
    shown.set(message.id, created);
    return created;
  }

  return {
    node,
    update(messages, busy) {
      const ids = new Set(messages.map(({ id }) => id));
      for (const [id, gone] of shown) {
        if (ids.has(id)) continue;
        remove(gone);
        shown.delete(id);
      }
      const firstAtOnce = countAbove(messages);
      let last: Element | undefined;
      for (const [index, message] of messages.entries()) {
        const view = show(message, index < firstAtOnce);
        const isLast = index === messages.length - 1;
        update(view, message, isLast && message.role === 'assistant' && !busy);
        const place = last ? last.nextElementSibling : node.firstElementChild;
        if (place !== view.node) node.insertBefore(view.node, place);
        last = view.node;
      }
    },
    append(id, text, reasoning) {
      const view = shown.get(id);
      if (view) buildNow(view.node);
      view?.answer?.append(text, reasoning);
    },
    reveal(id) {
      const articles = [...node.children];
      const index = articles.findIndex(article => article instanceof HTMLElement && article.dataset['id'] === id);
      for (const article of articles.slice(Math.max(0, index - 3), index + 12)) buildNow(article);
    },
  };
}

/** Builds messages, at once or later. */
function createBuilder(parse: Parse, post: Post) {
  function create(message: ViewMessage): Shown {
    const view = { message, canRegenerate: false, isBuilt: true };
    if (message.role === 'user') return { ...view, node: createQuestion(message) };
    const answer = createAnswer(message, parse, post);
    answer.update(message, false);
    return { ...view, node: answer.node, answer };
  }

  function createLater(message: ViewMessage): Shown {
    const name = message.role === 'user' ? strings.you : message.model;
    const article = element('article', { class: 'message', 'aria-label': name, 'data-id': message.id });
    const view: Shown = { node: article, message, canRegenerate: false, isBuilt: false };
    reserveHeight(article, heightOf(message));
    buildLater(article, () => build(view));
    return view;
  }

  /** Puts the message into the place that was kept for it. */
  function build(view: Shown): void {
    const { message, node: place, canRegenerate } = view;
    Object.assign(view, create(message));
    reserveHeight(view.node, heightOf(message));
    place.replaceWith(view.node);
    update(view, message, canRegenerate);
  }

  return { create, createLater };
}

function update(view: Shown, message: ViewMessage, canRegenerate: boolean): void {
  if (view.message === message && view.canRegenerate === canRegenerate) return;
  view.message = message;
  view.canRegenerate = canRegenerate;
  if (message.role === 'assistant') view.answer?.update(message, canRegenerate);
}

function remove(view: Shown): void {
  forget(view.node);
  view.node.remove();
}

function heightOf({ text }: ViewMessage): number {
  return frameHeight + estimateText(text);
}

/** How many messages stand above those that are built at once. */
function countAbove(messages: readonly ViewMessage[]): number {
  let height = 0;
  return (
    messages.findLastIndex(message => {
      const isAbove = height > builtAtOnce;
      height += heightOf(message);
      return isAbove;
    }) + 1
  );
}

/** Whether the article can stay and only what is in it change: a question, and who answers, are written once. */
function isUpdatable(before: ViewMessage, after: ViewMessage): boolean {
  if (before === after) return true;
  if (before.role === 'user' || after.role === 'user') return false;
  return before.model === after.model && before.endpoint === after.endpoint;
}
