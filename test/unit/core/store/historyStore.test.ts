import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import type { HistoryStore } from '../../../../src/core/conversation/conversationStore';
import type { Fork } from '../../../../src/core/store/conversationWriter';
import { createHistoryStore } from '../../../../src/core/store/historyStore';

const records: readonly ConversationRecord[] = [
  { type: 'question', id: 'q1', parts: [{ type: 'text', text: 'Why? ✓\n"quoted"' }] },
  { type: 'asked', id: 'a1', endpoint: 'E', model: 'm', at: 10 },
  { type: 'delta', id: 'a1', text: 'Be', reasoning: '', at: 11 },
  { type: 'delta', id: 'a1', text: 'cause', reasoning: 'x', at: 12 },
  { type: 'ended', id: 'a1', at: 13, outcome: { status: 'complete', finishReason: 'stop' } },
];

describe('historyStore', () => {
  let directory: string;
  let failures: (Error | undefined)[];
  let forks: Fork[];
  let store: HistoryStore;

  beforeEach(async () => {
    directory = path.join(await mkdtemp(path.join(tmpdir(), 'store-')), 'conversations');
    failures = [];
    forks = [];
    store = open();
  });
  afterEach(async () => {
    await store.close();
    await rm(path.dirname(directory), { recursive: true, force: true });
  });

  function open(): HistoryStore {
    return createHistoryStore({
      directory,
      onFailure: error => failures.push(error),
      onFork: fork => forks.push(fork),
    });
  }

  function appendAll(id: string, all: readonly ConversationRecord[]): Conversation {
    let conversation = emptyConversation(id, 5);
    for (const record of all) {
      conversation = apply(conversation, record);
      store.append(conversation, record);
    }
    return conversation;
  }

  it('gives back what was appended, in another process too', async () => {
    const conversation = appendAll('c1', records);
    await store.flush();
    assert.deepEqual(await open().load('c1'), conversation);
  });

  it('writes nothing, not even a folder, before there is something to keep', async () => {
    await store.flush();
    assert.equal(await store.load('c1'), undefined);
    await assert.rejects(stat(directory));
  });

  it('writes by itself within a second when nobody flushes', async () => {
    appendAll('c1', records.slice(0, 2));
    // A guard against what never comes.
    const until = Date.now() + 60_000;
    while ((await open().load('c1'))?.entries.length !== 2 && Date.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    assert.equal((await open().load('c1'))?.entries.length, 2);
  });

  it('marks an answer that never ended as interrupted and keeps its text', async () => {
    appendAll('c1', records.slice(0, 3));
    await store.flush();
    const answer = (await open().load('c1'))?.entries[1];
    assert.ok(answer?.role === 'assistant');
    assert.equal(answer.status, 'interrupted');
    assert.equal(answer.text, 'Be');
  });

  it('marks every answer that never ended, also one that was written anew since and one that is no longer shown', async () => {
    const asked = (id: string, after: string) =>
      ({ type: 'asked', id, endpoint: 'E', model: 'm', at: 10, after }) as const;
    const question: ConversationRecord = { type: 'question', id: 'q2', parts: [] };
    appendAll('c1', [...records.slice(0, 3), question, asked('a2', 'q2'), asked('a3', 'q2')]);
    await store.flush();
    const { entries = [], aside = [] } = (await open().load('c1')) ?? {};
    const statuses = [...entries, ...aside].map(entry => `${entry.id} ${entry.role === 'user' ? '' : entry.status}`);
    assert.deepEqual(statuses, ['q1 ', 'a1 interrupted', 'q2 ', 'a3 interrupted', 'a2 interrupted']);
  });

  it('skips half a line that a crash left, and keeps what comes after it', async () => {
    appendAll('c1', records.slice(0, 3));
    await store.close();
    const file = path.join(directory, 'c1.jsonl');
    await appendFile(file, '{"type":"delta","id":"a1","te');
    store = open();
    const conversation = await store.load('c1');
    assert.ok(conversation);
    const ended = records[4];
    assert.ok(ended);
    store.append(conversation, ended);
    await store.flush();
    const answer = (await open().load('c1'))?.entries[1];
    assert.ok(answer?.role === 'assistant');
    assert.equal(answer.status, 'complete');
    assert.equal(answer.text, 'Be');
  });

  it('lets only the user read the files', async () => {
    appendAll('c1', records);
    await store.flush();
    assert.equal((await stat(path.join(directory, 'c1.jsonl'))).mode & 0o777, 0o600);
  });

  it('opens no file outside its folder, and none in which there is nothing that it knows', async () => {
    appendAll('c1', records);
    await store.flush();
    await writeFile(path.join(path.dirname(directory), 'out.jsonl'), await readFile(path.join(directory, 'c1.jsonl')));
    assert.equal(await store.load('../out'), undefined);
    await writeFile(path.join(directory, 'c2.jsonl'), '<html>');
    assert.equal(await store.load('c2'), undefined);
  });

  it('says that it cannot write, and writes all of it once it can', async () => {
    // A file where the folder should be: what a full or read-only disk does, also for root.
    await writeFile(directory, '');
    const conversation = appendAll('c1', records);
    await store.flush();
    assert.ok(failures.at(-1) instanceof Error);
    await rm(directory);
    await store.flush();
    assert.equal(failures.at(-1), undefined);
    assert.deepEqual(await open().load('c1'), conversation);
  });

  it('keeps a file for each conversation', async () => {
    appendAll('c1', records);
    appendAll('c2', records.slice(0, 1));
    appendAll('c1', []);
    await store.close();
    assert.deepEqual((await readdir(directory)).sort(), ['c1.jsonl', 'c2.jsonl', 'conversations.index']);
  });
});
