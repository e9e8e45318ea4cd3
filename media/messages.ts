import type { ViewMessage, ViewState } from '../src/shared/viewState';
import { type AnswerView, createAnswer } from './answer';
import { element } from './dom';
import { buildLater, buildNow, forget } from './later';
import { estimateText, reserveHeight } from './markdown/estimate';
import type { Parse } from './markdown/parser';
import { createQuestion, type QuestionHost, type QuestionView } from './question';
import { strings } from './strings';

/** What of the state a message needs beside itself. */
export type Surroundings = Pick<ViewState, 'busy' | 'sendOn' | 'thinkingOpen' | 'target'>;

/** The messages of the conversation, one article each. */
export interface MessagesView {
  readonly node: HTMLElement;
  /** Shows these messages and no others. */
  update(messages: readonly ViewMessage[], state: Surroundings): void;
  /** Adds text to an answer that `update` has shown. */
  append(id: string, text: string, reasoning: string): void;
  /** Asks whether the changed words of a question are to be sent, secrets and all. */
  askAboutSecrets(id: string, findings: readonly string[]): void;
  /** Builds a message, and what the reader sees above and below it, if that was put off. */
  reveal(id: string): void;
}

type MessageView =
  | { readonly role: 'user'; readonly view: QuestionView }
  | { readonly role: 'assistant'; readonly view: AnswerView };

/** What a message is shown with. */
interface Situation {
  readonly message: ViewMessage;
  readonly isLast: boolean;
  readonly state: Surroundings;
}

interface Shown {
  /** An empty article in its place until it is built. */
  node: HTMLElement;
  built?: MessageView;
  situation: Situation;
}

/** So much of a conversation, in pixels from its end, is built at once; the rest when the reader comes near, or in idle time. */
const builtAtOnce = 2000;

/** What stands around the text of a message, in pixels. */
const frameHeight = 40;

/**
 * Builds what is near the end at once and keeps places for the rest. Of a question that goes away while it is changed,
 * `keepEdit` lets the words go.
 */
export function createMessages(parse: Parse, host: QuestionHost): MessagesView {
  const node = element('div', { class: 'messages' });
  const shown = new Map<string, Shown>();
  const builder = createBuilder(parse, host);

  function show(situation: Situation, canWait: boolean): Shown {
    const { message } = situation;
    const entry = shown.get(message.id);
    if (entry && isUpdatable(entry.situation.message, message)) {
      const isSame = isEqualSituation(entry.situation, situation);
      entry.situation = situation;
      if (!isSame && entry.built) update(entry.built, situation);
      return entry;
    }
    if (entry) remove(entry);
    const created = canWait ? builder.createLater(situation) : builder.createNow(situation);
    shown.set(message.id, created);
    return created;
  }

  return {
    node,
    update(messages, state) {
      const ids = new Set(messages.map(({ id }) => id));
      for (const [id, gone] of shown) {
        if (ids.has(id)) continue;
        remove(gone);
        shown.delete(id);
        // The changed words were taken, or are about what is no longer here.
        if (host.edited(id) !== undefined) host.keepEdit(undefined);
      }
      const firstAtOnce = countAbove(messages);
      let last: Element | undefined;
      for (const [index, message] of messages.entries()) {
        const entry = show({ message, isLast: index === messages.length - 1, state }, index < firstAtOnce);
        const place = last ? last.nextElementSibling : node.firstElementChild;
        if (place !== entry.node) node.insertBefore(entry.node, place);
        last = entry.node;
      }
    },
    append(id, text, reasoning) {
      const entry = shown.get(id);
      if (entry) buildNow(entry.node);
      if (entry?.built?.role === 'assistant') entry.built.view.append(text, reasoning);
    },
    askAboutSecrets(id, findings) {
      const built = shown.get(id)?.built;
      if (built?.role === 'user') built.view.askAboutSecrets(findings);
    },
    reveal(id) {
      const articles = [...node.children];
      const index = articles.findIndex(article => article instanceof HTMLElement && article.dataset['id'] === id);
      for (const article of articles.slice(Math.max(0, index - 3), index + 12)) buildNow(article);
    },
  };
}

/** Builds messages, at once or later. */
function createBuilder(parse: Parse, host: QuestionHost) {
  function create(message: ViewMessage): MessageView {
    return message.role === 'user'
      ? { role: 'user', view: createQuestion(message, host) }
      : { role: 'assistant', view: createAnswer(message, parse, host.post) };
  }

  function createNow(situation: Situation): Shown {
    const built = create(situation.message);
    update(built, situation);
    return { node: built.view.node, built, situation };
  }

  function createLater(situation: Situation): Shown {
    const { message } = situation;
    const name = message.role === 'user' ? strings.you : message.model;
    const article = element('article', { class: 'message', 'aria-label': name, 'data-id': message.id });
    const entry: Shown = { node: article, situation };
    reserveHeight(article, heightOf(message));
    buildLater(article, () => build(entry));
    return entry;
  }

  /** Puts the message into the place that was kept for it. */
  function build(entry: Shown): void {
    const built = create(entry.situation.message);
    reserveHeight(built.view.node, heightOf(entry.situation.message));
    entry.node.replaceWith(built.view.node);
    entry.node = built.view.node;
    entry.built = built;
    update(built, entry.situation);
  }

  return { createNow, createLater };
}

function remove(entry: Shown): void {
  forget(entry.node);
  entry.node.remove();
}

function update({ role, view }: MessageView, { message, isLast, state }: Situation): void {
  if (role === 'user' && message.role === 'user') view.update(message, state);
  if (role === 'assistant' && message.role === 'assistant') view.update(message, isLast, state);
}

function isEqualSituation(before: Situation, after: Situation): boolean {
  return (
    before.message === after.message &&
    before.isLast === after.isLast &&
    before.state.busy === after.state.busy &&
    before.state.sendOn === after.state.sendOn &&
    before.state.thinkingOpen === after.state.thinkingOpen &&
    before.state.target?.host === after.state.target?.host
  );
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
