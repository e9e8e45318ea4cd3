import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { emptyConversation } from '../../src/core/conversation/conversation';
import { titleOf } from '../../src/core/conversation/conversationTitle';
import { COMMANDS } from '../../src/vscode/ids';
import { question, useExports } from './exportSetup';

describe('importing conversations', () => {
  const setup = useExports();

  it('says what was refused and why, file by file, and takes the rest', async () => {
    const { exports, person, say, file, store, opened } = setup();
    await say(question('Hello'));
    person.saveAs = 'good.json';
    await exports.exportConversation();
    const good = readFileSync(file('good.json'), 'utf8');
    writeFileSync(file('newer.json'), good.replace('"version": 1', '"version": 7'));
    writeFileSync(file('half.json'), good.slice(0, -10));
    writeFileSync(file('foreign.json'), '{"messages":[]}');
    writeFileSync(file('damaged.json'), good.replace('"parts"', '"pats"'));
    writeFileSync(file('empty.json'), '');
    person.files = [
      'newer.json',
      'half.json',
      'good.json',
      'foreign.json',
      'damaged.json',
      'empty.json',
      'missing.json',
    ];
    await exports.importConversation();
    const said = person.said.at(-1) ?? '';
    assert.ok(
      said.startsWith(
        '1 conversation imported. Not imported: newer.json: a newer version of Endpoint Chat has exported it',
      ),
      said,
    );
    for (const words of [
      'half.json: it is no JSON',
      'foreign.json: it is no conversation',
      'damaged.json: something',
      'empty.json: it is empty',
      'missing.json: it cannot be read: ENOENT',
    ])
      assert.ok(said.includes(words), `${words} in ${said}`);
    assert.equal(opened.length, 1);
    assert.equal((await store.list()).length, 2);
  });

  it('writes nothing while the history is switched off', async () => {
    const { exports, person, file } = setup();
    setup().keepHistory = false;
    person.files = ['good.json'];
    await exports.importConversation();
    assert.match(person.said.at(-1) ?? '', /switched off/);
    assert.ok(!readdirSync(path.dirname(file('x'))).includes('conversations'));
  });
});

describe('the name of a conversation', () => {
  const setup = useExports();

  it('is what the user gives it, in one line, and the beginning of its first message where that is empty', async () => {
    const { exports, store, person, say } = setup();
    await say(question('Hello'));
    for (const [line, title] of [
      ['  A \n name ', 'A name'],
      [undefined, 'A name'],
      ['', 'Hello'],
    ] as const) {
      person.line = line;
      await exports.renameConversation();
      const [summary] = await store.list();
      assert.deepEqual([summary?.title, titleOf(setup().current)], [title, title]);
    }
  });

  it('is not stored again where the user leaves it as it is', async () => {
    const { exports, person, say, labelled } = setup();
    await say(question('Hello'));
    person.line = ' Hello ';
    await exports.renameConversation();
    assert.deepEqual(labelled, [], 'the beginning of its first message is no name');
    person.line = 'A name';
    await exports.renameConversation();
    await exports.renameConversation();
    assert.deepEqual(labelled, [{ title: 'A name' }]);
  });

  it('is given to the conversation for which the box was opened, and its pin by the menu, whatever is looked at then', async () => {
    const { exports, person, say, store, goTo } = setup();
    await say(question('Other'));
    const other = setup().current;
    setup().current = emptyConversation(randomUUID(), 2000);
    await say(question('Meant'));
    const { id } = setup().current;
    person.meanwhile = () => goTo(other);
    person.line = 'A name';
    await exports.renameConversation();
    setup().current = setup().behind.get(id) ?? assert.fail();
    setup().behind.clear();
    person.row = '$(pin) Pin';
    await exports.conversationMenu();
    setup().current = setup().behind.get(id) ?? assert.fail();
    setup().behind.clear();
    person.row = 'Copy as Markdown';
    await exports.conversationMenu();
    assert.match(person.copied, /Meant/);
    assert.deepEqual(
      new Map((await store.list()).map(({ title, pinned }) => [title, pinned])),
      new Map([
        ['A name', true],
        ['Other', undefined],
      ]),
    );
  });

  it('is not given to one that is not kept', async () => {
    const { exports, store, person } = setup();
    setup().isKept = false;
    setup().current = { ...setup().current, entries: [{ role: 'user', id: 'q', parts: [] }] };
    person.line = 'Secret';
    await exports.renameConversation();
    assert.match(person.said.at(-1) ?? '', /not kept/);
    assert.deepEqual(await store.list(), []);
  });

  it('is in the menu, beside what else can be done with it', async () => {
    const { exports, person, say, store } = setup();
    await exports.conversationMenu();
    assert.ok(person.rows.some(row => row.includes('Import…')));
    assert.ok(!person.rows.some(row => /Rename|Export…|Copy|Pin|Delete/.test(row)));
    await say(question('Hello'));
    person.row = '$(pin) Pin';
    person.rows.length = 0;
    await exports.conversationMenu();
    for (const row of ['Rename…', 'Copy as Markdown', 'Export…', 'Delete', 'Import…', 'Export All Conversations…'])
      assert.ok(
        person.rows.some(label => label.endsWith(row)),
        row,
      );
    assert.deepEqual(
      (await store.list()).map(({ pinned }) => pinned),
      [true],
    );
    person.rows.length = 0;
    await exports.conversationMenu();
    assert.ok(person.rows.includes('$(pinned) Unpin'));
    setup().isKept = false;
    person.rows.length = 0;
    await exports.conversationMenu();
    assert.ok(!person.rows.some(row => /Rename|Pin|Delete/.test(row)));
  });
});

describe('the commands about conversations', () => {
  it('are there', async () => {
    const known = await vscode.commands.getCommands(true);
    for (const name of [
      'exportConversation',
      'exportAllConversations',
      'importConversation',
      'copyConversation',
      'renameConversation',
    ] as const)
      assert.ok(known.includes(COMMANDS[name]), name);
  });
});
