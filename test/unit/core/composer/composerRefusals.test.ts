import assert from 'node:assert/strict';
import type { ComposerIntent } from '../../../../src/shared/protocol';
import { image, type Situation, setUp } from './composerSetup';

describe('The composer of the host refuses', () => {
  const refusals: readonly (readonly [what: string, situation: Situation, intent: ComposerIntent, reason: string])[] = [
    [
      'a text beyond the setting',
      { maxFileKilobytes: 1 },
      { type: 'attachText', name: 'a', text: 'x'.repeat(1025) },
      'tooLarge',
    ],
    ['what the page could not read', {}, { type: 'cannotAttach', name: 'a.zip', reason: 'binary', bytes: 9 }, 'binary'],
    [
      'what was too large for the page',
      {},
      { type: 'cannotAttach', name: 'a', reason: 'tooLarge', bytes: 9e9 },
      'tooLarge',
    ],
    ['an image that is none', {}, { ...image, image: 'data:image/png;base64,AAAA' }, 'brokenImage'],
    [
      'an image for Neolink',
      { endpoint: { url: 'https://h/model/api/v1/chat/completion_messages' } },
      image,
      'blindProtocol',
    ],
    ['an image for a model that is known to be blind', { info: { id: 'm1', vision: false } }, image, 'blindModel'],
    [
      'bytes that are no text',
      { chosen: [{ type: 'bytes', name: 'a.bin', bytes: Uint8Array.from([0, 1]) }] },
      { type: 'attach' },
      'binary',
    ],
    ['a file that is gone', { chosen: [{ type: 'unreadable', name: 'a' }] }, { type: 'attach' }, 'unreadable'],
    [
      'a chosen image for a blind model',
      { info: { id: 'm1', vision: false }, chosen: [{ type: 'bytes', name: 'a.png', bytes: Uint8Array.from([1]) }] },
      { type: 'attach' },
      'blindModel',
    ],
  ];
  for (const [what, situation, intent, reason] of refusals) {
    it(`${what}, with the reason`, async () => {
      const { take, posted, labels } = setUp(situation);
      await take(intent);
      assert.deepEqual(posted[0], { type: 'composerNotice', text: reason });
      assert.deepEqual(labels(), []);
    });
  }
});
