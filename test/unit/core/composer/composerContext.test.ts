import assert from 'node:assert/strict';
import type { ToPage } from '../../../../src/shared/protocol';
import { file, secret, setUp } from './composerSetup';

const long = { type: 'attachText', name: 'long.txt', text: 'word '.repeat(3000) } as const;

describe('A message that the model cannot hold', () => {
  it('is said to be too long and not sent, until the user wants it sent as it is', async () => {
    const { take, posted, findings, labels, requests, sent } = setUp({ window: 1000 });
    await take(long);
    await take({ type: 'send', text: 'Why?' });
    assert.deepEqual(findings(), ['tooLong']);
    assert.deepEqual(posted[0], { type: 'restoreDraft', text: 'Why?' });
    assert.deepEqual([labels(), requests.length], [['long.txt'], 0]);
    await take({ type: 'send', text: 'Why?', confirmed: true });
    const [went] = sent() ?? [];
    assert.ok(went?.type === 'file' && went.text === long.text, 'nothing is cut');
  });

  it('is asked about together with what looks like a secret, once', async () => {
    const { take, findings, requests } = setUp({ window: 1000 });
    await take(long);
    await take({ type: 'send', text: secret });
    assert.deepEqual(findings(), ['tooLong', 'gitlabToken undefined 1']);
    await take({ type: 'send', text: secret, confirmed: true });
    assert.equal(requests.length, 1);
  });

  it('counts what was said before', async () => {
    const { take, findings, composer } = setUp({ window: 1000 });
    await take({ type: 'send', text: 'word '.repeat(600) });
    assert.ok((composer.room()?.taken ?? 0) > 500);
    await take({ type: 'send', text: 'word '.repeat(600) });
    assert.deepEqual(findings(), ['tooLong']);
  });

  it('is sent where it is not known what the model can hold: nothing is claimed', async () => {
    const { take, composer, requests } = setUp();
    await take(long);
    await take({ type: 'send', text: 'Why?' });
    assert.equal(composer.room(), undefined);
    assert.equal(requests.length, 1);
  });

  it('becomes a draft where a command of the editor asks it', async () => {
    const { composer, labels, requests, findings, posted } = setUp({ window: 1000 });
    const parts = [
      { ...file, text: long.text },
      { type: 'text', text: 'Explain.' },
    ] as const;
    await composer.ask(parts, (fact: ToPage) => posted.push(fact));
    assert.deepEqual([labels(), requests.length], [['search.ts'], 0]);
    assert.deepEqual(findings(), ['tooLong']);
  });
});

describe('Things that are taken along by their URIs', () => {
  const part = (name: string) => ({ type: 'part', part: { ...file, name, text: name } }) as const;

  it('are all that can be, in their order, and the others are named with the reason', async () => {
    const { composer, labels, posted } = setUp({
      uris: {
        'file:///a': part('a.ts'),
        'file:///b': part('b.ts'),
        'file:///pipe': { type: 'refused', problem: { reason: 'special', name: 'pipe' } },
        'file:///gone': { type: 'unreadable', name: 'gone' },
        'file:///empty': { type: 'bytes', name: 'empty', bytes: new Uint8Array() },
      },
    });
    const uris = ['file:///b', 'file:///pipe', 'file:///gone', 'file:///a', 'file:///empty'];
    await composer.takeAlong(uris, (fact: ToPage) => posted.push(fact));
    assert.deepEqual(labels(), ['b.ts', 'a.ts']);
    assert.deepEqual(posted, [{ type: 'composerNotice', text: 'special\nunreadable\nempty' }]);
  });

  it('are asked for as strangers where the page sends them', async () => {
    const { take, labels, posted } = setUp({ uris: { 'file:///a': part('a.ts') } });
    await take({ type: 'attachUris', uris: ['file:///a'] });
    assert.deepEqual(labels(), []);
    assert.deepEqual(posted, [{ type: 'composerNotice', text: 'elsewhere' }]);
  });

  it('are notebooks without what they have put out, however long that is', async () => {
    const outputs = [{ data: { 'image/png': 'x'.repeat(5000) } }];
    const json = JSON.stringify({ cells: [{ cell_type: 'code', source: 'a = 1', outputs }] });
    const bytes = Buffer.from(json);
    const { composer, take, sent } = setUp({
      maxFileKilobytes: 1,
      uris: { 'file:///n.ipynb': { type: 'bytes', name: 'n.ipynb', bytes } },
    });
    await composer.takeAlong(['file:///n.ipynb'], () => undefined);
    await take({ type: 'send', text: 'Why?' });
    const [notebook] = sent() ?? [];
    assert.ok(notebook?.type === 'file' && notebook.text.includes('a = 1') && !notebook.text.includes('xxx'));
  });

  it('are looked through for secrets before they are sent, whatever they are', async () => {
    for (const kind of ['folder', 'terminal', 'changes', 'problems'] as const) {
      const context = { kind, label: kind };
      const held = { type: 'part', part: { type: 'file', name: kind, language: '', text: secret, context } } as const;
      const { composer, take, findings, requests } = setUp({ uris: { 'x:/': held } });
      await composer.takeAlong(['x:/'], () => undefined);
      await take({ type: 'send', text: 'Why?' });
      assert.equal(requests.length, 0, kind);
      assert.deepEqual(findings(), [`gitlabToken ${kind} 1`]);
    }
  });
});
