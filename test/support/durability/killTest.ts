import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Conversation } from '../../../src/core/conversation/conversation';
import { createHistoryStore } from '../../../src/core/store/historyStore';
import { wordOf } from './task';
import { bundleWriter } from './writers';

export interface KillTest {
  readonly kills: number;
  /** Pieces of answers after which the file is written anew: few, and it is being compacted most of the time. */
  readonly compactAfter: number;
  /** Of each answer. */
  readonly pieces: number;
  /** So many windows at a time, each on a conversation of its own. */
  readonly atOnce?: number;
}

/** A writer is killed while it writes; the next one goes on with the same conversation, so many times. */
const KILLS_IN_A_ROW = 25;
const LONGEST_LIFE = 100;

/** Starts the real store, kills it at a random moment, and compares what it said with what is there (row P3). */
export async function killTest({ kills, atOnce = 1, ...more }: KillTest): Promise<void> {
  const start = await bundleWriter();
  const directory = await mkdtemp(path.join(tmpdir(), 'kills-'));

  async function killOneAfterAnother(name: string): Promise<void> {
    let promised = nothingYet();
    for (let kill = 0; kill < kills / atOnce; kill++) {
      const id = `${name}-${Math.floor(kill / KILLS_IN_A_ROW)}`;
      if (kill % KILLS_IN_A_ROW === 0) promised = nothingYet();
      const writer = start({ name, directory, id, questions: 0, mayFork: false, ...more });
      await writer.ready;
      writer.go();
      await wait(Math.random() * LONGEST_LIFE);
      writer.kill();
      for (const line of await writer.lines) take(promised, line);
      await check(directory, id, promised);
    }
  }

  try {
    await Promise.all(Array.from({ length: atOnce }, (_, index) => killOneAfterAnother(`c${index}`)));
    const aside = (await readdir(directory)).filter(name => name.includes('.damaged-'));
    assert.deepEqual(aside, [], 'nothing was unreadable');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What was said to be on disk: questions, how many pieces of each answer, and which answers have ended. */
interface Promised {
  readonly questions: Set<number>;
  readonly pieces: Map<number, number>;
  readonly ended: Set<number>;
}

function nothingYet(): Promised {
  return { questions: new Set(), pieces: new Map(), ended: new Set() };
}

function take(promised: Promised, line: string): void {
  const [what, n, piece] = line.split(' ');
  assert.ok(what !== 'failed:', line);
  if (what === 'question') promised.questions.add(Number(n));
  if (what === 'piece') promised.pieces.set(Number(n), Number(piece) + 1);
  if (what === 'ended') promised.ended.add(Number(n));
}

async function check(directory: string, id: string, promised: Promised): Promise<void> {
  const store = createHistoryStore({ directory, onFailure: assert.ifError, onFork: () => assert.fail('forked') });
  const conversation = await store.load(id);
  await store.close();
  if (promised.questions.size > 0) assert.ok(conversation, 'the file can be read');
  const entries = conversation?.entries ?? [];
  for (const n of promised.questions)
    assert.ok(
      entries.some(entry => entry.id === `q${n}`),
      `question ${n} is there`,
    );
  for (const entry of entries) if (entry.role === 'assistant') checkAnswer(entry, promised);
}

function checkAnswer(
  answer: Extract<Conversation['entries'][number], { role: 'assistant' }>,
  promised: Promised,
): void {
  const n = Number(answer.id.slice(1));
  const words = answer.text.split(' ').slice(0, -1);
  // Each of them once and in its place, whether it was said or not.
  words.forEach((word, piece) => {
    assert.equal(`${word} `, wordOf(n, piece));
  });
  assert.ok(words.length >= (promised.pieces.get(n) ?? 0), `answer ${n} has what was said of it`);
  assert.equal(answer.status, promised.ended.has(n) ? 'complete' : answer.status);
  assert.ok(answer.status === 'complete' || answer.status === 'interrupted');
}
