import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Answer } from '../../../../src/core/conversation/conversation';
import { createChats } from '../../../../src/core/session/chats';
import type { Chats } from '../../../../src/core/session/chatsTypes';
import { type Situation, setUp } from '../composer/composerSetup';
import { surface } from './chatsSetup';

/** A promise, and what fulfils it. */
function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}

/** A few turns of what goes on by itself. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

type Box = ReturnType<typeof setUp>;

describe('A message that waits for what goes along, in a conversation that is left', () => {
  /** A conversation in which something was said, with a message on its way that waits for `reading`. */
  async function sendAndWait({
    kind = 'view',
    isPrivate = false,
  }: {
    kind?: 'view' | 'tab';
    isPrivate?: boolean;
  } = {}) {
    const [read, answered] = [gate(), gate()];
    const situation: { -readonly [K in keyof Situation]: Situation[K] } = { newId: randomUUID };
    const boxes: Box[] = [];
    const chats: Chats = createChats({
      create() {
        const box = setUp(situation);
        boxes.push(box);
        return { session: box.session, composer: box.composer, isPrivate };
      },
      lastConversation: () => undefined,
      openTab: async () => undefined,
    });
    const shown = surface(kind);
    chats.attach(shown);
    chats.focus(shown);
    const [box] = boxes;
    assert.ok(box);
    await box.take({ type: 'send', text: 'First?' });
    situation.answering = answered.passed;
    await box.composer.takeAlong(['ready.ts'], () => undefined);
    situation.reading = read.passed;
    void box.composer.takeAlong(['slow.ts'], () => undefined);
    const sending = box.take({ type: 'send', text: 'Why?' });
    await aWhile();
    assert.equal(box.session.busy, false, 'it waits');
    return { chats, shown, boxes, box, sending, read, answered };
  }

  const namesOf = ({ sent }: Box): readonly string[] =>
    (sent() ?? []).map(part => (part.type === 'file' ? part.name : part.type));

  function answerOf({ session }: Box): Answer {
    const last = session.conversation.entries.at(-1);
    assert.ok(last?.role === 'assistant');
    return last;
  }

  it('goes out with all that goes along, is found again, and its answer can be stopped', async () => {
    const { chats, boxes, box, read, answered, sending } = await sendAndWait();
    await chats.newChat('kept');
    assert.ok(chats.find(box.session.id)?.session === box.session);
    assert.deepEqual(boxes[1]?.labels(), [], 'what goes along with it is in no other box');
    read.open();
    await aWhile();
    assert.equal(box.session.busy, true);
    assert.deepEqual(namesOf(box), ['ready.ts', 'slow.ts', 'text']);
    const stopped = chats.stop();
    answered.open();
    await stopped;
    await sending;
    assert.equal(answerOf(box).status, 'stopped');
  });

  it('is found again where its tab was closed', async () => {
    const { chats, shown, box, read, answered, sending } = await sendAndWait({ kind: 'tab' });
    chats.detach(shown);
    assert.ok(chats.find(box.session.id)?.session === box.session);
    read.open();
    await aWhile();
    const interrupted = chats.interrupt();
    answered.open();
    await interrupted;
    await sending;
    assert.equal(answerOf(box).status, 'interrupted');
  });

  it('does not go out where the tab of a private conversation was closed', async () => {
    const { chats, shown, box, read, sending } = await sendAndWait({ kind: 'tab', isPrivate: true });
    chats.detach(shown);
    read.open();
    await sending;
    assert.equal(box.session.conversation.entries.length, 2);
  });

  it('does not go out where the conversation is deleted', async () => {
    const { chats, box, read, sending } = await sendAndWait();
    await chats.leave(box.session.id);
    read.open();
    await sending;
    assert.equal(box.session.conversation.entries.length, 2);
    assert.equal(box.composer.draft(), '');
  });
});
