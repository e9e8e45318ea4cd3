import assert from 'node:assert/strict';
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChatEvent, ChatRequest } from '../../../../src/core/chat';
import type { HistoryStore } from '../../../../src/core/conversation/conversationStore';
import { createLazyStore } from '../../../../src/core/conversation/conversationStore';
import { canContinue } from '../../../../src/core/conversation/turns';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { until } from '../../../support/until';
import { answer, endless, hello, lastAnswer, setUp, stop, text } from '../session/sessionSetup';
import { deadLease, turn, useStores } from './storeSetup';

type Answering = (request: ChatRequest, signal: AbortSignal) => AsyncGenerator<ChatEvent, void, undefined>;

describe('a chat after a crash in the middle of an answer', () => {
  const stores = useStores();

  /** A window that never comes to say that it ends, on a store of its own. */
  async function crashed(answering: Answering, isReady: (text: string) => boolean): Promise<string> {
    const { store } = stores.window();
    const { session } = setUp(answering, { store, newId: ids('before') });
    void session.send(hello);
    await until(() => session.busy && isReady(lastAnswer(session).text));
    await store.flush();
    const { id } = session.conversation;
    await writeFile(path.join(stores.directory, `${id}.lease`), deadLease);
    return id;
  }

  function ids(name: string): () => string {
    let count = 0;
    return () => `${name}${count++}`;
  }

  async function restarted(id: string, answering: Answering) {
    const { store, forks } = stores.window();
    const next = setUp(answering, { store, newId: ids('after'), opens: id });
    await next.session.restore();
    return { ...next, forks };
  }

  it('has the question and what there was of the answer, marked as interrupted', async () => {
    const id = await crashed(endless, said => said !== '');
    const { session } = await restarted(id, () => answer(stop));
    assert.equal(session.busy, false);
    assert.equal(session.conversation.entries.length, 2);
    assert.equal(lastAnswer(session).status, 'interrupted');
    assert.equal(lastAnswer(session).text, 'first');
    assert.ok(canContinue(lastAnswer(session)));
  });

  it('goes on with the answer', async () => {
    const id = await crashed(endless, said => said !== '');
    const { session, requests, forks } = await restarted(id, () => answer(text(' second'), stop));
    await session.continueAnswer();
    assert.equal(requests.length, 1);
    assert.equal(lastAnswer(session).text, 'first second');
    assert.equal(lastAnswer(session).status, 'complete');
    assert.deepEqual(forks, []);
    assert.deepEqual(await stores.read(session.conversation.id), session.conversation);
  });

  it('asks again, and keeps what there was as another variant', async () => {
    const id = await crashed(endless, said => said !== '');
    const { session } = await restarted(id, () => answer(text('anew'), stop));
    await session.regenerate();
    assert.equal(lastAnswer(session).text, 'anew');
    const stored = await stores.read(session.conversation.id);
    assert.deepEqual(
      stored?.aside.map(entry => (entry.role === 'assistant' ? `${entry.text} ${entry.status}` : '')),
      ['first interrupted'],
    );
  });

  it('has the question where nothing of the answer had come, and asks again', async () => {
    const silent: Answering = async function* (_request, signal) {
      yield { type: 'progress', progress: { phase: 'waiting', seconds: 1 } };
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const id = await crashed(silent, () => true);
    const { session } = await restarted(id, () => answer(text('anew'), stop));
    assert.equal(lastAnswer(session).status, 'interrupted');
    await session.regenerate();
    assert.equal(lastAnswer(session).text, 'anew');
    assert.equal(session.conversation.entries.length, 2);
  });
});

describe('a chat on a disk that another window writes to', () => {
  const stores = useStores();

  it('goes on under the id of the copy, and tells so that it is remembered', async () => {
    const other = stores.window();
    await other.say(...turn(1));
    const moves: string[] = [];
    const { store } = stores.window({
      onFork(fork) {
        session.moved(fork);
        moves.push(session.conversation.id);
      },
    });
    const { session, changes } = setUp(() => answer(text('x'), stop), { store, opens: 'c' });
    await session.restore();
    await other.say(...turn(2));
    await session.send(hello);
    assert.notEqual(session.conversation.id, 'c');
    assert.deepEqual(moves, [session.conversation.id]);
    assert.ok(changes.some(({ type }) => type === 'frame'));
    assert.deepEqual(await stores.read(session.conversation.id), session.conversation);
    assert.deepEqual(await stores.read('c'), other.conversation);
  });

  it('does not follow the copy of another conversation', () => {
    const { session } = setUp(() => answer(stop));
    const { id } = session.conversation;
    session.moved({ from: 'another', to: 'copy' });
    assert.equal(session.conversation.id, id);
  });
});

describe('a history that is switched off', () => {
  const stores = useStores();
  const { endpoints } = parseEndpoints([
    { name: 'One', url: 'localhost:1', model: 'm' },
    { name: 'Two', url: 'localhost:2', model: 'm' },
  ]);

  it('leaves what was opened from disk as it is, whatever is chosen or deleted', async () => {
    const window = stores.window();
    await window.open('c');
    await window.say(...turn(1), ...turn(2));
    await window.store.close();
    const settings = () => ({ endpoints, systemPrompt: '', keepHistory: false });
    const { store } = stores.window();
    const { session } = setUp(() => answer(stop), { store, settings, opens: 'c' });
    await session.restore();
    await session.setTarget({ endpoint: 'Two', model: 'm' });
    await session.deleteTurn('q1');
    await session.undoDelete();
    await session.deleteTurn('q2');
    await store.close();
    assert.equal(session.conversation.entries.length, 2);
    assert.deepEqual(await stores.read('c'), window.conversation);
  });

  it('ends the answer on disk where it was, and lets other windows write', async () => {
    let keepHistory = true;
    const settings = () => ({ endpoints, systemPrompt: '', keepHistory });
    const { store } = stores.window();
    const { session } = setUp(endless, { store, settings });
    const sent = session.send(hello);
    await until(() => session.busy && lastAnswer(session).text === 'first');
    keepHistory = false;
    session.obeySettings();
    await store.list();
    assert.equal(session.busy, true);
    const other = stores.window();
    const { id } = session.conversation;
    const said = (await other.open(id)).entries.at(-1);
    assert.equal(said?.role === 'assistant' && said.text, 'first');
    await other.say(...turn(2));
    assert.deepEqual(other.forks, []);
    await session.stop();
    await sent;
    assert.deepEqual(await stores.read(id), other.conversation);
  });
});

describe('a store that is loaded when it is needed', () => {
  const stores = useStores();

  it('is not loaded, and makes no folder, while the history is off', async () => {
    let loads = 0;
    const store = createLazyStore(
      async () => {
        loads++;
        return stores.window().store;
      },
      () => undefined,
    );
    const { endpoints } = parseEndpoints([{ name: 'One', url: 'localhost:1', model: 'm' }]);
    const settings = () => ({ endpoints, systemPrompt: '', keepHistory: false });
    const { session } = setUp(() => answer(text('x'), stop), { store, settings });
    await session.send(hello);
    await session.regenerate();
    await session.deleteTurn(session.conversation.entries[0]?.id ?? '');
    await store.close();
    assert.equal(loads, 0);
    await assert.rejects(access(stores.directory));
  });

  it('keeps what is appended before it is there, in order', async () => {
    const window = stores.window();
    let arrive: (store: HistoryStore) => void = () => undefined;
    const store = createLazyStore(
      () => new Promise(resolve => (arrive = resolve)),
      () => undefined,
    );
    const { session } = setUp(() => answer(text('x'), stop), { store });
    const sent = session.send(hello);
    await until(() => session.busy);
    arrive(window.store);
    await sent;
    assert.deepEqual(await stores.read(session.conversation.id), session.conversation);
  });

  it('that cannot be loaded is told, and tried again with all that was said', async () => {
    const window = stores.window();
    const told: (string | undefined)[] = [];
    let isThere = false;
    const store = createLazyStore(
      async () => {
        if (!isThere) throw new Error('The file is gone.');
        return window.store;
      },
      error => told.push(error?.message),
    );
    const { session } = setUp(() => answer(text('x'), stop), { store });
    await session.send(hello);
    assert.equal(lastAnswer(session).text, 'x', 'the chat works');
    assert.equal(told.at(-1), 'The file is gone.');
    isThere = true;
    await session.send(hello);
    assert.equal(told.at(-1), undefined);
    assert.deepEqual(await stores.read(session.conversation.id), session.conversation);
  });
});
