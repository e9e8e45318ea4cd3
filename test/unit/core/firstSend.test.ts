import assert from 'node:assert/strict';
import { parseEndpoints } from '../../../src/core/endpoints';
import { ChatError } from '../../../src/core/errors';
import { measure } from '../../../src/core/firstSend';
import { createOriginMemory } from '../../../src/core/originMemory';
import { memoryMemento } from '../../support/memoryMemento';
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

  for (const [kind, isStillFirst] of [
    ['config', true],
    ['network', true],
    ['unauthorized', false],
    ['timeout', false],
  ] as const) {
    it(`that ends with a failure (${kind}) ${isStillFirst ? 'is still to come' : 'was it'}`, async () => {
      const { session, firstSends } = setUpWith(async function* () {
        yield { type: 'progress', progress: { phase: 'connecting', seconds: 1 } };
        throw new ChatError({ kind, message: 'no' });
      });
      await session.send(hello);
      assert.equal(firstSends.isFirst('https://api.example.com'), isStillFirst);
    });
  }

  it('has images by their bytes', () => {
    const image = { type: 'image', name: 'a', mediaType: 'image/png', data: 'A'.repeat(400), thumbnail: '' } as const;
    const { bytes } = measure({ url: 'https://x.example' }, [{ role: 'user', parts: [image] }]);
    assert.equal(bytes, 300);
  });
});
