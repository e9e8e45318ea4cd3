import type { ComposerIntent, ToPage } from '../../shared/protocol';
import type { Part } from '../chat';
import type { Adding } from '../context/adding';
import type { Attaching } from '../context/attaching';
import { MAX_ATTACHMENTS } from '../context/attachments';
import { createSendCheck } from '../safety/sendCheck';
import type { ComposerRoom } from './composerRoom';
import type { Composer, ComposerDependencies, ComposerProblem, SlashMessage } from './composerTypes';
import type { Drafts } from './drafts';

type Post = (fact: ToPage) => void;
type SendIntent = ComposerIntent & { readonly type: 'send' };
type EditIntent = ComposerIntent & { readonly type: 'edit' };

/** How what is in the message box becomes a question, or comes back into it. */
export interface Sending extends Pick<Composer, 'ask'> {
  /** Resolves when the answer has ended. Nothing is lost: what does not go out is in the box again, with a reason. */
  send(intent: SendIntent, post: Post): Promise<void>;
  edit(intent: EditIntent, post: Post): Promise<void>;
  /** A message is on its way, and not in the conversation yet: it waits for what goes along. */
  isUnderWay(): boolean;
  /** It does not go out any more, and comes back nowhere. */
  drop(): void;
  /** Puts words into the box, behind those that are there. */
  giveBack(text: string, post: Post): void;
}

interface SendingDependencies
  extends Pick<ComposerDependencies, 'session' | 'ask' | 'edit' | 'slashMessage' | 'instructionFiles' | 'words'> {
  readonly drafts: Drafts;
  readonly attaching: Attaching;
  readonly adding: Adding;
  readonly room: ComposerRoom;
}

/** What a question about the message box is about. */
const MESSAGE_BOX = 'message box';

/** Sends one message at a time: what waits for its attachments keeps the next one back. */
export function createSending(dependencies: SendingDependencies): Sending {
  const { session, words, drafts, attaching, adding, room } = dependencies;
  const host = (): string => session.target()?.endpoint.url ?? '';
  const check = createSendCheck(words.finding, host, dependencies.instructionFiles);
  let onItsWay: SendIntent | undefined;

  /** That it is more than may go along, however it was chosen: by itself, or by a command. */
  function excess(parts: readonly Part[]): ComposerProblem | undefined {
    const along = parts.filter(part => part.type !== 'text');
    if (along.length > MAX_ATTACHMENTS) return { reason: 'tooMany', max: MAX_ATTACHMENTS };
    const problems = along.map(part => (part.type === 'file' ? attaching.sizeProblem(part) : undefined));
    return problems.find(problem => problem !== undefined);
  }

  /** The message that is meant: a slash command becomes its prompt. */
  async function messageOf(text: string, again: boolean): Promise<SlashMessage> {
    const along = attaching.list().map(({ part }) => part);
    const slash = text.startsWith('/') ? await dependencies.slashMessage(text, again) : undefined;
    if (slash) return slash.type === 'parts' ? { ...slash, parts: [...along, ...slash.parts] } : slash;
    return { type: 'parts', parts: text.trim() === '' ? along : [...along, { type: 'text', text }] };
  }

  /** Puts words back into the box that were not sent. */
  function giveBack(text: string, post: Post): void {
    // The page says what became of it. Where there is none any more, this is all that is left of the text.
    const since = drafts.read(session.conversation);
    drafts.write([text, since].filter(Boolean).join('\n'), session.conversation);
    post({ type: 'restoreDraft', text });
  }

  /** What goes out, or what is said because it cannot go out yet, which may be nothing. */
  async function partsToSend(text: string, confirmed: boolean): Promise<readonly Part[] | ToPage | undefined> {
    const message = await messageOf(text, confirmed);
    if (message.type === 'notice') return { type: 'composerNotice', text: message.text };
    if (message.type === 'left') return undefined;
    const { parts } = message;
    const hasImage = parts.some(part => part.type === 'image');
    const problem = excess(parts) ?? (hasImage ? await attaching.blindness() : undefined);
    if (problem) return { type: 'composerNotice', text: await words.problem(problem) };
    const findings = await check.findings(MESSAGE_BOX, parts, confirmed, await room.tooLong(parts));
    return findings.length > 0 ? { type: 'confirmSend', findings } : parts;
  }

  function drop(): void {
    if (onItsWay) drafts.sent(session.conversation);
    onItsWay = undefined;
  }

  /** One message at a time: what goes along with one that is on its way is still on show, and would go out alone. */
  async function sendNext(intent: SendIntent, post: Post): Promise<void> {
    if (onItsWay) return intent.text.trim() === '' ? undefined : giveBack(intent.text, post);
    onItsWay = intent;
    // Once the question is there, and not only when it is answered: by then it may be the next one that is on its way.
    const arrived = (): void => {
      if (onItsWay === intent) drop();
    };
    await send(intent, post, arrived).finally(arrived);
  }

  async function send(intent: SendIntent, post: Post, arrived: () => void): Promise<void> {
    const { text, confirmed } = intent;
    const isDropped = (): boolean => onItsWay !== intent;
    const isNothing = (): boolean => text.trim() === '' && attaching.list().length === 0;
    if (isNothing() && !adding.isUnderWay()) return;
    // Before anything is waited for: what is typed from now on is another draft.
    drafts.sending();
    const refused = await adding.settled();
    if (isDropped()) return;
    if (refused) {
      giveBack(text, post);
      post(refused);
      return;
    }
    if (isNothing()) return;
    const before = attaching.list();
    const parts = await partsToSend(text, confirmed === true).catch((error: unknown) => {
      giveBack(text, post);
      throw error;
    });
    if (isDropped()) return;
    if (!parts || 'type' in parts) {
      giveBack(text, post);
      if (parts) post(parts);
      return;
    }
    const stop = session.onChange(() => {
      const isAdded = session.conversation.entries.some(entry => entry.role === 'user' && entry.parts === parts);
      if (!isAdded) return;
      stop();
      arrived();
      attaching.set(attaching.list().filter(attachment => !before.includes(attachment)));
    });
    const accepted = await dependencies.ask(parts).finally(stop);
    if (!accepted && !isDropped()) giveBack(text, post);
  }

  async function ask(parts: readonly Part[], post: Post): Promise<void> {
    const text = parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n\n');
    const problem = excess(parts);
    if (problem) {
      giveBack(text, post);
      return attaching.say([problem], post);
    }
    const findings = await check.findings(MESSAGE_BOX, parts, false, await room.tooLong(parts));
    if (findings.length === 0 && (await dependencies.ask(parts))) return;
    for (const part of parts) if (part.type !== 'text') await attaching.say([attaching.add(part)], post);
    giveBack(text, post);
    if (findings.length > 0) post({ type: 'confirmSend', findings });
  }

  async function edit({ id, text, confirmed }: EditIntent, post: Post): Promise<void> {
    const more = await room.tooLongAgain(id, text);
    const findings = await check.findings(`edit ${id}`, [{ type: 'text', text }], confirmed === true, more);
    if (findings.length === 0) return dependencies.edit(id, text);
    post({ type: 'confirmEdit', id, findings });
  }

  return {
    send: sendNext,
    ask,
    edit,
    giveBack,
    isUnderWay: () => onItsWay !== undefined,
    drop,
  };
}
