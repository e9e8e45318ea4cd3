import type { ComposerIntent, Starter, ToPage, Trigger } from '../shared/protocol';
import {
  type Attachment,
  attach,
  attachmentOf,
  decodeText,
  imagePart,
  imageProblem,
  MAX_ATTACHMENTS,
  namedText,
  textProblem,
  viewAttachment,
} from './attachments';
import type { FilePart, ImagePart, Part } from './chat';
import type { ChosenFile, Composer, ComposerDependencies, ComposerProblem, Offer, SlashMessage } from './composerTypes';
import { createDrafts } from './drafts';
import { postImage } from './imagePieces';
import { createSendCheck } from './sendCheck';
import { starterPart } from './starters';

/** What a question about the message box is about. */
const MESSAGE_BOX = 'message box';

export function createComposer(dependencies: ComposerDependencies): Composer {
  const { session, editor, words, settings, newId } = dependencies;
  const drafts = createDrafts(dependencies.draftMemory, () => settings().keepHistory);
  const check = createSendCheck(words.finding, () => session.target()?.endpoint.url ?? '');
  let attachments: readonly Attachment[] = [];
  let changed = (): void => undefined;
  let offered: readonly Offer[] = [];

  function setAttachments(list: readonly Attachment[]): void {
    attachments = list;
    changed();
  }

  function add(part: FilePart | ImagePart, pixels?: number): ComposerProblem | undefined {
    const list = attach(attachments, attachmentOf(newId(), part, pixels));
    if (list.length > MAX_ATTACHMENTS) return { reason: 'tooMany', max: MAX_ATTACHMENTS };
    setAttachments(list);
    return undefined;
  }

  function addText(part: FilePart): ComposerProblem | undefined {
    const { maxFileKilobytes } = settings();
    if (textProblem(part.text, maxFileKilobytes) === undefined) return add(part);
    return tooLarge(part.name, Buffer.byteLength(part.text));
  }

  function tooLarge(name: string, bytes: number): ComposerProblem {
    return { reason: 'tooLarge', name, bytes, maxKilobytes: settings().maxFileKilobytes };
  }

  /** Why the endpoint that the next message goes to cannot be shown an image. */
  async function blindness(): Promise<ComposerProblem | undefined> {
    const target = session.target();
    if (!target) return undefined;
    const { endpoint, model = '' } = target;
    const info = endpoint.protocol === 'envelope' ? undefined : await dependencies.modelInfo(endpoint, model);
    const problem = imageProblem(endpoint, info);
    if (problem === 'protocol') return { reason: 'blindProtocol', endpoint: endpoint.name };
    return problem && { reason: 'blindModel', model };
  }

  async function addChosen(file: ChosenFile, post: (fact: ToPage) => void): Promise<ComposerProblem | undefined> {
    if (file.type === 'part') return addText(file.part);
    if (file.type === 'unreadable') return { reason: 'unreadable', name: file.name };
    if (file.type === 'tooLarge') return tooLarge(file.name, file.size);
    if (/\.(png|jpe?g|webp|gif|bmp|avif)$/i.test(file.name)) {
      const blind = await blindness();
      if (!blind) postImage(newId(), file, post);
      return blind;
    }
    if (file.bytes.length > settings().maxFileKilobytes * 1024) return tooLarge(file.name, file.bytes.length);
    const text = decodeText(file.bytes);
    return text === undefined
      ? { reason: 'binary', name: file.name }
      : addText(namedText(file.name, text, file.source));
  }

  /** Adds what it can, and says of the first that it cannot why. */
  async function addAll(files: readonly ChosenFile[], post: (fact: ToPage) => void): Promise<void> {
    const problems: ComposerProblem[] = [];
    for (const file of files) {
      const problem = await addChosen(file, post);
      if (problem) problems.push(problem);
    }
    say(problems[0], post);
  }

  function say(problem: ComposerProblem | undefined, post: (fact: ToPage) => void): void {
    if (problem) post({ type: 'composerNotice', text: words.problem(problem) });
  }

  /** The message that is meant: a slash command becomes its prompt. */
  async function messageOf(text: string, again: boolean): Promise<SlashMessage> {
    const along = attachments.map(({ part }) => part);
    const slash = text.startsWith('/') ? await dependencies.slashMessage(text, again) : undefined;
    if (slash) return slash.type === 'parts' ? { ...slash, parts: [...along, ...slash.parts] } : slash;
    return { type: 'parts', parts: text.trim() === '' ? along : [...along, { type: 'text', text }] };
  }

  /** Puts words back into the box that were not sent. */
  function giveBack(text: string, post: (fact: ToPage) => void): void {
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
    const problem = parts.some(part => part.type === 'image') ? await blindness() : undefined;
    if (problem) return { type: 'composerNotice', text: words.problem(problem) };
    const findings = await check.findings(MESSAGE_BOX, parts, confirmed);
    return findings.length > 0 ? { type: 'confirmSend', findings } : parts;
  }

  async function send(
    { text, confirmed }: ComposerIntent & { readonly type: 'send' },
    post: (fact: ToPage) => void,
  ): Promise<void> {
    const before = attachments;
    if (text.trim() === '' && before.length === 0) return;
    // Before anything is waited for: what is typed from now on is another draft.
    drafts.write('', session.conversation);
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
      setAttachments(attachments.filter(attachment => !before.includes(attachment)));
    });
    const accepted = await dependencies.ask(parts).finally(stop);
    if (!accepted) giveBack(text, post);
  }

  async function ask(parts: readonly Part[], post: (fact: ToPage) => void): Promise<void> {
    const findings = await check.findings(MESSAGE_BOX, parts, false);
    if (findings.length === 0) {
      await dependencies.ask(parts);
      return;
    }
    for (const part of parts) if (part.type !== 'text') say(add(part), post);
    giveBack(parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n\n'), post);
    post({ type: 'confirmSend', findings });
  }

  async function edit(
    { id, text, confirmed }: ComposerIntent & { readonly type: 'edit' },
    post: (fact: ToPage) => void,
  ): Promise<void> {
    const findings = await check.findings(`edit ${id}`, [{ type: 'text', text }], confirmed === true);
    if (findings.length === 0) return dependencies.edit(id, text);
    post({ type: 'confirmEdit', id, findings });
  }

  /** Fills the box: nothing is sent before the user says so. */
  async function start(starter: Starter, post: (fact: ToPage) => void): Promise<void> {
    const part = await starterPart(editor, starter);
    const problem = part ? addText(part) : ({ reason: 'noStart', starter } as const);
    if (problem) return say(problem, post);
    giveBack(words.starter(starter), post);
    post({ type: 'focusComposer' });
  }

  async function suggest(trigger: Trigger, query: string, post: (fact: ToPage) => void): Promise<void> {
    offered = await editor.offers(trigger);
    const items = offered.map(({ take: _, ...suggestion }) => suggestion);
    post({ type: 'suggestions', trigger, query, items });
  }

  async function mention(id: string, post: (fact: ToPage) => void): Promise<void> {
    const chosen = await offered.find(offer => offer.id === id)?.take?.();
    if (chosen) await addAll([chosen], post);
  }

  async function addImage(
    intent: ComposerIntent & { readonly type: 'attachImage' },
    post: (fact: ToPage) => void,
  ): Promise<void> {
    const part = imagePart(intent);
    if (!part) return say({ reason: 'brokenImage', name: intent.name }, post);
    say((await blindness()) ?? add(part, intent.width * intent.height), post);
  }

  return {
    attachments: () => attachments.map(viewAttachment),
    draft: () => drafts.read(session.conversation),
    ask,
    onChange(listener) {
      changed = listener;
    },
    async take(intent, post) {
      switch (intent.type) {
        case 'send':
          return send(intent, post);
        case 'edit':
          return edit(intent, post);
        case 'starter':
          return start(intent.starter, post);
        case 'draft':
          return drafts.write(intent.text, session.conversation);
        case 'suggest':
          return suggest(intent.trigger, intent.query, post);
        case 'mention':
          return mention(intent.id, post);
        case 'attach':
          await addAll(await editor.choose(), post);
          return post({ type: 'focusComposer' });
        case 'attachText':
          return say(addText(namedText(intent.name, intent.text)), post);
        case 'attachImage':
          return addImage(intent, post);
        case 'cannotAttach':
          if (intent.reason === 'tooLarge') return say(tooLarge(intent.name, intent.bytes), post);
          return say({ reason: intent.reason, name: intent.name }, post);
        case 'detach':
          return setAttachments(attachments.filter(({ id }) => id !== intent.id));
      }
    },
  };
}
