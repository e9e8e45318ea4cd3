import assert from 'node:assert/strict';
import type { ChatEvent, Progress } from '../../../../src/core/chat';
import { ChatError } from '../../../../src/core/errors';
import type { SessionChange } from '../../../../src/core/session/sessionTypes';
import { answer, hello, lastAnswer, setUp, stop, text } from './sessionSetup';

const busy = new ChatError({ kind: 'server', status: 503, message: 'busy' }).details;
const waiting = (seconds: number): Progress => ({ phase: 'waiting', seconds });
const silent = (seconds: number): Progress => ({ phase: 'silent', seconds });
const retry = (seconds: number): Progress => ({ phase: 'retry', seconds, attempt: 2, attempts: 3, error: busy });
const told = (progress: Progress): ChatEvent => ({ type: 'progress', progress });

function kinds(changes: readonly SessionChange[]): readonly string[] {
  return changes.map(change => {
    if (change.type === 'progress') return `${change.progress.phase} ${change.progress.seconds}`;
    return change.type === 'delta' ? `delta ${change.text}` : change.type;
  });
}

describe('The progress of an answer in a ChatSession', () => {
  it('is told until the answer begins, which is then shown anew', async () => {
    const { session, changes } = setUp(() => answer(told(waiting(1)), told(waiting(2)), text('a'), text('b'), stop));
    await session.send(hello);
    const expected = ['entry', 'entry', 'frame', 'waiting 1', 'waiting 2', 'entry', 'delta b', 'entry', 'frame'];
    assert.deepEqual(kinds(changes), expected);
    const ids = changes.flatMap(change => (change.type === 'progress' ? change.id : []));
    assert.deepEqual(ids, [lastAnswer(session).id, lastAnswer(session).id]);
  });

  it('is told again in the middle, and the answer is shown anew when it goes on', async () => {
    const { session, changes } = setUp(() =>
      answer(text('a'), text('b'), told(silent(10)), told(silent(11)), text('c'), text('d'), stop),
    );
    await session.send(hello);
    assert.deepEqual(kinds(changes).slice(3), [
      'entry',
      'delta b',
      'silent 10',
      'silent 11',
      'entry',
      'delta d',
      'entry',
      'frame',
    ]);
    assert.equal(lastAnswer(session).text, 'abcd');
  });

  it('is what a page that is built anew finds', async () => {
    const seen: unknown[] = [];
    const { session } = setUp(async function* () {
      const look = (): void => void seen.push(session.progress?.progress);
      yield told(retry(2));
      look();
      yield told(waiting(1));
      look();
      yield { type: 'usage', usage: { inputTokens: 1 } };
      look();
      yield { type: 'reasoning', text: 'hm' };
      look();
      yield told(silent(10));
      look();
      yield stop;
    });
    await session.send(hello);
    assert.deepEqual(seen, [retry(2), waiting(1), waiting(1), undefined, silent(10)]);
    assert.equal(session.progress, undefined);
  });

  for (const [how, ending] of [
    ['fails', () => Promise.reject(new ChatError({ kind: 'timeout', message: '' }))],
    ['ends without a word', async () => undefined],
  ] as const) {
    it(`is over when the answer ${how}`, async () => {
      const { session, changes } = setUp(async function* () {
        yield told(waiting(1));
        await ending();
      });
      await session.send(hello);
      assert.equal(session.progress, undefined);
      assert.deepEqual(kinds(changes).slice(-2), ['entry', 'frame']);
    });
  }

  it('is over when the user has had enough of a countdown', async () => {
    const { session } = setUp(async function* (_request, signal) {
      yield told(retry(30));
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const sent = session.send(hello);
    while (!session.progress) await new Promise(setImmediate);
    await session.stop();
    await sent;
    assert.deepEqual([lastAnswer(session).status, session.progress, session.busy], ['stopped', undefined, false]);
  });

  it('is neither part of the conversation nor on disk', async () => {
    const { session, records } = setUp(() => answer(told(waiting(1)), text('a'), told(silent(10)), stop));
    await session.send(hello);
    assert.doesNotMatch(JSON.stringify([session.conversation, records]), /progress|waiting|silent/);
  });

  it('does not take what a model calls for a word', async () => {
    const call = { id: '1', name: 'look', arguments: '{}' };
    const { session, changes } = setUp(() =>
      answer(told(waiting(1)), { type: 'toolCall', call }, { type: 'finish', reason: 'other', word: 'weird' }),
    );
    await session.send(hello);
    assert.deepEqual(kinds(changes).slice(3), ['waiting 1', 'entry', 'frame']);
    const { text: words, finishReason, finishWord } = lastAnswer(session);
    assert.deepEqual([words, finishReason, finishWord], ['', 'other', 'weird']);
  });
});
