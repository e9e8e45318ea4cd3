import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { emptyConversation } from '../../src/core/conversation/conversation';
import { findSecret } from '../support/canary';
import { KEY, question, TOKEN, useExports } from './exportSetup';

describe('exporting all conversations', () => {
  const setup = useExports();
  const read = (name: string): string => readFileSync(setup().file(name), 'utf8');

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
