import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../../src/core/chat';
import { image, setUp } from './composerSetup';

describe('The composer of the host', () => {
  it('sends what goes along before the words, and is empty then', async () => {
    const { take, labels, sent, composer } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    await take(image);
    assert.deepEqual(labels(), ['a.txt', 'a.png']);
    await take({ type: 'draft', text: 'Why?' });
    assert.equal(composer.draft(), 'Why?');
    await take({ type: 'send', text: 'Why?' });
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['file', 'image', 'text'],
    );
    assert.deepEqual(labels(), []);
    assert.equal(composer.draft(), '');
  });

  it('sends a picture without a word, and nothing where there is neither', async () => {
    const { take, labels, sent, requests } = setUp();
    await take({ type: 'send', text: '' });
    assert.equal(requests.length, 0);
    await take(image);
    await take({ type: 'send', text: ' ' });
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['image'],
    );
    assert.deepEqual(labels(), []);
  });

  it('is empty as soon as the question is there, and not only when it is answered', async () => {
    const { take, labels, session } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    const seen: number[] = [];
    session.onChange(change => {
      if (change.type === 'delta' || session.busy) seen.push(labels().length);
    });
    await take({ type: 'send', text: 'Why?' });
    assert.ok(seen.length > 0);
    assert.deepEqual([...new Set(seen)], [0]);
  });

  it('sends nothing alone that goes along with a message on its way, however often Enter is pressed', async () => {
    const { take, labels, sent, posted, requests } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    const sends = ['Why?', '', 'And then?'].map(text => take({ type: 'send', text }));
    await Promise.all(sends);
    assert.equal(requests.length, 1);
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['file', 'text'],
    );
    assert.deepEqual(labels(), []);
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: 'And then?' }]);
  });

  it('gives everything back when the question is refused', async () => {
    const { take, labels, posted, composer } = setUp({ refuses: true });
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    await take({ type: 'send', text: 'Why?' });
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: 'Why?' }]);
    assert.deepEqual(labels(), ['a.txt']);
    assert.equal(composer.draft(), 'Why?', 'also for a page that is gone');
  });

  it('offers, and takes along what is chosen of it, and nothing that it did not offer', async () => {
    const { take, posted, labels } = setUp();
    await take({ type: 'mention', id: 'one' });
    assert.deepEqual(labels(), []);
    await take({ type: 'suggest', trigger: '#', query: 'o' });
    const items = ['one', 'gone'].map(id => ({ id, icon: 'file', label: `#${id}`, detail: '' }));
    assert.deepEqual(posted, [{ type: 'suggestions', trigger: '#', query: 'o', items }]);
    await take({ type: 'mention', id: '/etc/passwd' });
    assert.deepEqual(labels(), []);
    await take({ type: 'mention', id: 'one' });
    assert.deepEqual(labels(), ['search.ts']);
    assert.deepEqual(posted.slice(1), [{ type: 'focusComposer' }]);
  });

  it('takes one thing away again', async () => {
    const { take, labels, composer } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    await take({ type: 'attachText', name: 'b.txt', text: 'x' });
    await take({ type: 'detach', id: composer.attachments()[0]?.id ?? '' });
    assert.deepEqual(labels(), ['b.txt']);
  });

  it('hands images that were chosen to the page in pieces, to be sized down', async () => {
    const bytes = Buffer.alloc(900_000, 'image');
    const { take, posted } = setUp({ chosen: [{ type: 'bytes', name: 'img/Photo.JPG', bytes }] });
    await take({ type: 'attach' });
    const pieces = posted.filter(fact => fact.type === 'shrinkImage');
    assert.deepEqual(
      pieces.map(({ name, isLast }) => [name, isLast]),
      [
        ['Photo.JPG', false],
        ['Photo.JPG', false],
        ['Photo.JPG', true],
      ],
    );
    assert.ok(pieces.every(({ data }) => data.length <= 512 * 1024));
    assert.ok(Buffer.from(pieces.map(({ data }) => data).join(''), 'base64').equals(bytes));
    assert.deepEqual(posted.at(-1), { type: 'focusComposer' });
  });

  it('takes images for a model of which nothing is known', async () => {
    const { take, labels } = setUp();
    await take(image);
    assert.deepEqual(labels(), ['a.png']);
  });

  it('sends no image to a model that was chosen afterwards and is blind', async () => {
    const situation: { info?: ModelInfo } = {};
    const { take, posted, labels, requests } = setUp(situation);
    await take(image);
    situation.info = { id: 'm1', vision: false };
    await take({ type: 'send', text: 'What is this?' });
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: 'What is this?' },
      { type: 'composerNotice', text: 'blindModel' },
    ]);
    assert.deepEqual(labels(), ['a.png']);
    assert.equal(requests.length, 0);
  });

  it('takes twenty things along and no more', async () => {
    const { take, posted, labels } = setUp();
    for (let index = 0; index < 21; index++) await take({ type: 'attachText', name: `${index}.txt`, text: 'x' });
    assert.equal(labels().length, 20);
    assert.deepEqual(posted, [{ type: 'composerNotice', text: 'tooMany' }]);
  });
});
