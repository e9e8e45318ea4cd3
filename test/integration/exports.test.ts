import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findSecret } from '../support/canary';
import { answered, image, KEY, question, TOKEN, useExports } from './exportSetup';

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
});
