import type { ComposerIntent, Starter, ToPage } from '../../shared/protocol';
import type { FilePart, Part } from '../chat';
import { systemClock } from '../clock';
import { createAdding } from '../context/adding';
import { createAttaching } from '../context/attaching';
import { MAX_ATTACHMENTS, namedText, viewAttachment } from '../context/attachments';
import { partsTokens, roomIn } from '../context/room';
import { createSuggesting } from '../context/suggesting';
import type { Entry } from '../conversation/conversation';
import { createSendCheck } from '../safety/sendCheck';
import type { ChosenFile, Composer, ComposerDependencies, ComposerProblem, SlashMessage } from './composerTypes';
import { createDrafts } from './drafts';
import { starterParts } from './starters';

type Post = (fact: ToPage) => void;

/** What a question about the message box is about. */
const MESSAGE_BOX = 'message box';

type SendIntent = ComposerIntent & { readonly type: 'send' };

export function createComposer(dependencies: ComposerDependencies): Composer {
  const { session, editor, words, settings } = dependencies;
  const drafts = createDrafts(dependencies.draftMemory, () => session.isKept);
  const host = (): string => session.target()?.endpoint.url ?? '';
  const check = createSendCheck(words.finding, host, dependencies.instructionFiles);
  let changed = (): void => undefined;
  let onItsWay: SendIntent | undefined;
  const attaching = createAttaching(dependencies, () => changed());
  const adding = createAdding(() => changed());
  const suggesting = createSuggesting(editor, dependencies.clock ?? systemClock);

  /** One is read after the other, and none beyond the last that can go along. */
  function* reading(
    things: readonly (FilePart | string)[],
    read: typeof editor.read,
  ): Generator<ChosenFile | Promise<ChosenFile>> {
    for (const thing of things) yield typeof thing === 'string' ? read(thing) : { type: 'part', part: thing };
  }

  function room(entries: readonly Entry[] = session.conversation.entries): ReturnType<Composer['room']> {
    const target = session.target();
    const window = target && dependencies.contextWindow(target);
    if (window === undefined) return undefined;
    const maxTokens = target?.endpoint.parameters['max_tokens'];
    const systemPrompt = [settings().systemPrompt, dependencies.instructions?.()].filter(Boolean).join('\n\n');
    return roomIn({ conversation: { ...session.conversation, entries }, window, systemPrompt, maxTokens });
  }

  /** That the model cannot hold it behind what was said before, in words. */
  async function tooLong(parts: readonly Part[], before?: readonly Entry[]): Promise<readonly string[]> {
    const { taken, window } = room(before) ?? { taken: 0, window: Number.POSITIVE_INFINITY };
    const counted = new Map(attaching.list().map(({ part, tokens: known }) => [part, known]));
    const tokens = taken + partsTokens(parts, part => counted.get(part));
    return tokens > window ? [await words.problem({ reason: 'tooLong', tokens, window })] : [];
  }

  /** Of a question that is asked again, in these words or its own. */
  async function tooLongAgain(id: string | undefined, text?: string): Promise<readonly string[]> {
    const { entries } = session.conversation;
    const at = entries.findIndex(entry => entry.id === id);
    const question = entries[at];
    if (question?.role !== 'user') return [];
    const { parts } = question;
    const meant =
      text === undefined ? parts : [...parts.filter(part => part.type !== 'text'), { type: 'text' as const, text }];
    return tooLong(meant, entries.slice(0, at));
  }

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
    const findings = await check.findings(MESSAGE_BOX, parts, confirmed, await tooLong(parts));
    return findings.length > 0 ? { type: 'confirmSend', findings } : parts;
  }

  /** One message at a time: what goes along with one that is on its way is still on show, and would go out alone. */
  async function sendNext(intent: SendIntent, post: Post): Promise<void> {
    if (onItsWay) return intent.text.trim() === '' ? undefined : giveBack(intent.text, post);
    onItsWay = intent;
    // Once the question is there, and not only when it is answered: by then it may be the next one that is on its way.
    const arrived = (): void => {
      if (onItsWay === intent) onItsWay = undefined;
    };
    await send(intent, post, arrived).finally(arrived);
  }

  async function send({ text, confirmed }: SendIntent, post: Post, arrived: () => void): Promise<void> {
    const isNothing = (): boolean => text.trim() === '' && attaching.list().length === 0;
    if (isNothing() && !adding.isUnderWay()) return;
    // Before anything is waited for: what is typed from now on is another draft.
    drafts.write('', session.conversation);
    const refused = await adding.settled();
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
    if (!accepted) giveBack(text, post);
  }

  async function ask(parts: readonly Part[], post: Post): Promise<void> {
    const text = parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n\n');
    const problem = excess(parts);
    if (problem) {
      giveBack(text, post);
      return attaching.say([problem], post);
    }
    const findings = await check.findings(MESSAGE_BOX, parts, false, await tooLong(parts));
    if (findings.length === 0 && (await dependencies.ask(parts))) return;
    for (const part of parts) if (part.type !== 'text') await attaching.say([attaching.add(part)], post);
    giveBack(text, post);
    if (findings.length > 0) post({ type: 'confirmSend', findings });
  }

  async function edit({ id, text, confirmed }: ComposerIntent & { readonly type: 'edit' }, post: Post): Promise<void> {
    const more = await tooLongAgain(id, text);
    const findings = await check.findings(`edit ${id}`, [{ type: 'text', text }], confirmed === true, more);
    if (findings.length === 0) return dependencies.edit(id, text);
    post({ type: 'confirmEdit', id, findings });
  }

  /** Fills the box: nothing is sent before the user says so. */
  async function start(starter: Starter, post: Post): Promise<void> {
    const parts = await starterParts(editor, starter);
    const problems = parts.flatMap(part => attaching.addText(part) ?? []);
    if (parts.length === 0) problems.push({ reason: 'noStart', starter });
    if (problems.length > 0) return attaching.say(problems, post);
    giveBack(await words.starter(starter), post);
    post({ type: 'focusComposer' });
  }

  async function mention(id: string, post: Post): Promise<void> {
    const offer = suggesting.offered(id);
    if (!offer) return;
    const chosen = await offer.take?.();
    if (chosen) await attaching.addAll([chosen], post);
    // Some ask in a box of their own, which had the keyboard.
    post({ type: 'focusComposer' });
  }

  function refusal({ name, reason, bytes }: ComposerIntent & { readonly type: 'cannotAttach' }): ComposerProblem {
    return reason === 'tooLarge' ? attaching.tooLarge(name, bytes) : { reason, name };
  }

  return {
    attachments: () => attaching.list().map(viewAttachment),
    isAttaching: adding.isUnderWay,
    room: () => room(),
    async problemOfAskingAgain() {
      const question = session.conversation.entries.findLast(({ role }) => role === 'user');
      return (await tooLongAgain(question?.id))[0];
    },
    draft: () => drafts.read(session.conversation),
    ask,
    takeAlong: (things, post) => adding.add(to => attaching.addAll(reading(things, editor.read), to), post),
    hasWords: () => drafts.read(session.conversation) !== '' || attaching.list().length > 0,
    handOver() {
      const box = { text: drafts.read(session.conversation), attachments: attaching.list() };
      drafts.write('', session.conversation);
      attaching.set([]);
      return box;
    },
    takeOver({ text, attachments }) {
      drafts.write(text, session.conversation);
      attaching.set(attachments);
    },
    onChange(listener) {
      changed = listener;
    },
    async take(intent, post) {
      switch (intent.type) {
        case 'send':
          return sendNext(intent, post);
        case 'edit':
          return edit(intent, post);
        case 'starter':
          return adding.add(to => start(intent.starter, to), post);
        case 'draft':
          return drafts.write(intent.text, session.conversation);
        case 'suggest':
          return suggesting.suggest(intent.trigger, intent.query, post);
        case 'mention':
          return adding.add(to => mention(intent.id, to), post);
        case 'attach':
          await attaching.addAll(await editor.choose(), post);
          return post({ type: 'focusComposer' });
        case 'attachUris':
          return adding.add(to => attaching.addAll(reading(intent.uris, editor.readDropped), to), post);
        case 'attachText':
          return attaching.say([attaching.addText(namedText(intent.name, intent.text))], post);
        case 'attachImage':
          return adding.add(to => attaching.addImage(intent, to), post);
        case 'cannotAttach':
          return attaching.say([refusal(intent)], post);
        case 'detach':
          return attaching.set(attaching.list().filter(({ id }) => id !== intent.id));
      }
    },
  };
}
