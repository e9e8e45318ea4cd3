import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ConversationRecord, emptyConversation } from '../../src/core/conversation/conversation';
import { findSecret } from '../support/canary';
import { question, TOKEN, useExports } from './exportSetup';

const KEY = `${'AKIA'}2E0A8F3B244C9986`;
const image = { type: 'image', name: 'cat.png', mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const;

const answered: readonly ConversationRecord[] = [
  { type: 'question', id: 'q1', parts: [image, { type: 'text', text: 'What is *this*?' }] },
  { type: 'asked', id: 'a1', endpoint: 'E', model: 'm', at: 1_764_000_000_000 },
  { type: 'delta', id: 'a1', text: '', reasoning: 'Whiskers…', at: 1_764_000_000_500 },
  { type: 'delta', id: 'a1', text: 'A cat.', reasoning: '', at: 1_764_000_001_000 },
  { type: 'ended', id: 'a1', at: 1_764_000_002_000, outcome: { status: 'complete', finishReason: 'stop' } },
  { type: 'question', id: 'q2', parts: [{ type: 'text', text: 'Are you sure?' }] },
  { type: 'asked', id: 'a2', endpoint: 'E', model: 'm', at: 1_764_000_003_000 },
  {
    type: 'ended',
    id: 'a2',
    at: 1_764_000_004_000,
    outcome: {
      status: 'failed',
      error: { kind: 'server', message: 'm', status: 500, serverMessage: `bad key ${TOKEN}` },
    },
  },
];

describe('exporting a conversation', () => {
  const setup = useExports();
  const read = (name: string): string => readFileSync(setup().file(name), 'utf8');

  it('writes Markdown that can be read, under a name from title and day, and says where', async () => {
    const { exports, person, say, file } = setup();
    await say(...answered);
    person.saveAs = 'chat.md';
    await exports.exportConversation();
    const text = read('chat.md');
    assert.match(
      text,
      /^# What is \\\*this\\\*\? · cat\.png\n\n\*.+\*\n\n## You\n\nWhat is \*this\*\?\n\nImage: `cat\.png`\n\n## m · E\n/,
    );
    assert.match(
      text,
      /<details>\n\n<summary>Thought for 0\.5 s<\/summary>\n\n> Whiskers…\n\n<\/details>\n\nA cat\.\n/,
    );
    assert.match(text, /## m · E\n\n> .*bad key •••\n$/);
    assert.match(person.suggestedName, /^\d{4}-\d\d-\d\d What is this · cat\.png\.md$/);
    assert.deepEqual(person.said, [`Exported to ${file('chat.md')}`]);
    assert.deepEqual(person.asked, []);
  });

  it('writes JSON that is imported as the same conversation under another id, twice if need be', async () => {
    const { exports, store, person, say, opened } = setup();
    await say(...answered, { type: 'question', id: 'q3', parts: [{ type: 'text', text: 'Edited' }], after: 'a1' });
    await store.label(setup().current.id, { title: 'My cat', pinned: true });
    person.saveAs = 'chat.json';
    await exports.exportConversation();
    person.files = ['chat.json', 'chat.json'];
    await exports.importConversation();
    assert.equal(person.said.at(-1), '2 conversations imported.');
    assert.equal((await store.list()).length, 3);
    const copy = await store.load(opened.at(-1) ?? '');
    assert.ok(copy && copy.id !== setup().current.id);
    assert.deepEqual(copy.label, { title: 'My cat', pinned: true });
    assert.deepEqual(copy.entries, setup().current.entries);
    assert.deepEqual(
      copy.aside.map(({ id }) => id),
      ['q2', 'a2'],
    );
    assert.deepEqual([copy.createdAt, copy.branches], [setup().current.createdAt, setup().current.branches]);
  });

  it('has the token of an endpoint in neither, whatever field it stood in (S10)', async () => {
    const { exports, person, say } = setup();
    const file = {
      type: 'file',
      name: `${TOKEN}.txt`,
      language: '',
      text: TOKEN,
      problems: [TOKEN],
      source: `file:///${TOKEN}`,
    } as const;
    const context = { kind: 'terminal', label: TOKEN, detail: TOKEN } as const;
    const { error } = {
      error: {
        kind: 'server',
        message: TOKEN,
        serverMessage: TOKEN,
        request: TOKEN,
        code: TOKEN,
        proxy: TOKEN,
      } as const,
    };
    await say(
      {
        type: 'question',
        id: 'q',
        parts: [
          file,
          { ...file, context },
          { ...image, name: TOKEN },
          { type: 'text', text: `${TOKEN} ${Buffer.from(TOKEN).toString('base64')}` },
        ],
      },
      { type: 'target', endpoint: TOKEN, model: TOKEN },
      { type: 'asked', id: 'a', endpoint: TOKEN, model: TOKEN, at: 1 },
      { type: 'firstSend', id: 'a', firstSend: { host: TOKEN, bytes: 1, tokens: 1 } },
      { type: 'delta', id: 'a', text: TOKEN, reasoning: TOKEN, at: 2 },
      { type: 'ended', id: 'a', at: 3, outcome: { status: 'failed', error } },
    );
    await setup().store.label(setup().current.id, { title: `About ${TOKEN}` });
    for (const name of ['chat.md', 'chat.json']) {
      person.saveAs = name;
      await exports.exportConversation();
      assert.equal(findSecret(read(name), TOKEN), undefined, name);
      assert.ok(read(name).includes('•••'));
    }
    await exports.copyConversation();
    assert.equal(findSecret(person.copied, TOKEN), undefined);
    assert.doesNotMatch(person.suggestedName, /canary/);
  });

  it('asks about what looks like a secret: to replace it, to keep it, or to leave it', async () => {
    const { exports, person, say } = setup();
    await say(question(`Is this ${KEY} right?`));
    for (const [answer, expected] of [
      [0, 'Is this ••• right?'],
      [1, `Is this ${KEY} right?`],
    ] as const) {
      person.answer = answer;
      person.saveAs = 'chat.md';
      await exports.exportConversation();
      assert.ok(read('chat.md').includes(expected));
    }
    assert.deepEqual(person.asked.slice(0, 2), [
      'This may hold secrets. Replace them?',
      'An AWS access key in your message, line 1',
    ]);
    person.answer = undefined;
    person.saveAs = 'not.md';
    await exports.exportConversation();
    await exports.copyConversation();
    assert.deepEqual([readdirSync(path.dirname(setup().file('x'))).includes('not.md'), person.copied], [false, '']);
  });

  it('leaves a file as it was where it cannot be written, and says why', async () => {
    const { exports, person, say, file } = setup();
    await say(question('Hello'));
    person.saveAs = 'nowhere/chat.md';
    await exports.exportConversation();
    assert.match(person.said.at(-1) ?? '', /^chat\.md could not be written: ENOENT/);
    assert.deepEqual(
      readdirSync(path.dirname(file('x'))).filter(name => name.includes('part')),
      [],
    );
  });

  it('says that there is nothing yet, and does nothing where the dialog is left', async () => {
    const { exports, person, say } = setup();
    await exports.exportConversation();
    await exports.copyConversation();
    await exports.exportAllConversations();
    assert.equal(person.said.length, 3);
    await say(question('Hello'));
    await exports.exportConversation();
    assert.equal(person.said.length, 3);
  });

  it('writes all conversations into one file, and reads them again', async () => {
    const { exports, store, person } = setup();
    for (const text of ['One', `Two ${KEY}`, `Three ${TOKEN}`]) {
      setup().current = {
        ...setup().current,
        id: `c-${text.slice(0, 3)}`,
        entries: [],
        aside: [],
        branches: { follows: new Map(), chosen: new Map(), hidden: new Set(), end: '' },
      };
      await setup().say(question(text));
    }
    person.saveAs = 'all.jsonl';
    person.answer = 0;
    await exports.exportAllConversations();
    assert.equal(person.asked.length, 2);
    assert.equal(read('all.jsonl').trimEnd().split('\n').length, 3);
    assert.equal(findSecret(read('all.jsonl'), TOKEN) ?? findSecret(read('all.jsonl'), KEY), undefined);
    person.files = ['all.jsonl'];
    await exports.importConversation();
    const titles = ['One', 'One', 'Three •••', `Three ${TOKEN}`, 'Two •••', `Two ${KEY}`];
    assert.deepEqual((await store.list()).map(({ title }) => title).toSorted(), titles.toSorted());
  });
});

describe('exporting all conversations', () => {
  const setup = useExports();

  it('reads the conversation first right after the start', async () => {
    const { exports, person, say } = setup();
    const empty = setup().current;
    await say(question('One'));
    Object.assign(setup(), { unread: setup().current, current: empty });
    await exports.copyConversation();
    assert.match(person.copied, /^# One\n/);
  });

  it('writes nothing by default where the tokens cannot be read (S10)', async () => {
    const { exports, person, say, file } = setup();
    await say(question(`It is ${TOKEN}`));
    Object.assign(setup(), { tokensFail: true });
    for (const answer of [undefined, 0]) {
      Object.assign(person, { saveAs: 'chat.jsonl', answer });
      await exports.exportConversation();
      await exports.exportAllConversations();
      await exports.copyConversation();
    }
    assert.equal(existsSync(file('chat.jsonl')), false);
    assert.equal(person.copied, '');
    assert.match(person.asked.join(), /tokens cannot be read/);
  });

  it('is silent where it is cancelled, and leaves no file', async () => {
    const { exports, person, say, file } = setup();
    await say(question('One'));
    setup().current = emptyConversation(randomUUID(), 2000);
    await say(question('Two'));
    Object.assign(person, { saveAs: 'all.jsonl', cancels: 'Exporting' });
    await exports.exportAllConversations();
    assert.deepEqual(person.said, []);
    assert.equal(existsSync(file('all.jsonl')), false);
  });

  it('leaves out what was deleted, while that can still be taken back', async () => {
    const { exports, person, say, file, deleted } = setup();
    await say(question('Kept'));
    setup().current = emptyConversation(randomUUID(), 2000);
    await say(question('Deleted'));
    deleted.add(setup().current.id);
    person.saveAs = 'all.jsonl';
    await exports.exportAllConversations();
    const text = readFileSync(file('all.jsonl'), 'utf8');
    assert.equal(text.trimEnd().split('\n').length, 1);
    assert.match(text, /Kept/);
    deleted.add((await setup().store.list()).find(({ title }) => title === 'Kept')?.id ?? '');
    await exports.exportAllConversations();
    assert.match(person.said.at(-1) ?? '', /no conversations to export/);
  });

  it('has the title that was taken back in another window no more', async () => {
    const { exports, person, say, file } = setup();
    await say(question('One'));
    setup().current = { ...setup().current, label: { title: 'Old name' } };
    person.saveAs = 'chat.md';
    await exports.exportConversation();
    assert.match(readFileSync(file('chat.md'), 'utf8'), /^# One\n/);
  });

  it('has no turn that was deleted, nor a question about a secret in it, nor a conversation of which all was deleted', async () => {
    const { exports, person, say, file } = setup();
    await say(question('Empty'));
    await say({ type: 'withdrawn', id: setup().current.entries[0]?.id ?? '' });
    await exports.copyConversation();
    assert.match(person.said.pop() ?? '', /Nothing has been said/);
    setup().current = emptyConversation(randomUUID(), 2000);
    await say(question('Kept'), question(`Deleted ${KEY}`));
    await say({ type: 'withdrawn', id: setup().current.entries[1]?.id ?? '' });
    person.saveAs = 'one.json';
    await exports.exportConversation();
    person.saveAs = 'all.jsonl';
    await exports.exportAllConversations();
    assert.deepEqual(
      [person.asked, person.said],
      [[], [`Exported to ${file('one.json')}`, `Exported to ${file('all.jsonl')}`]],
    );
    for (const name of ['one.json', 'all.jsonl'])
      assert.doesNotMatch(readFileSync(file(name), 'utf8'), /Deleted|Empty/);
    assert.equal(readFileSync(file('all.jsonl'), 'utf8').trimEnd().split('\n').length, 1);
  });

  it('names those of which nothing can be read, and writes the others', async () => {
    const { exports, person, say, file, store } = setup();
    await say(question('Lost'));
    setup().current = { ...emptyConversation('kept', 1000) };
    await say(question('Kept'));
    const lost = (await store.list()).find(({ title }) => title === 'Lost')?.id ?? '';
    await store.close();
    writeFileSync(file(`conversations/${lost}.jsonl`), 'nothing of it');
    person.saveAs = 'all.jsonl';
    await exports.exportAllConversations();
    const lines = readFileSync(file('all.jsonl'), 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /Kept/);
    assert.deepEqual(person.said, [
      'These cannot be read and are not in the file: Lost',
      `Exported to ${file('all.jsonl')}`,
    ]);
  });
});
