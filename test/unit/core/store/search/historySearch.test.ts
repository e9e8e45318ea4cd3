import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import type { ConversationRecord } from '../../../../../src/core/conversation/conversation';
import { createFaultyFileSystem } from '../../../../support/faultyFileSystem';
import { deadLease, turn } from '../storeSetup';
import { all, find, useSearch } from './searchSetup';

describe('the search in all conversations', () => {
  const { stores, inFolder, write, ids } = useSearch();

  const question = (id: string, text: string): ConversationRecord => ({
    type: 'question',
    id,
    parts: [{ type: 'text', text }],
  });

  it('finds nothing where there is nothing, and writes nothing then', async () => {
    assert.deepEqual(await ids('word'), []);
    await assert.rejects(readdir(stores.directory));
  });

  it('finds what was asked and answered, the last one first, with the words marked', async () => {
    await write('c1', ...turn(1, 'It is a zebra that runs.'));
    await write('c2', ...turn(2, 'No animals here.'));
    await write('c3', ...turn(3, 'Zebras again.'));
    const found = await find(stores.window().store, 'zebra');
    assert.deepEqual(
      found.map(({ summary }) => summary.id),
      ['c3', 'c1'],
    );
    assert.deepEqual(found[1]?.excerpt, { text: 'It is a zebra that runs.', matches: [[8, 13]] });
    assert.deepEqual(found[1]?.title, { text: 'Question 1? ✓', matches: [] });
  });

  it('finds nothing of a turn that was deleted, until it is brought back', async () => {
    await write('c1', ...turn(1, 'A zebra.'), ...turn(2, 'A lion.'));
    const { store } = stores.window();
    assert.deepEqual(await ids('zebra', store), ['c1']);
    await write('c1', { type: 'withdrawn', id: 'q1' }, { type: 'withdrawn', id: 'a1' });
    assert.deepEqual(await ids('zebra', store), []);
    assert.deepEqual(await ids('lion', store), ['c1']);
    await write('c1', { type: 'restored', id: 'q1' }, { type: 'restored', id: 'a1' });
    assert.deepEqual(await ids('zebra', store), ['c1']);
  });

  it('finds a turn that was brought back while another one of the same length was deleted', async () => {
    const both = (type: 'withdrawn' | 'restored', n: number): readonly ConversationRecord[] => [
      { type, id: `q${n}` },
      { type, id: `a${n}` },
    ];
    await write('c1', ...turn(1, 'A zebra.'), ...turn(2, 'A lion.'), ...both('withdrawn', 1));
    const { store } = stores.window();
    assert.deepEqual(await ids('zebra', store), []);
    await write('c1', ...both('restored', 1), ...both('withdrawn', 2));
    assert.deepEqual(await ids('zebra', store), ['c1']);
    assert.deepEqual(await ids('lion', store), []);
  });

  it('wants all of the words, wherever they are: in title, questions, answers', async () => {
    await write('c1', question('q1', 'About lions'), ...turn(2, 'And tigers.'));
    await write('c2', question('q1', 'About lions'));
    const { store } = stores.window();
    await store.label('c1', { title: 'Zoo' });
    assert.deepEqual(await ids('tigers LION', store), ['c1']);
    assert.deepEqual(await ids('lion', store), ['c1', 'c2']);
    assert.deepEqual(await ids('tigers zoo', store), ['c1']);
    assert.deepEqual(await ids('tigers bear', store), []);
    assert.deepEqual(await ids(' ', store), []);
  });

  it('finds a title that the user has given, and shows no excerpt where only that has the words', async () => {
    await write('c1', ...turn(1));
    const { store } = stores.window();
    await store.label('c1', { title: 'Zanzibar' });
    const [match] = await find(store, 'zanzi');
    assert.deepEqual(match?.title, { text: 'Zanzibar', matches: [[0, 5]] });
    assert.ok(match && !('excerpt' in match));
    await store.label('c1', { title: 'Other' });
    assert.deepEqual(await ids('zanzi', store), []);
  });

  it('finds the names of what went along, but neither their text nor what an image is made of', async () => {
    const data = Buffer.from('secretpicture').toString('base64');
    await write('c1', {
      type: 'question',
      id: 'q1',
      parts: [
        { type: 'file', name: 'src/parser.ts', language: 'typescript', text: 'tokenizer' },
        { type: 'image', name: 'diagram.png', mediaType: 'image/png', data },
      ],
    });
    assert.deepEqual(await ids('parser.ts diagram'), ['c1']);
    assert.deepEqual(await ids('tokenizer'), []);
    assert.deepEqual(await ids(data.slice(0, 8)), []);
  });

  it('finds an answer that another one has taken the place of, and a word that came in two pieces', async () => {
    await write(
      'c1',
      ...turn(1, 'The first ele'),
      { ...delta('a1'), text: 'phant.' },
      ...asked('b1', 'q1', 'A giraffe.'),
    );
    assert.deepEqual(await ids('elephant'), ['c1']);
    assert.deepEqual(await ids('giraffe'), ['c1']);
  });

  it('finds a copy, a conversation that was added, and what an earlier version of the extension wrote', async () => {
    const window = stores.window();
    await window.say(...turn(1, 'A walrus.'));
    await window.store.add({ ...window.conversation, id: 'added' });
    const lines = [{ type: 'conversation', version: 1, id: 'old', createdAt: 1 }, ...turn(1, 'An old walrus.')];
    await writeFile(inFolder('old.jsonl'), lines.map(line => JSON.stringify(line)).join('\n'));
    assert.deepEqual(new Set(await ids('walrus')), new Set(['c', 'added', 'old']));
  });

  it('finds what stands in the second file of a long conversation', async () => {
    const window = stores.window({ segmentBytes: 300 });
    for (let n = 1; n < 8; n++) await window.say(...turn(n, `Animal ${n}, anteater${n}.`));
    assert.ok((await readdir(stores.directory)).includes('c.2.jsonl'));
    for (let n = 1; n < 8; n++) assert.deepEqual(await ids(`anteater${n}`), ['c']);
  });

  it('looks at titles first for one or two letters', async () => {
    await write('c1', question('q1', 'xy in the title'), ...turn(1));
    await write('c2', ...turn(2, 'xy in the text'));
    const { store } = stores.window();
    assert.deepEqual(await ids('xy', store), ['c1', 'c2']);
    assert.deepEqual(await ids('x y', store), ['c1', 'c2']);
    assert.deepEqual(await ids('qq', store), []);
  });

  it('finds what is pinned before all others, by its title or by what was said', async () => {
    await write('c1', ...turn(1, 'A zebra.'));
    await write('c2', question('q1', 'zz in the title'), ...turn(2, 'A zebra.'));
    await write('c3', question('q1', 'zz in the title'), ...turn(3, 'A zebra, zz.'));
    const { store } = stores.window();
    await store.label('c1', { pinned: true });
    assert.deepEqual(await ids('zebra', store), ['c1', 'c3', 'c2']);
    await store.label('c1', { pinned: false });
    await store.label('c2', { pinned: true });
    assert.deepEqual(await ids('zebra', store), ['c2', 'c3', 'c1']);
    assert.deepEqual(await ids('zz', store), ['c2', 'c3']);
  });

  it('opens only what may have the words, once it has seen all of them', async () => {
    for (let n = 0; n < 20; n++)
      await write(`c${n}`, ...turn(n, `The word is ${'abcdefghijklmnopqrst'[n]?.repeat(6)}.`));
    await ids('nothing');
    const disk = createFaultyFileSystem();
    const { store } = stores.window({ fileSystem: disk.fileSystem });
    assert.deepEqual(await ids('kkkkk', store), ['c10']);
    const read = () => disk.calls.filter(call => call === 'readFile').length;
    assert.ok(read() <= 5, `${read()} files read`);
    const before = read();
    assert.deepEqual(await ids('qj', store), []);
    assert.equal(read(), before, 'two letters that are nowhere open nothing');
  });

  it('knows what was said since, in this window and in another', async () => {
    const window = stores.window();
    await window.say(...turn(1, 'One thing.'));
    assert.deepEqual(await ids('unicorn', window.store), []);
    await window.say(...turn(2, 'A unicorn.'));
    assert.deepEqual(await ids('unicorn', window.store), ['c']);
    const other = stores.window();
    assert.deepEqual(await ids('narwhal', other.store), []);
    await window.say(...turn(3, 'A narwhal.'));
    await window.store.list();
    assert.deepEqual(await ids('narwhal', other.store), ['c']);
  });

  it('finds what is being answered, and all of it when the window has died since', async () => {
    const window = stores.window();
    await window.say(...turn(1).slice(0, 2), { ...delta('a1'), text: 'A mam' });
    assert.deepEqual(await ids('mammoth'), []);
    await window.say({ ...delta('a1'), text: 'moth.' });
    assert.deepEqual(await ids('mammoth'), ['c']);
    await window.store.close();
    await writeFile(inFolder('c.lease'), deadLease);
    assert.deepEqual(await ids('mammoth'), ['c']);
    assert.deepEqual(await ids('mammoth'), ['c']);
  });

  it('ends at once and quietly when it is aborted, before and while it looks', async () => {
    for (let n = 0; n < 30; n++) await write(`c${n}`, ...turn(n, 'The same word.'));
    const { store } = stores.window();
    const abort = new AbortController();
    let found = 0;
    for await (const _match of store.search('same', abort.signal)) if (++found === 3) abort.abort();
    assert.equal(found, 3);
    for await (const _match of store.search('same', abort.signal)) assert.fail('nothing comes');
    assert.equal((await find(store, 'same')).length, 30, 'and the next one is whole');
  });

  it('ends at once when it is aborted while it still reads the list', async () => {
    await write('c1', ...turn(1));
    const abort = new AbortController();
    const searching = all(stores.window().store.search('question', abort.signal));
    abort.abort();
    assert.deepEqual(await searching, []);
  });

  it('passes by what cannot be read', async () => {
    await write('c1', ...turn(1, 'A zebra.'));
    await write('c2', ...turn(2, 'A zebra.'));
    const disk = createFaultyFileSystem();
    const { store } = stores.window({ fileSystem: disk.fileSystem });
    disk.refuse('EIO', ['readFile'], file => String(file).endsWith('c2.jsonl'));
    assert.deepEqual(await ids('zebra', store), ['c1']);
  });
});

function delta(id: string) {
  return { type: 'delta', id, text: '', reasoning: '', at: 500 } as const;
}

function asked(id: string, after: string, text: string): readonly ConversationRecord[] {
  return [
    { type: 'asked', id, endpoint: 'E', model: 'm', at: 490, after },
    { ...delta(id), text },
    { type: 'ended', id, at: 510, outcome: { status: 'complete', finishReason: 'stop' } },
  ];
}
