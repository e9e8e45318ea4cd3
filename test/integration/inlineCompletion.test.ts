import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { field, stringField } from '../../src/core/unknown';
import type { PracticeServer, RecordedRequest } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { json, type Step, sse } from '../support/scriptedReply';
import { closeAllEditors, extension, openEditor, practiceServer, setUserSetting, until, useEndpoint } from './support';

const DONE: Step = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };
/** Marks the cursor in what is sent. */
const CURSOR = '<CURSOR>';
const TIMEOUT = 120_000;

function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

const suggest = () => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
const type = (text: string) => vscode.commands.executeCommand('type', { text });
const undo = () => vscode.commands.executeCommand('undo');

/** Runs a command of ghost text until the document says that there was some. */
async function accept({ document }: vscode.TextEditor, command = 'commit'): Promise<string> {
  const { version } = document;
  const deadline = Date.now() + 20_000;
  while (document.version === version) {
    assert.ok(Date.now() < deadline, 'there was never anything to accept');
    await vscode.commands.executeCommand(`editor.action.inlineSuggest.${command}`);
    await sleep(20);
  }
  return document.getText();
}

describe('inline suggestions', function () {
  this.timeout(TIMEOUT);
  let server: PracticeServer;

  beforeEach(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
    await vscode.workspace.getConfiguration('editor').update('quickSuggestions', false, true);
    await setUserSetting('inlineCompletion.enable', true);
  });
  afterEach(async () => {
    await setUserSetting('inlineCompletion.enable', undefined);
    await setUserSetting('inlineCompletion.languages', undefined);
    await vscode.workspace.getConfiguration('editor').update('quickSuggestions', undefined, true);
    await closeAllEditors();
    await server.close();
  });

  const questions = (): readonly RecordedRequest[] => server.requests.filter(isQuestion);

  function script(...steps: readonly Step[]): void {
    server.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }

  it('are off until the user turns them on, and cost nothing then', async () => {
    await setUserSetting('inlineCompletion.enable', undefined);
    const loaded = path.join(extension().extensionPath, 'dist', 'inlineCompletion.js');
    const wasLoaded = loaded in require.cache;
    const editor = await openEditor('const a = |\n');
    await type('1');
    await suggest();
    await sleep(500);
    assert.equal(editor.document.getText(), 'const a = 1\n');
    assert.deepEqual(server.requests, []);
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
    await undo();
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
    await until('the answer was given', () => questions().length === 1);
    await questions()[0]?.ended;
    for (const key of 'first(1') {
      await type(key);
      await sleep(200);
    }
    assert.equal(questions().length, 1);
    assert.equal(await accept(editor), 'const a = first(1) + second;\n');
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

  it('have one request open at most while 200 keys are typed, and close each that a key follows', async () => {
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

  it('are not asked for with several cursors, a selection, or in a language that is off', async () => {
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
    await sleep(500);
    assert.deepEqual(questions(), []);
  });

  it('are not asked for inside a list of completions', async () => {
    const provider = vscode.languages.registerCompletionItemProvider('typescript', {
      provideCompletionItems: () => [new vscode.CompletionItem('alpha'), new vscode.CompletionItem('alphabet')],
    });
    const editor = await openEditor('const a = al|\n');
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await sleep(500);
    void suggest();
    await type('p');
    await sleep(500);
    assert.deepEqual(questions(), []);
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    await until('the row was taken', () => editor.document.getText() === 'const a = alpha\n');
    provider.dispose();
  });

  it('are not asked for while Insert Completion writes', async () => {
    const editor = await openEditor('const a = |\n');
    script(piece('one'), { wait: 400 }, piece(' + two'), { wait: 400 }, piece(' + three;'), DONE);
    await vscode.commands.executeCommand('endpointChat.insertCompletion');
    await sleep(500);
    assert.equal(editor.document.getText(), 'const a = one + two + three;\n');
    assert.equal(questions().length, 1);
  });

  it('are asked for again, without a stop, where the model refuses it', async () => {
    const editor = await openEditor('const a = |\n');
    const refusal = { error: { message: "Unsupported parameter: 'stop' is not supported with this model." } };
    server.script({ ...json(refusal, 400), when: isQuestion });
    script(piece('1;'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'const a = 1;\n');
    const [first, second] = questions();
    assert.deepEqual(field(first?.body, 'stop'), ['\n\n\n']);
    assert.equal(field(second?.body, 'stop'), undefined);
  });

  it('send nothing where the code holds what looks like a key', async () => {
    await openEditor(`const token = 'ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}';\nconst a = |\n`);
    await suggest();
    await sleep(500);
    assert.deepEqual(questions(), []);
  });

  it('ask nobody for a while after a failure', async () => {
    await openEditor('const a|\n');
    server.script({ when: isQuestion, status: 500, steps: [{ send: 'no' }] });
    await type(' ');
    await until('it was asked', () => questions().length === 1);
    await lastQuestion(server.requests)?.ended;
    for (const key of '= 1 + 2') {
      await type(key);
      await sleep(300);
    }
    assert.equal(questions().length, 1);
  });

  it('come through the envelope protocol, too', async () => {
    await useEndpoint(`${server.url}/api/v1/chat/completion_messages`);
    const editor = await openEditor('function f() {\n  |\n}\n');
    const answer = { code: 0, message: 'success', result: { answer: 'return 1;', usage: { finish_reason: 'stop' } } };
    server.script({
      when: isQuestion,
      headers: { 'Content-Type': 'application/json' },
      steps: [{ send: JSON.stringify(answer) }],
    });
    await suggest();
    assert.equal(await accept(editor), 'function f() {\n  return 1;\n}\n');
  });
});
