import assert from 'node:assert/strict';
import type { ChosenFile } from '../../../../src/core/composer/composerTypes';
import type { ToPage } from '../../../../src/shared/protocol';
import { file, secret, setUp } from './composerSetup';

const explain = { type: 'text', text: 'Explain.' } as const;

describe('What commands of the editor hand to the composer', () => {
  const binary: ChosenFile = { type: 'bytes', name: 'a.bin', bytes: Uint8Array.from([0, 1]) };

  it('goes along in its order, pieces of code and what URIs name, and nothing is sent', async () => {
    const { composer, posted, read, requests } = setUp();
    await composer.takeAlong([{ ...file, name: 'b.ts' }, 'file:///a.ts', 'file:///c.ts'], fact => posted.push(fact));
    assert.deepEqual(
      composer.attachments().map(({ kind, label, detail }) => [kind, label, detail]),
      [
        ['selection', 'b.ts', '3–4'],
        ['selection', 'a.ts', '3–4'],
        ['selection', 'c.ts', '3–4'],
      ],
    );
    assert.deepEqual(read, ['file:///a.ts', 'file:///c.ts']);
    assert.deepEqual(posted, []);
    assert.equal(requests.length, 0);
  });

  it('takes along what it can, and says of the rest why not, each reason once', async () => {
    const gone: ChosenFile = { type: 'unreadable', name: 'gone' };
    const { composer, posted, labels } = setUp({ uris: { 'x:bin': binary, 'x:more.bin': binary, 'x:gone': gone } });
    await composer.takeAlong(['x:bin', 'x:more.bin', 'x:gone', 'file:///a.ts'], fact => posted.push(fact));
    assert.deepEqual(posted, [{ type: 'composerNotice', text: 'binary\nunreadable' }]);
    assert.deepEqual(labels(), ['a.ts']);
  });

  it('is read up to the first that is too much, however many there are', async () => {
    const { composer, posted, read, labels } = setUp();
    const uris = Array.from({ length: 500 }, (_, index) => `file:///${index}.ts`);
    await composer.takeAlong(uris, fact => posted.push(fact));
    assert.equal(labels().length, 20);
    assert.equal(read.length, 21);
    assert.deepEqual(posted, [{ type: 'composerNotice', text: 'tooMany' }]);
  });

  it('is not asked where it is longer than may go along, or too many pieces: that is said, and the words are a draft', async () => {
    const { composer, posted, labels, requests } = setUp({ maxFileKilobytes: 1 });
    const post = (fact: ToPage): void => void posted.push(fact);
    await composer.ask([{ ...file, text: 'x'.repeat(1025) }, explain], post);
    await composer.ask([...Array.from({ length: 21 }, () => file), explain], post);
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: 'Explain.' },
      { type: 'composerNotice', text: 'tooLarge' },
      { type: 'restoreDraft', text: 'Explain.' },
      { type: 'composerNotice', text: 'tooMany' },
    ]);
    assert.deepEqual([labels(), requests.length, composer.draft()], [[], 0, 'Explain.\nExplain.']);
  });

  it('becomes a draft with attachments where the question is refused: what was typed is not lost', async () => {
    const { composer, posted, labels } = setUp({ refuses: true });
    await composer.ask([file, { type: 'text', text: 'Why the leak?' }], fact => posted.push(fact));
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: 'Why the leak?' }]);
    assert.deepEqual(labels(), ['search.ts']);
    assert.equal(composer.draft(), 'Why the leak?');
  });

  it('is asked about where a reported problem quotes a secret, and keeps the problems in the draft', async () => {
    const { composer, findings, posted, requests } = setUp();
    const problems = [`line 3, error: Type '"${secret}"' is not assignable to type 'number'.`];
    await composer.ask([{ ...file, problems }, explain], fact => posted.push(fact));
    assert.deepEqual(findings(), ['gitlabToken undefined 1']);
    assert.equal(requests.length, 0);
    assert.deepEqual(composer.attachments()[0]?.problems, problems);
  });
});
