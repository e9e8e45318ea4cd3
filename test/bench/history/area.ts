import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { apply, type Conversation, type ConversationRecord } from '../../../src/core/conversation';
import type { HistoryStore } from '../../../src/core/conversationStore';
import { encode, headOf } from '../../../src/core/store/conversationFile';
import { createHistoryStore } from '../../../src/core/store/historyStore';
import { compare, type Row } from '../row';

const AREA = 'history';
const SIZES = [10, 1000, 10_000] as const;
const ROUNDS = 7;
const PEER = 'one JSON value';

/** Milliseconds. */
const LIST_LIMIT = 50;
const REBUILD_LIMIT = 2000;
/** What an append may take beside its fsync. */
const APPEND_LIMIT = 1;

/** Opens, appends to and lists so many conversations, beside one value that holds them all, as `globalState` does. */
export async function history(say: (what: string) => void, part: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const directory = await mkdtemp(path.join(tmpdir(), 'history-'));
    try {
      say(`${size} conversations`);
      rows.push(...(await measureSize(directory, size)));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  return rows.filter(({ measure }) => measure.includes(part));
}

async function measureSize(root: string, size: number): Promise<readonly Row[]> {
  const directory = path.join(root, 'conversations');
  const value = path.join(root, 'value.json');
  await writeConversations(directory, value, size);
  const about = (what: string): string => `${what}, ${size} conversations`;
  const rebuilt = await inRounds(3, () => rebuild(directory));
  const listed = await inRounds(ROUNDS, () => timed(directory, store => store.list()));
  const opened = await inRounds(ROUNDS, round => timed(directory, store => store.load(idOf(round % size))));
  const appended: number[] = [];
  const bare: number[] = [];
  const rewritten: number[] = [];
  const read: number[] = [];
  // Side by side: what the machine does besides is the same for all.
  for (let round = 0; round < ROUNDS; round++) {
    appended.push(await append(directory, idOf(round % size)));
    bare.push(await appendAlone(path.join(root, 'bare')));
  }
  // Afterwards: what it leaves to be collected would be counted as ours.
  for (let round = 0; round < ROUNDS; round++) {
    rewritten.push(await rewrite(value));
    read.push(await took(async () => JSON.parse(await readFile(value, 'utf8'))));
  }
  const row = (
    measure: string,
    ours: readonly number[],
    peer: string,
    peerValues: readonly number[],
    goal: number | null,
  ) => compare({ area: AREA, measure: about(measure), unit: 'ms', ours, peer, peerValues, goal });
  const same = (limit: number): readonly number[] => Array.from({ length: ROUNDS }, () => limit);
  return [
    row('append', appended, PEER, rewritten, null),
    row(
      'append',
      appended,
      `fsync + ${APPEND_LIMIT} ms`,
      bare.map(time => time + APPEND_LIMIT),
      1,
    ),
    row('open', opened, PEER, read, null),
    row('list', listed, PEER, read, null),
    row('list', listed, 'limit', same(LIST_LIMIT), 1),
    row('index rebuilt', rebuilt, 'limit', same((REBUILD_LIMIT * Math.max(size, 1000)) / 1000), 1),
  ];
}

function idOf(n: number): string {
  return `conversation-${n}`;
}

/** Two questions with answers, about as long as those of people. */
function recordsOf(n: number): readonly ConversationRecord[] {
  return [1, 2].flatMap((turn): readonly ConversationRecord[] => [
    { type: 'question', id: `q${turn}`, parts: [{ type: 'text', text: `Why does ${n} not work? `.repeat(3) }] },
    { type: 'asked', id: `a${turn}`, endpoint: 'E', model: 'm', at: n + turn },
    { type: 'delta', id: `a${turn}`, text: `Because of ${n}, and so on. `.repeat(40), reasoning: '', at: n + turn },
    { type: 'ended', id: `a${turn}`, at: n + turn, outcome: { status: 'complete', finishReason: 'stop' } },
  ]);
}

async function writeConversations(directory: string, value: string, size: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  const all: Record<string, readonly ConversationRecord[]> = {};
  for (let n = 0; n < size; n++) {
    const records = recordsOf(n);
    all[idOf(n)] = records;
    const lines = encode(0, [headOf({ id: idOf(n), createdAt: n }), ...records]);
    await writeFile(path.join(directory, `${idOf(n)}.jsonl`), lines);
  }
  await writeFile(value, JSON.stringify(all));
  // Nobody is to pay for this later. Windows has no such command.
  await promisify(execFile)('sync').catch(() => undefined);
}

async function inRounds(rounds: number, measure: (round: number) => Promise<number>): Promise<readonly number[]> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measure(round));
  return values;
}

async function took(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function openStore(directory: string): HistoryStore {
  return createHistoryStore({
    directory,
    onFailure: throwIt,
    onFork: () => throwIt(new Error('It went on in a copy.')),
  });
}

function throwIt(error: Error | undefined): void {
  if (error) throw error;
}

/** In a store that knows nothing yet, as after a start. */
async function timed(directory: string, action: (store: HistoryStore) => Promise<unknown>): Promise<number> {
  const store = openStore(directory);
  const time = await took(() => action(store));
  await store.close();
  return time;
}

async function rebuild(directory: string): Promise<number> {
  await rm(path.join(directory, 'conversations.index'), { force: true });
  return timed(directory, store => store.list());
}

async function append(directory: string, id: string): Promise<number> {
  const store = openStore(directory);
  const conversation = await store.load(id);
  if (!conversation) throw new Error(`${id} cannot be read.`);
  // The first one takes the lease: a question, and its answer, follow.
  await say(store, conversation, 'first');
  const time = await took(() => say(store, conversation, 'second'));
  await store.close();
  return time;
}

async function say(store: HistoryStore, conversation: Conversation, id: string): Promise<void> {
  const record: ConversationRecord = { type: 'question', id, parts: [{ type: 'text', text: 'And why?' }] };
  store.append(apply(conversation, record), record);
  await store.flush();
}

/** The least that can be done: a line, and its way to the disk. */
async function appendAlone(file: string): Promise<number> {
  const handle = await open(file, 'a');
  const time = await took(async () => {
    await handle.appendFile('{"type":"question","id":"q","parts":[{"type":"text","text":"And why?"}]}\n');
    await handle.datasync();
  });
  await handle.close();
  return time;
}

/** What the value costs at every message. */
async function rewrite(value: string): Promise<number> {
  const all: Record<string, unknown> = JSON.parse(await readFile(value, 'utf8'));
  return took(async () => {
    all['changed'] = Date.now();
    const handle = await open(value, 'w');
    await handle.writeFile(JSON.stringify(all));
    await handle.datasync();
    await handle.close();
  });
}
