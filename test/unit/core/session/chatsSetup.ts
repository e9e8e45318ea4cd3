import { setImmediate } from 'node:timers/promises';
import type { Composer } from '../../../../src/core/composer/composerTypes';
import { apply, type Conversation, emptyConversation } from '../../../../src/core/conversation/conversation';
import { createChats } from '../../../../src/core/session/chats';
import type { Chat, Chats, Surface } from '../../../../src/core/session/chatsTypes';
import { endless, setUp } from './sessionSetup';

/** What a message box of the tests holds. */
export interface Box {
  text: string;
  isSending?: boolean;
}

/** Shows a chat and remembers what it was told. */
export interface TestSurface extends Surface {
  readonly told: string[];
}

export function surface(kind: 'view' | 'tab' = 'view'): TestSurface {
  const told: string[] = [];
  return {
    kind,
    told,
    show: (chat, keepsBox) => void told.push(`shows ${chat.session.id}${keepsBox ? ' with the box' : ''}`),
    reveal: async () => void told.push('revealed'),
    takeKeyboard: async () => undefined,
    post: () => undefined,
  };
}

function messageBox(box: Box): Composer {
  const never = () => {
    throw new Error('Nobody asks for this here.');
  };
  return {
    isSending: () => box.isSending === true,
    dropMessage: () => undefined,
    hasWords: () => box.text !== '',
    handOver() {
      const { text } = box;
      box.text = '';
      return { text, attachments: [] };
    },
    takeOver({ text }) {
      box.text = text;
    },
    restore: async () => undefined,
    onChange: () => undefined,
    draft: () => box.text,
    attachments: () => [],
    isAttaching: () => false,
    room: () => undefined,
    problemOfAskingAgain: async () => undefined,
    take: never,
    ask: never,
    takeAlong: never,
  };
}

export function conversation(id: string): Conversation {
  return apply(emptyConversation(id, 1), { type: 'question', id: `q-${id}`, parts: [{ type: 'text', text: id }] });
}

/** Chats on sessions whose answers never end by themselves, with tabs that are there at once. */
export function setUpChats({
  last,
  stored = [],
  drafts = {},
}: {
  readonly last?: string;
  /** What an earlier window has left in the boxes of conversations. */
  readonly drafts?: Readonly<Record<string, string>>;
  readonly stored?: readonly string[];
} = {}) {
  const boxes = new Map<Chat, Box>();
  const tabs: TestSurface[] = [];
  const loaded: string[] = [];
  let made = 0;
  const chats: Chats = createChats({
    create({ id, isPrivate = false }) {
      const prefix = `new${made++}`;
      let ids = 0;
      const { session } = setUp(endless, {
        ...(id === undefined ? {} : { opens: id }),
        newId: () => `${prefix}-${ids++}`,
        store: {
          async load(wanted) {
            loaded.push(wanted);
            return stored.includes(wanted) ? conversation(wanted) : undefined;
          },
          append: () => undefined,
          flush: async () => undefined,
          close: async () => undefined,
        },
      });
      const box: Box = { text: (id !== undefined && drafts[id]) || '' };
      const chat: Chat = { session, composer: messageBox(box), isPrivate };
      boxes.set(chat, box);
      return chat;
    },
    lastConversation: () => last,
    async openTab(chat) {
      const tab = surface('tab');
      tabs.push(tab);
      chats.attach(tab, chat);
      chats.focus(tab);
    },
  });
  const view = surface();
  chats.attach(view);
  const boxOf = (chat: Chat): Box => boxes.get(chat) ?? { text: '' };
  return { chats, view, tabs, loaded, boxOf };
}

/** Asks, and goes on as soon as the answer has begun. */
export async function begin({ session }: Chat): Promise<Promise<unknown>> {
  const answered = session.send([{ type: 'text', text: 'hello' }]);
  while (!session.busy) await setImmediate();
  return answered;
}
