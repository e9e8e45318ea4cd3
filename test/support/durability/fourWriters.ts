import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apply, emptyConversation } from '../../../src/core/conversation/conversation';
import { createHistoryStore } from '../../../src/core/store/historyStore';
import { bundleWriter } from './writers';

const WRITERS = ['one', 'two', 'three', 'four'];

/** Four processes write into one conversation at once; whatever becomes of it, every question is somewhere (row P5). */
export async function fourWriters(questions: number): Promise<void> {
  const start = await bundleWriter();
  const directory = await mkdtemp(path.join(tmpdir(), 'writers-'));
  const store = createHistoryStore({ directory, onFailure: assert.ifError, onFork: () => assert.fail('forked') });
  try {
    const record = { type: 'question', id: 'first', parts: [] } as const;
    store.append(apply(emptyConversation('c', 1), record), record);
    await store.close();

    const task = { directory, id: 'c', compactAfter: 200, pieces: 0, questions, mayFork: true };
    const writers = WRITERS.map(name => start({ ...task, name }));
    await Promise.all(writers.map(({ ready }) => ready));
    for (const writer of writers) writer.go();
    const lines = (await Promise.all(writers.map(writer => writer.lines))).flat();
    assert.deepEqual(
      lines.filter(line => line.startsWith('failed')),
      [],
    );
    assert.equal(lines.filter(line => line.startsWith('question')).length, WRITERS.length * questions);

    const found: string[] = [];
    const summaries = await store.list();
    for (const { id } of summaries) {
      const conversation = await store.load(id);
      assert.equal(conversation?.entries[0]?.id, 'first', 'a copy begins with what was there');
      found.push(...(conversation?.entries.slice(1).map(entry => entry.id) ?? []));
    }
    const expected = WRITERS.flatMap(name => Array.from({ length: questions }, (_, n) => `${name} ${n}`));
    assert.deepEqual([...new Set(found)].sort(), expected.sort());
    const forks = lines.flatMap(line => (line.startsWith('forks ') ? Number(line.slice('forks '.length)) : []));
    assert.equal(summaries.length, 1 + forks.reduce((sum, count) => sum + count, 0));
    assert.ok(
      forks.every(count => count <= 1),
      'who has a copy of its own is alone with it',
    );
  } finally {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  }
}
