import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { apply, type ConversationRecord, emptyConversation } from '../../../../src/core/conversation/conversation';
import { mergeDeltas } from '../../../../src/core/store/compaction';
import { createFaultyFileSystem } from '../../../support/faultyFileSystem';
import { turn, useStores } from './storeSetup';

const delta = (id: string, text: string, reasoning: string, at: number): ConversationRecord => ({
  type: 'delta',
  id,
  text,
  reasoning,
  at,
});

const replayed = (records: readonly ConversationRecord[]) => records.reduce(apply, emptyConversation('c', 5));

describe('mergeDeltas', () => {
  it('makes one of pieces that follow each other', () => {
    const pieces = Array.from({ length: 100 }, (_, n) => delta('a1', `${n} `, '', n));
    const merged = mergeDeltas(pieces);
    assert.equal(merged.length, 1);
  });

  it('changes nothing of the conversation that they make', () => {
    const beginning: readonly ConversationRecord[] = [...turn(1).slice(0, 2), ...turn(2).slice(0, 2)];
    const piece = fc.oneof(
      fc
        .tuple(fc.constantFrom('a1', 'a2', 'x'), fc.constantFrom('', 'b', 'cd'), fc.constantFrom('', 'e'), fc.nat(50))
        .map(parameters => delta(...parameters)),
      fc.constantFrom<ConversationRecord>(
        { type: 'continued', id: 'a1', at: 60 },
        { type: 'usage', id: 'a2', usage: { inputTokens: 1 } },
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        assert.deepEqual(replayed([...beginning, ...mergeDeltas(pieces)]), replayed([...beginning, ...pieces]));
      }),
    );
  });
});

describe('a file of many records', () => {
  const stores = useStores();
  const [question, asked, , ended] = turn(1);
  assert.ok(question && asked && ended);

  it('is not written anew while somebody waits for what was said since', async () => {
    const disk = createFaultyFileSystem();
    const { store } = stores.window({ fileSystem: disk.fileSystem, compactAfter: 1 });
    const other = apply(emptyConversation('other', 6), question);
    let waiting: Promise<void> | undefined;
    disk.refuse('', ['datasync'], () => {
      // While the first one is written.
      if (!waiting) {
        store.append(other, question);
        waiting = store.flush();
      }
      return false;
    });
    let conversation = emptyConversation('c', 5);
    for (const record of turn(1)) {
      conversation = apply(conversation, record);
      store.append(conversation, record);
    }
    await store.flush();
    await waiting;
    assert.ok(!disk.calls.includes('rename'), 'it was written anew before');
    await store.list();
    assert.ok(disk.calls.includes('rename'), 'it was written anew after');
  });

  it('is written anew with fewer once the answer has ended, and says the same', async () => {
    const window = stores.window({ compactAfter: 20 });
    await window.say(question, asked);
    for (let n = 0; n < 30; n++) await window.say(delta('a1', `${n} `, '', 101));
    const file = path.join(stores.directory, 'c.jsonl');
    const before = (await readFile(file, 'utf8')).split('\n').length;
    assert.ok(before > 30);
    await window.say(ended);
    await window.store.list();
    assert.equal((await readFile(file, 'utf8')).split('\n').length, 6);
    assert.deepEqual(await stores.read('c'), window.conversation);
    await window.say(...turn(2));
    assert.deepEqual(await stores.read('c'), window.conversation);
    assert.deepEqual(window.forks, []);
    await window.store.close();
    assert.deepEqual((await readdir(stores.directory)).sort(), ['c.jsonl', 'conversations.index']);
  });

  it('stays as it is where the disk refuses, and the chat goes on', async () => {
    const disk = createFaultyFileSystem();
    const window = stores.window({ compactAfter: 2, fileSystem: disk.fileSystem });
    await window.say(question, asked);
    for (let n = 0; n < 5; n++) await window.say(delta('a1', `${n} `, '', 101));
    disk.refuse('EIO', ['rename']);
    await window.say(ended);
    await window.store.list();
    await window.say(...turn(2));
    assert.deepEqual(window.told, []);
    assert.deepEqual(await stores.read('c'), window.conversation);
  });

  it('goes on in another file once it is full, and is one conversation all the same (P11)', async () => {
    const window = stores.window({ segmentBytes: 1000 });
    for (let n = 1; n <= 20; n++) await window.say(...turn(n));
    await window.store.close();
    const names = (await readdir(stores.directory)).filter(name => name.endsWith('.jsonl'));
    assert.ok(names.length > 3, names.join());
    const next = stores.window({ segmentBytes: 1000 });
    assert.deepEqual(await next.open('c'), window.conversation);
    await next.say(...turn(21));
    assert.deepEqual(await stores.read('c'), next.conversation);
    assert.deepEqual(next.forks, []);
    assert.equal((await next.store.list()).length, 1);
  });
});
