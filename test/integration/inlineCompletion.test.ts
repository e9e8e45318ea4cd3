import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { field, stringField } from '../../src/core/unknown';
import { isQuestion } from '../support/questions';
import { accept, aMoment, suggest, type, useInlineSuggestions } from './inlineSetup';
import { DONE, piece } from './streamed';
import { extension, openEditor, setUserSetting, until, useEndpoint } from './support';

describe('inline suggestions', () => {
  const { server, questions, script } = useInlineSuggestions();

  it('are off until the user turns them on, and cost nothing then', async () => {
    await setUserSetting('inlineCompletion.enable', undefined);
    const loaded = path.join(extension().extensionPath, 'dist', 'inlineCompletion.js');
    const wasLoaded = loaded in require.cache;
    const editor = await openEditor('const a = |\n');
    await type('1');
    await suggest();
    await aMoment();
    assert.equal(editor.document.getText(), 'const a = 1\n');
    assert.deepEqual(server().requests, []);
    assert.equal(loaded in require.cache, wasLoaded);
  });

  it('are turned on and off by a command', async () => {
    const isOn = () =>
      vscode.workspace.getConfiguration('endpointChat').inspect('inlineCompletion.enable')?.globalValue;
    await vscode.commands.executeCommand('endpointChat.toggleInlineCompletion');
    assert.equal(isOn(), false);
    await vscode.commands.executeCommand('endpointChat.toggleInlineCompletion');
    assert.equal(isOn(), true);
  });

  it('are accepted as they were shown, and one undo takes them back', async () => {
    const editor = await openEditor('function add(a: number, b: number) {\n  |\n}\n');
    script(piece('```ts\n  const sum = a + b;\n'), piece('  return sum;\n}\n```\nThis adds.'), DONE);
    await suggest();
    assert.equal(
      await accept(editor),
      'function add(a: number, b: number) {\n  const sum = a + b;\n  return sum;\n}\n',
    );
    await vscode.commands.executeCommand('undo');
    await until('all of it is gone', () => editor.document.getText().includes('{\n  \n}'));
  });

  it('keep the line ends of the document', async () => {
    const editor = await openEditor('function f() {\n  |\n}\n', 'typescript', vscode.EndOfLine.CRLF);
    script(piece('a();\n  b();'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'function f() {\r\n  a();\r\n  b();\r\n}\r\n');
  });

  it('are accepted word by word, and nobody is asked for what is left', async () => {
    const editor = await openEditor('const a = |\n');
    script(piece('one + two + three;\n'), piece('const never = 1;'), { stall: true });
    await suggest();
    assert.equal(await accept(editor, 'acceptNextWord'), 'const a = one\n');
    for (let word = 0; word < 3; word++) {
      const text = (await accept(editor, 'acceptNextWord')).trim();
      assert.ok('const a = one + two + three;'.startsWith(text), text);
    }
    assert.equal(await accept(editor), 'const a = one + two + three;\n');
    assert.equal(questions().filter(({ text }) => !text.includes('three;')).length, 1);
    assert.equal((await questions()[0]?.ended)?.by, 'client');
  });

  it('stay while one types along, and nobody is asked', async () => {
    const editor = await openEditor('const a = |\n');
    script(piece('first(1) + second;'), DONE);
    await suggest();
    // The first word shows that there is a suggestion.
    assert.equal(await accept(editor, 'acceptNextWord'), 'const a = first\n');
    for (const key of '(1') {
      await type(key);
      await sleep(400);
    }
    assert.equal(questions().length, 1);
    assert.equal(await accept(editor), 'const a = first(1) + second;\n');
    assert.equal(questions().filter(({ text }) => !text.includes('second;')).length, 1);
  });

  it('come by themselves at a pause, with a small answer asked for', async () => {
    const editor = await openEditor('const a|\n');
    script(piece('42;'), DONE);
    await type(' = ');
    assert.equal(await accept(editor), 'const a = 42;\n');
    const body = questions()[0]?.body;
    assert.equal(field(body, 'max_tokens'), 320);
    assert.deepEqual(field(body, 'stop'), ['\n\n\n']);
    assert.equal(stringField(body, 'model'), 'practice-model');
    assert.match(JSON.stringify(body), /const a = <CURSOR>/);
  });

  it('come through the envelope protocol, too', async () => {
    await useEndpoint(`${server().url}/api/v1/chat/completion_messages`);
    const editor = await openEditor('function f() {\n  |\n}\n');
    const answer = { code: 0, message: 'success', result: { answer: 'return 1;', usage: { finish_reason: 'stop' } } };
    server().script({
      when: isQuestion,
      headers: { 'Content-Type': 'application/json' },
      steps: [{ send: JSON.stringify(answer) }],
    });
    await suggest();
    assert.equal(await accept(editor), 'function f() {\n  return 1;\n}\n');
  });

  it('come in the languages that the user has switched on, and in no other', async () => {
    await setUserSetting('inlineCompletion.languages', { markdown: true, python: false });
    await openEditor('a = |\n', 'python');
    await suggest();
    await type('1');
    await aMoment();
    assert.deepEqual(questions(), []);
    const editor = await openEditor('# Some |\n', 'markdown');
    script(piece('words'), DONE);
    await suggest();
    assert.equal(await accept(editor), '# Some words\n');
  });
});
