import type { ComposerIntent, Starter, ToPage } from '../../shared/protocol';
import type { FilePart } from '../chat';
import { systemClock } from '../clock';
import { createAdding } from '../context/adding';
import { createAttaching } from '../context/attaching';
import { namedText, viewAttachment } from '../context/attachments';
import { createSuggesting } from '../context/suggesting';
import { onFirstUse } from '../onFirstUse';
import { createComposerRoom } from './composerRoom';
import type { ChosenFile, Composer, ComposerDependencies, ComposerProblem, Take } from './composerTypes';
import { createDrafts } from './drafts';
import { createSending } from './sending';
import { starterParts } from './starters';

type Post = (fact: ToPage) => void;

const nobody: Post = () => undefined;

/** Connects the parts of the message box, which share its draft and its attachments. */
export function createComposer(dependencies: ComposerDependencies): Composer {
  const { session, editor, words } = dependencies;
  const drafts = createDrafts(dependencies.draftMemory, () => session.isKept);
  let changed = (): void => undefined;
  const attaching = createAttaching(dependencies, () => {
    if (isSomethingKept() || attaching.list().length > 0) keepAlong();
    changed();
  });
  const keptAlong = onFirstUse(() => dependencies.keepAlong({ session, drafts, attaching }));
  const adding = createAdding(() => changed());
  const room = createComposerRoom(dependencies, attaching);
  const sending = createSending({ ...dependencies, drafts, attaching, adding, room });
  const suggesting = createSuggesting(editor, dependencies.clock ?? systemClock);

  const isSomethingKept = (): boolean => drafts.along() !== undefined;
  /** Where that cannot be loaded, what is attached lives as long as the window does. */
  function keepAlong(): void {
    keptAlong.get().then(
      kept => kept.changed(),
      () => undefined,
    );
  }

  /** One is read after the other, and none beyond the last that can go along. */
  function* reading(
    things: readonly (FilePart | string)[],
    read: typeof editor.read,
  ): Generator<ChosenFile | Promise<ChosenFile>> {
    for (const thing of things) yield typeof thing === 'string' ? read(thing) : { type: 'part', part: thing };
  }

  function* taking(chosen: readonly Take[]): Generator<ReturnType<Take>> {
    for (const take of chosen) yield take();
  }

  /** Fills the box: nothing is sent before the user says so. */
  async function start(starter: Starter, post: Post): Promise<void> {
    const parts = await starterParts(editor, starter);
    const problems = parts.flatMap(part => attaching.addText(part) ?? []);
    if (parts.length === 0) problems.push({ reason: 'noStart', starter });
    if (problems.length > 0) return attaching.say(problems, post);
    sending.giveBack(await words.starter(starter), post);
    post({ type: 'focusComposer' });
  }

  async function mention(id: string, post: Post): Promise<void> {
    const offer = suggesting.offered(id);
    if (offer) await addChosen(offer.take ? [offer.take] : [], post);
  }

  async function addChosen(chosen: readonly Take[], post: Post): Promise<void> {
    await attaching.addAll(taking(chosen), post);
    // Some ask in a box of their own, which had the keyboard.
    post({ type: 'focusComposer' });
  }

  function refusal({ name, reason, bytes }: ComposerIntent & { readonly type: 'cannotAttach' }): ComposerProblem {
    return reason === 'tooLarge' ? attaching.tooLarge(name, bytes) : { reason, name };
  }

  return {
    attachments: () => attaching.list().map(viewAttachment),
    isAttaching: adding.isUnderWay,
    room: room.left,
    async problemOfAskingAgain() {
      const question = session.conversation.entries.findLast(({ role }) => role === 'user');
      return (await room.tooLongAgain(question?.id))[0];
    },
    draft: () => drafts.read(session.conversation),
    ask: sending.ask,
    takeAlong: (things, post) => adding.add(to => attaching.addAll(reading(things, editor.read), to), post),
    isSending: sending.isUnderWay,
    dropMessage: sending.drop,
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
    async restore() {
      // Who sends meanwhile sends it, too.
      if (isSomethingKept()) await adding.add(async () => (await keptAlong.get()).restore(), nobody);
    },
    onChange(listener) {
      changed = listener;
    },
    async take(intent, post) {
      switch (intent.type) {
        case 'send':
          return sending.send(intent, post);
        case 'edit':
          return sending.edit(intent, post);
        case 'starter':
          return adding.add(to => start(intent.starter, to), post);
        case 'draft':
          return drafts.write(intent.text, session.conversation);
        case 'suggest':
          return suggesting.suggest(intent.trigger, intent.query, post);
        case 'mention':
          return adding.add(to => mention(intent.id, to), post);
        case 'attach': {
          const chosen = await editor.choose();
          return adding.add(to => addChosen(chosen, to), post);
        }
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
