import assert from 'node:assert/strict';
import type { Message, Part } from '../../../../src/core/chat';
import { messageContent, messageText } from '../../../../src/core/wire/messages';

const image: Part = {
  type: 'image',
  name: 'a.png',
  mediaType: 'image/png',
  data: 'AAAA',
  thumbnail: 'data:image/png;base64,BB',
};
const file: Part = { type: 'file', name: 'a.ts', language: 'ts', text: 'x', source: 'file:///home/me/a.ts' };
const words: Part = { type: 'text', text: 'What is this?' };
const message = (...parts: readonly Part[]): Message => ({ role: 'user', parts });

describe('Images on the wire', () => {
  it('make a list of the content: the text first, then each image whole, and never its thumbnail or where a file is kept', () => {
    assert.deepEqual(messageContent(message(file, image, words)), [
      { type: 'text', text: 'a.ts:\n```ts\nx\n```\n\nWhat is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    ]);
  });

  it('go alone where there are no words', () => {
    const [only, ...more] = [messageContent(message(image))].flat();
    assert.deepEqual(only, { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } });
    assert.equal(more.length, 0);
  });

  it('leave the content a plain text where there is none', () => {
    assert.equal(messageContent(message(file, words)), messageText(message(file, words)));
  });

  it('are named where a protocol has no place for them', () => {
    assert.equal(messageText(message(image, words)), '[Image: a.png]\n\nWhat is this?');
  });
});
