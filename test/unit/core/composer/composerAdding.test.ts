import assert from 'node:assert/strict';
import type { ToPage } from '../../../../src/shared/protocol';
import { deferred } from '../../../host/deferred';
import { until } from '../../../support/until';
import { file, image, setUp } from './composerSetup';

describe('What is still being read when the message is sent', () => {
  function setUpReading() {
    const { promise: reading, resolve: read } = deferred<void>();
    return { ...setUp({ reading }), read };
  }

  it('goes along with it', async () => {
    const { take, read, requests, sent, labels, composer } = setUpReading();
    await take({ type: 'suggest', trigger: '#', query: '' });
    const mentioned = take({ type: 'mention', id: 'one' });
    const asked = take({ type: 'send', text: 'Why?' });
    assert.equal(composer.isAttaching(), true);
    assert.equal(composer.draft(), '', 'what is typed meanwhile is another message');
    assert.equal(requests.length, 0);
    read();
    await Promise.all([mentioned, asked]);
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['file', 'text'],
    );
    assert.deepEqual([labels(), composer.isAttaching()], [[], false]);
  });

  it('keeps the next message back, too, where the answer before it ends meanwhile', async () => {
    const { promise: answering, resolve: end } = deferred<void>();
    const { promise: reading, resolve: read } = deferred<void>();
    const { take, requests, composer, posted } = setUp({ reading, answering });
    const first = take({ type: 'send', text: 'One' });
    await until(() => requests.length === 1);
    const added = composer.takeAlong(['file:///a.ts'], () => undefined);
    const second = take({ type: 'send', text: 'Two' });
    end();
    await first;
    await take({ type: 'send', text: 'Three' });
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: 'Three' }]);
    read();
    await Promise.all([added, second]);
    assert.deepEqual(
      requests.map(({ messages }) => messages.at(-1)?.parts.at(-1)),
      ['One', 'Two'].map(text => ({ type: 'text', text })),
    );
  });

  it('goes along whatever it is: files by their URIs, and pictures', async () => {
    const { take, read, composer, sent } = setUpReading();
    const added = composer.takeAlong(['file:///a.ts', 'file:///b.ts'], () => undefined);
    const shown = take(image);
    const asked = take({ type: 'send', text: 'Why?' });
    read();
    await Promise.all([added, shown, asked]);
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['image', 'file', 'file', 'text'],
    );
  });

  it('can be all that is sent', async () => {
    const { take, read, composer, sent } = setUpReading();
    const added = composer.takeAlong(['file:///a.ts'], () => undefined);
    const asked = take({ type: 'send', text: '' });
    read();
    await Promise.all([added, asked]);
    assert.equal(sent()?.length, 1);
  });

  it('keeps the message back where it cannot go along, and says why', async () => {
    const { take, read, requests, posted, composer } = setUpReading();
    await take({ type: 'suggest', trigger: '#', query: '' });
    posted.length = 0;
    const mentioned = take({ type: 'mention', id: 'gone' });
    const asked = take({ type: 'send', text: 'Why?' });
    read();
    await Promise.all([mentioned, asked]);
    const notice: ToPage = { type: 'composerNotice', text: 'unreadable' };
    const said = posted.filter(({ type }) => type !== 'focusComposer');
    assert.deepEqual(said, [notice, { type: 'restoreDraft', text: 'Why?' }, notice]);
    assert.deepEqual([requests.length, composer.draft()], [0, 'Why?']);
    await take({ type: 'send', text: 'Why?' });
    assert.equal(requests.length, 1, 'what was said once is known');
  });

  it('goes along that was chosen from the paper clip, while the choice itself keeps nothing back', async () => {
    const { promise: choosing, resolve: choose } = deferred<void>();
    const { promise: reading, resolve: read } = deferred<void>();
    const { take, composer, requests, sent } = setUp({ chosen: [{ type: 'part', part: file }], choosing, reading });
    const attached = take({ type: 'attach' });
    await take({ type: 'send', text: 'While I look for it' });
    assert.equal(requests.length, 1);
    choose();
    await until(composer.isAttaching);
    const asked = take({ type: 'send', text: 'Why?' });
    read();
    await Promise.all([attached, asked]);
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['file', 'text'],
    );
  });

  it('is told to the page while it is read', async () => {
    const { take, read, composer } = setUpReading();
    const seen: boolean[] = [];
    composer.onChange(() => seen.push(composer.isAttaching()));
    await take({ type: 'suggest', trigger: '#', query: '' });
    const mentioned = take({ type: 'mention', id: 'one' });
    read();
    await mentioned;
    assert.deepEqual([seen[0], seen.at(-1)], [true, false]);
  });
});
