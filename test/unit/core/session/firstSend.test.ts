import assert from 'node:assert/strict';
import type { ChatEvent, Progress } from '../../../../src/core/chat';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { createOriginMemory } from '../../../../src/core/endpoints/originMemory';
import { ChatError, type ChatErrorDetails } from '../../../../src/core/errors';
import { tokensOf } from '../../../../src/core/models/offeredModels';
import { measure, watchSending } from '../../../../src/core/session/firstSend';
import { memoryMemento } from '../../../support/memoryMemento';
import { until } from '../../../support/until';
import { answer, hello, lastAnswer, setUp, stop, text } from './sessionSetup';

const { endpoints } = parseEndpoints([
  { name: 'Far', url: 'https://api.example.com/v1', model: 'm1' },
  { name: 'Near', url: 'localhost:1', model: 'm2' },
]);

function setUpWith(...[answering]: Parameters<typeof setUp>) {
  const firstSends = createOriginMemory(memoryMemento());
  const settings = () => ({ endpoints, systemPrompt: 'Be kind.', keepHistory: true });
  return { ...setUp(answering, { firstSends, settings }), firstSends };
}

describe('the first message to an origin (S24)', () => {
  it('is kept with its host and size, of everything that is sent, once for each origin', async () => {
    const { session, requests } = setUpWith(() => answer(text('Hi'), stop));
    await session.send(hello);
    const { host, bytes, tokens } = lastAnswer(session).firstSend ?? assert.fail('nothing was kept');
    assert.deepEqual([host, bytes], ['api.example.com', 'Be kind.hello'.length]);
    assert.ok(tokens > 2 && tokens < 10, String(tokens));
    await session.send(hello);
    assert.equal(lastAnswer(session).firstSend, undefined);
    assert.equal(requests.length, 2, 'nobody was asked, and nothing waited');
  });

  it('is no matter for this machine', async () => {
    const { session } = setUpWith(() => answer(text('Hi'), stop));
    await session.setTarget({ endpoint: 'Near', model: 'm2' });
    await session.send(hello);
    assert.equal(lastAnswer(session).firstSend, undefined);
  });

  const connecting = { phase: 'connecting', seconds: 1 } as const;
  const waiting = { phase: 'waiting', seconds: 2 } as const;
  const slow = (phase: 'connect' | 'firstByte') => ({ kind: 'timeout', limit: { phase, seconds: 9 } }) as const;
  const failures: readonly (readonly [
    Partial<ChatErrorDetails> & Pick<ChatErrorDetails, 'kind'>,
    Progress,
    boolean,
  ])[] = [
    [{ kind: 'config' }, connecting, true],
    [{ kind: 'network' }, connecting, true],
    [{ kind: 'internal' }, connecting, true],
    [slow('connect'), connecting, true],
    [slow('firstByte'), connecting, false],
    [{ kind: 'unauthorized' }, connecting, false],
    [{ kind: 'network' }, waiting, false],
  ];
  for (const [details, progress, isStillFirst] of failures) {
    const name = `${details.kind} ${details.limit?.phase ?? ''} while ${progress.phase}`;
    it(`that ends with a failure (${name}) ${isStillFirst ? 'is still to come' : 'was it'}`, async () => {
      const { session, firstSends } = setUpWith(async function* () {
        yield { type: 'progress', progress };
        throw new ChatError({ message: 'no', ...details });
      });
      await session.send(hello);
      assert.equal(firstSends.isFirst('https://api.example.com'), isStillFirst);
    });
  }

  for (const [progress, isStillFirst] of [
    [connecting, true],
    [waiting, false],
    [{ phase: 'retry', seconds: 1, attempt: 2, attempts: 3, error: { kind: 'network', message: '' } }, true],
    [{ phase: 'retry', seconds: 1, attempt: 2, attempts: 3, error: { kind: 'server', message: '' } }, false],
  ] as const) {
    const name = 'error' in progress ? `${progress.phase} after ${progress.error.kind}` : progress.phase;
    it(`that is stopped (${name}) ${isStillFirst ? 'is still to come' : 'was it'}`, async () => {
      const { session, firstSends } = setUpWith(async function* (_request, signal) {
        yield { type: 'progress', progress };
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      });
      const sent = session.send(hello);
      await until(() => session.progress !== undefined);
      await session.stop();
      await sent;
      assert.equal(lastAnswer(session).status, 'stopped');
      assert.equal(firstSends.isFirst('https://api.example.com'), isStillFirst);
    });
  }

  it('has images by their bytes', () => {
    const image = { type: 'image', name: 'a', mediaType: 'image/png', data: 'A'.repeat(400), thumbnail: '' } as const;
    const { bytes, tokens } = measure({ url: 'https://x.example' }, [{ role: 'user', parts: [image] }]);
    assert.equal(bytes, 300);
    assert.equal(tokens, tokensOf({ role: 'user', parts: [image] }) - tokensOf({ role: 'user', parts: [] }));
  });
});

describe('the size of a message', () => {
  it('counts what the editor reports about a file', () => {
    const file = { type: 'file', name: 'a', language: '', text: '12345', problems: ['1234'] } as const;
    assert.equal(measure({ url: 'https://x.example' }, [{ role: 'user', parts: [file] }]).bytes, '12345\n1234'.length);
  });
});

describe('a request of which it is watched whether it was sent', () => {
  const progress = (phase: 'connecting' | 'waiting'): ChatEvent => ({
    type: 'progress',
    progress: { phase, seconds: 1 },
  });

  async function sendings(
    events: readonly ChatEvent[],
    error?: ChatError,
  ): Promise<readonly [sent: number, seen: number]> {
    let sent = 0;
    let seen = 0;
    async function* asked() {
      yield* events;
      if (error) throw error;
    }
    try {
      for await (const event of watchSending(asked(), () => sent++)) seen += event === events[seen] ? 1 : 0;
      assert.equal(error, undefined);
    } catch (thrown) {
      assert.equal(thrown, error);
    }
    return [sent, seen];
  }

  it('tells so once, and passes everything on', async () => {
    assert.deepEqual(await sendings([progress('connecting'), progress('waiting'), text('a'), text('b'), stop]), [1, 5]);
    assert.deepEqual(await sendings([text('a'), text('b')]), [1, 2]);
    const unauthorized = new ChatError({ kind: 'unauthorized', message: 'no' });
    assert.deepEqual(await sendings([], unauthorized), [1, 0]);
    assert.deepEqual(await sendings([progress('waiting')], unauthorized), [1, 1]);
  });

  it('tells nothing where it was refused here, or nobody was reached', async () => {
    for (const kind of ['config', 'network'] as const)
      assert.deepEqual(await sendings([progress('connecting')], new ChatError({ kind, message: 'no' })), [0, 1]);
  });
});
