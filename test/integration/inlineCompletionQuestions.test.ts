import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { aMoment, suggest, type, useInlineSuggestions } from './inlineSetup';
import { DONE, piece } from './streamed';
import { closeAllEditors, handshake, openEditor, setUserSetting, until } from './support';

/** Marks the cursor in what is sent. */
const CURSOR = '<CURSOR>';

describe('questions for inline suggestions', function () {
  this.timeout(300_000);
  const { questions, script } = useInlineSuggestions();

  it('are open one at a time while 200 keys are typed, and each that a key follows is closed', async () => {
    const editor = await openEditor('|\n');
    // None is ever answered; a busy machine makes pauses of its own.
    for (let reply = 0; reply < 250; reply++) script({ head: true }, { stall: true });
    let typed = '';
    for (let key = 1; key <= 200; key++) {
      const text = key % 10 === 0 ? ' ' : String.fromCharCode(97 + (key % 26));
      typed += text;
      await type(text);
      await sleep(60);
      if (key % 20 !== 0) continue;
      const here = `${typed}${CURSOR}`;
      await until('it is asked at the pause', () => questions().some(request => request.text.includes(here)));
    }
    await type(';');
    assert.equal(editor.document.getText(), `${typed};\n`);
    const abandoned = questions().filter(({ text }) => !text.includes(`;${CURSOR}`));
    const ended = await Promise.all(abandoned.map(request => request.ended));
    assert.ok(abandoned.length >= 10, `${abandoned.length}`);
    assert.deepEqual(
      ended.filter(({ by }) => by !== 'client'),
      [],
      'each was closed by us',
    );
    const overlapping = abandoned.filter((request, index) => request.receivedAt < (ended[index - 1]?.at ?? 0));
    assert.deepEqual(overlapping, []);
  });

  it('are not asked with several cursors, a selection, or in a language that is off', async () => {
    const editor = await openEditor('const a = |\nconst b = \n');
    const cursor = (line: number) => new vscode.Selection(line, 10, line, 10);
    editor.selections = [cursor(0), cursor(1)];
    await until('there are two cursors', () => editor.selections.length === 2);
    await suggest();
    editor.selections = [new vscode.Selection(0, 0, 0, 10)];
    await suggest();
    await setUserSetting('inlineCompletion.languages', { typescript: false });
    editor.selections = [cursor(0)];
    await suggest();
    await closeAllEditors();
    await openEditor('Some words |\n', 'markdown');
    await suggest();
    await type('and ');
    await aMoment();
    assert.deepEqual(questions(), []);
  });

  it('are not asked while Insert Completion writes', async () => {
    const editor = await openEditor('const a = |\n');
    const more = handshake();
    script(piece('one'), { wait: more.promise }, piece(' + two'), piece(' + three;'), DONE);
    const completed = vscode.commands.executeCommand('endpointChat.insertCompletion');
    await until('the first piece appears', () => editor.document.getText() === 'const a = one\n');
    await aMoment();
    more.resolve();
    await completed;
    await aMoment();
    assert.equal(editor.document.getText(), 'const a = one + two + three;\n');
    assert.equal(questions().length, 1);
  });

  it('are not asked where the code holds what looks like a key', async () => {
    await openEditor(`const token = 'ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}';\nconst a = |\n`);
    await suggest();
    await aMoment();
    assert.deepEqual(questions(), []);
  });
});
