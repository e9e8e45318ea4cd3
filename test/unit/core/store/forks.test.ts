import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  apply,
  type ConversationRecord,
  type Entry,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import { createFakeClock } from '../../../support/fakeClock';
import { until } from '../../../support/until';
import { deadLease, turn, useStores } from './storeSetup';

const ids = (entries: readonly Entry[] = []): readonly string[] => entries.map(({ id }) => id);

describe('two windows on one conversation (P5)', () => {
  const stores = useStores();

  it('the second that writes goes on in a copy, and nothing of either is lost', async () => {
    const [one, other] = [stores.window(), stores.window()];
    await one.say(...turn(1));
    await other.open('c');
    await one.say(...turn(2));
    await other.say(...turn(3));
    const [fork] = other.forks;
    assert.ok(fork);
    assert.equal(fork.reason, 'otherWindow');
    assert.equal(other.conversation.id, fork.to);
    assert.deepEqual(ids((await stores.read('c'))?.entries), ['q1', 'a1', 'q2', 'a2']);
    assert.deepEqual(ids((await stores.read(fork.to))?.entries), ['q1', 'a1', 'q3', 'a3']);
    await other.say(...turn(4));
    assert.equal(other.forks.length, 1);
    assert.deepEqual(await stores.read(fork.to), other.conversation);
    assert.deepEqual(one.forks, []);
  });

  it('the second goes on in a copy also when it has looked at the file meanwhile, as for an export', async () => {
    const [one, other] = [stores.window(), stores.window()];
    await one.say(...turn(1));
    await other.open('c');
    await other.say(...turn(2));
    assert.deepEqual(ids((await one.store.read('c'))?.entries), ['q1', 'a1', 'q2', 'a2']);
    await one.say(...turn(3));
    assert.equal(one.forks.length, 1);
    assert.deepEqual(ids((await stores.read(one.conversation.id))?.entries), ['q1', 'a1', 'q3', 'a3']);
    assert.deepEqual(await stores.read('c'), other.conversation);
  });

  it('a copy has also what was said while another conversation was being written, and gives its lease back', async () => {
    let proceed: (() => void) | undefined;
    const slow = new Promise<void>(resolve => {
      proceed = resolve;
    });
    let isSlow = false;
    const open: typeof fs.open = async (...of) => {
      if (String(of[0]).endsWith('first.jsonl')) {
        isSlow = true;
        await slow;
      }
      return fs.open(...of);
    };
    const [one, other] = [stores.window({ fileSystem: { ...fs, open } }), stores.window()];
    const [question, asked, delta, ended] = turn(2);
    assert.ok(question && asked && delta && ended);
    await one.say(...turn(1));
    await other.open('c');
    await other.say(...turn(3));
    one.store.append(apply(emptyConversation('first', 5), question), question);
    const saved = one.say(question, asked, delta);
    await until(() => isSlow);
    const last = one.say(ended);
    proceed?.();
    await Promise.all([saved, last]);
    const { id } = one.conversation;
    assert.deepEqual(await stores.read(id), one.conversation);
    await one.store.list();
    assert.deepEqual(
      (await readdir(stores.directory)).filter(name => name === `${id}.lease`),
      [],
    );
  });

  it('reads while the other one writes an answer, and takes a copy when it says something itself', async () => {
    const [one, other] = [stores.window(), stores.window()];
    const [question, asked, delta, ended] = turn(1);
    assert.ok(question && asked && delta && ended);
    await one.say(question, asked, delta);
    assert.deepEqual(ids((await other.open('c')).entries), ['q1', 'a1']);
    await other.say(...turn(2));
    assert.equal(other.forks.length, 1);
    await one.say(ended);
    assert.deepEqual(one.forks, []);
    assert.deepEqual(await stores.read('c'), one.conversation);
  });

  it('waits a moment for the words of a window that is about to end, as when it is loaded anew', async () => {
    const clock = createFakeClock();
    const [one, other] = [stores.window(), stores.window({ clock })];
    const [question, asked, delta, ended] = turn(1);
    assert.ok(question && asked && delta && ended);
    await one.say(question, asked, delta);
    const opening = other.open('c');
    await until(() => clock.timers > 0);
    await one.say(ended);
    await one.store.close();
    await clock.advanceToNext();
    const answer = (await opening).entries.at(-1);
    assert.equal(answer?.role === 'assistant' && answer.status, 'complete');
    await other.say(...turn(2));
    assert.deepEqual(other.forks, []);
  });

  it('lets the next window write once the first one has finished', async () => {
    const [one, other] = [stores.window(), stores.window()];
    await one.say(...turn(1));
    await one.store.close();
    await other.open('c');
    await other.say(...turn(2));
    assert.deepEqual(other.forks, []);
    assert.deepEqual(ids((await stores.read('c'))?.entries), ['q1', 'a1', 'q2', 'a2']);
  });

  it('what is said while the copy is written is in the copy', async () => {
    const one = stores.window();
    // The id is asked for when the copy begins.
    const other = stores.window({
      newId() {
        saying = other.say(...turn(4));
        return 'copy';
      },
    });
    let saying: Promise<void> | undefined;
    await one.say(...turn(1));
    await other.open('c');
    await one.say(...turn(2));
    await other.say(...turn(3));
    await saying;
    assert.equal(other.forks.length, 1);
    assert.deepEqual(ids((await stores.read(other.conversation.id))?.entries), ['q1', 'a1', 'q3', 'a3', 'q4', 'a4']);
  });

  it('the copy has every branch, and what was deleted', async () => {
    const [one, other] = [stores.window(), stores.window()];
    const branched: readonly ConversationRecord[] = [
      { type: 'target', endpoint: 'E', model: 'm' },
      ...turn(1),
      { type: 'asked', id: 'a1b', endpoint: 'E', model: 'm', at: 120, after: 'q1' },
      { type: 'delta', id: 'a1b', text: '', reasoning: 'Hm.', at: 121 },
      { type: 'delta', id: 'a1b', text: 'Other', reasoning: '', at: 122 },
      { type: 'ended', id: 'a1b', at: 123, outcome: { status: 'stopped' } },
      { type: 'continued', id: 'a1b', at: 124 },
      { type: 'delta', id: 'a1b', text: ' one', reasoning: '', at: 125 },
      {
        type: 'ended',
        id: 'a1b',
        at: 126,
        outcome: { status: 'failed', error: { kind: 'server', message: 'No.' } },
      },
      ...turn(2),
      { type: 'withdrawn', id: 'q2' },
      { type: 'chosen', id: 'a1' },
    ];
    await one.say(...branched);
    const seen = await other.open('c');
    await one.say({ type: 'chosen', id: 'a1b' });
    await other.say({ type: 'restored', id: 'q2' });
    const copy = await stores.read(other.conversation.id);
    assert.deepEqual(copy, other.conversation);
    assert.deepEqual(new Set(ids([...seen.entries, ...seen.aside])), new Set(ids([...copy.entries, ...copy.aside])));
  });

  it('a window that died does not keep the next one from writing', async () => {
    const one = stores.window();
    await one.say(...turn(1));
    await one.store.close();
    await writeFile(path.join(stores.directory, 'c.lease'), deadLease);
    const other = stores.window();
    await other.open('c');
    await other.say(...turn(2));
    assert.deepEqual(other.forks, []);
  });
});
