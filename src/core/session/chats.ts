import { createListeners } from '../listeners';
import type { Chat, ChatKind, Chats, ChatsDependencies, Surface } from './chatsTypes';
import type { SessionChange } from './sessionTypes';

/** One for each window. Makes the chat of the sidebar at once; what that reads from disk, it reads at its first use. */
export function createChats({ create, lastConversation, openTab }: ChatsDependencies): Chats {
  const { tell, onChange } = createListeners<[chat?: Chat, change?: SessionChange]>();
  const shown = new Map<Surface, Chat>();
  /** Shown nowhere, and still of use. */
  const aside = new Set<Chat>();
  const id = lastConversation();
  const first = made(id === undefined ? {} : { id });
  let front: Surface | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function made(options: Parameters<ChatsDependencies['create']>[0]): Chat {
    const chat = create(options);
    chat.session.onChange(change => {
      const isShown = chat === inSidebar() || surfaceOf(chat) !== undefined;
      if (chat.session.busy && !isShown) goOn(chat);
      else if (aside.has(chat) && !isOfUse(chat)) aside.delete(chat);
      tell(chat, change);
    });
    chat.composer.onChange(() => tell(chat, { type: 'frame' }));
    return chat;
  }

  /** What was asked in it just before it was left. */
  function goOn(chat: Chat): void {
    // Of a private one nobody could find the answer.
    if (chat.isPrivate && !aside.has(chat)) void chat.session.stop();
    else aside.add(chat);
  }

  const view = (): Surface | undefined => [...shown.keys()].find(({ kind }) => kind === 'view');
  function inSidebar(): Chat {
    const surface = view();
    return (surface && shown.get(surface)) ?? first;
  }
  const active = (): Chat => (front && shown.get(front)) ?? inSidebar();
  const all = (): readonly Chat[] => [...new Set([inSidebar(), ...shown.values(), ...aside])];
  const find = (id: string): Chat | undefined => all().find(({ session }) => session.id === id);
  const surfaceOf = (chat: Chat): Surface | undefined => [...shown].find(([, each]) => each === chat)?.[0];

  function show(surface: Surface, chat: Chat, keepsBox = false): void {
    const before = shown.get(surface);
    shown.set(surface, chat);
    aside.delete(chat);
    if (before && before !== chat && isOfUse(before)) aside.add(before);
    surface.show(chat, keepsBox);
    tell();
  }

  async function begin(surface: Surface | undefined, kind: ChatKind, takesBox: boolean): Promise<Chat> {
    const isPrivate = kind === 'private';
    const before = (surface && shown.get(surface)) ?? inSidebar();
    // First, or this window's last conversation would be forgotten for an empty one.
    await before.session.restore();
    if (!surface || (isUnused(before) && before.isPrivate === isPrivate)) return before;
    const waiting = [...aside].find(chat => isUnused(chat) && chat.isPrivate === isPrivate);
    const chat = waiting ?? made({ isPrivate });
    // What was written in private stays there.
    const isFree = isPrivate || !before.isPrivate;
    // What waits to go along with a message that is on its way stays there, too.
    const keepsBox = takesBox && !waiting && isFree && !before.composer.isSending();
    const box = keepsBox ? before.composer.handOver() : undefined;
    show(surface, chat, keepsBox);
    if (box) chat.composer.takeOver(box);
    return chat;
  }

  async function opened(id: string): Promise<Chat | undefined> {
    const chat = find(id) ?? made({ id });
    await chat.session.restore();
    return chat.session.id === id ? chat : undefined;
  }

  /** Also where nothing was said in it, which is on no disk: its draft is. */
  async function reopened(id: string): Promise<Chat | undefined> {
    const chat = find(id) ?? made({ id });
    await chat.session.restore();
    await chat.composer.restore();
    return chat.session.id === id || chat.composer.hasWords() ? chat : undefined;
  }

  async function moveToTab(chat: Chat, from: Surface): Promise<void> {
    await chat.session.restore();
    aside.add(chat);
    if (isUnused(chat)) show(from, made({}));
    else await begin(from, 'kept', false);
    await openTab(chat);
  }

  async function open(id: string, place: 'here' | 'side'): Promise<boolean> {
    const known = find(id);
    const surface = known && surfaceOf(known);
    if (known && surface?.kind === 'view' && place === 'side') await moveToTab(known, surface);
    else if (surface) await reveal(surface);
    else {
      const chat = await opened(id);
      if (!chat) return false;
      if (place === 'side' || !front) await openTab(chat);
      else {
        show(front, chat);
        await reveal(front);
      }
    }
    return true;
  }

  async function leave(id: string): Promise<void> {
    const chat = find(id);
    if (!chat) return;
    chat.composer.dropMessage();
    await chat.session.stop();
    const surface = surfaceOf(chat);
    if (surface) show(surface, made({}));
    aside.delete(chat);
  }

  async function reveal(surface: Surface): Promise<void> {
    front = surface;
    await surface.reveal();
    tell();
  }

  /** One after the other: a conversation that is opened twice at once is opened once. */
  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = queue.then(action);
    queue = result.catch(() => undefined);
    return result;
  }

  return {
    active,
    activeSurface: () => front,
    inSidebar,
    all,
    find,
    isOpen(id) {
      const chat = find(id);
      return chat !== undefined && surfaceOf(chat) !== undefined;
    },
    open: (id, place) => inTurn(() => open(id, place)),
    openToSide: () =>
      inTurn(async () => {
        const surface = view();
        if (surface) await moveToTab(inSidebar(), surface);
      }),
    newChat: kind => inTurn(() => begin(front, kind, true)),
    attach(surface, chat = first) {
      shown.set(surface, chat);
      aside.delete(chat);
      front ??= surface;
      tell();
      return chat;
    },
    reopen: id =>
      inTurn(async () => {
        const known = find(id);
        return known && surfaceOf(known) ? undefined : reopened(id);
      }),
    shownIn: surface => shown.get(surface),
    detach(surface) {
      const chat = shown.get(surface);
      shown.delete(surface);
      if (front === surface) front = view();
      // A private conversation is gone with its tab: nobody could find its answer.
      if (chat?.isPrivate) {
        chat.composer.dropMessage();
        void chat.session.stop();
      } else if (chat && isOfUse(chat)) aside.add(chat);
      tell();
    },
    focus(surface) {
      if (front === surface || !shown.has(surface)) return;
      front = surface;
      tell();
    },
    leave: id => inTurn(() => leave(id)),
    moved(fork) {
      const chat = find(fork.from);
      chat?.session.moved(fork);
      return chat !== undefined;
    },
    async stop() {
      const { session } = active();
      const writing = session.busy ? [session] : all().map(chat => chat.session);
      await Promise.all(writing.map(each => each.stop()));
    },
    async interrupt() {
      await Promise.all(all().map(({ session }) => session.stop('interrupted')));
    },
    onChange,
  };
}

/** Nothing was ever said in it. */
function isUnused({ session }: Chat): boolean {
  return session.conversation.branches.follows.size === 0;
}

/** Whether something would be lost without it: its answer, a message on its way, the words in its box, or a conversation that is nowhere on disk. */
function isOfUse(chat: Chat): boolean {
  const { session, composer } = chat;
  return session.busy || composer.isSending() || composer.hasWords() || !(isUnused(chat) || session.isKept);
}
