import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat';
import { secondsUntilRetry, withRetries } from '../../../../src/core/client/retry';
import { ChatError, type ChatErrorDetails, isChatError } from '../../../../src/core/errors';
import { createFakeClock } from '../../../support/fakeClock';
import { collect, never } from './clientSetup';

describe('A retry', () => {
  const troubles: readonly ChatErrorDetails[] = [
    { kind: 'network', fault: 'reset', message: '' },
    { kind: 'server', status: 503, message: '' },
    { kind: 'rateLimited', status: 429, retryAfterSeconds: 1, message: '' },
  ];
  for (const details of troubles) {
    it(`comes never after a word, whatever ${details.fault ?? details.status} it is that follows`, async () => {
      let attempts = 0;
      const attempt = async function* (): AsyncGenerator<ChatEvent, void, undefined> {
        attempts++;
        yield { type: 'progress', progress: { phase: 'waiting', seconds: 1 } };
        yield { type: 'text', text: 'half' };
        throw new ChatError(details);
      };
      const reading = collect(withRetries(attempt, { clock: createFakeClock(), signal: never }));
      await assert.rejects(reading, error => isChatError(error) && error.details === details);
      assert.equal(attempts, 1);
    });
  }
});

describe('The wait before a retry', () => {
  const error = new ChatError({ kind: 'server', message: '', status: 502 });

  it('is left to chance, between 0.5 and 2 seconds, then between 0.5 and 8', () => {
    for (const [failed, longest] of [
      [1, 2],
      [2, 8],
    ] as const) {
      assert.equal(secondsUntilRetry(error, failed, 0), 0.5);
      assert.equal(secondsUntilRetry(error, failed, 1), longest);
      const middle = secondsUntilRetry(error, failed, 0.5) ?? 0;
      assert.ok(middle > 0.5 && middle < longest);
    }
  });

  it('is never left to chance where the server names it', () => {
    const wish = new ChatError({ ...error.details, retryAfterSeconds: 7 });
    assert.deepEqual(
      [0, 0.5, 1].map(random => secondsUntilRetry(wish, 1, random)),
      [7, 7, 7],
    );
  });
});
