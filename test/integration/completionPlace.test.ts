import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { sse } from '../support/scriptedReply';
import { answering } from './answering';
import { beginHalted, complete, DONE, piece, script, takeBack } from './completing';
import { contextKeys } from './contextKeys';
import { closeAllEditors, handshake, openEditor, practiceServer, select, until, useEndpoint } from './support';

describe('the keys of a completion', function () {
  this.timeout(60_000);
  const user = answering();
  const keys = contextKeys();
  let server: PracticeServer;

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(() => server.close());
  beforeEach(() => {
    user.begin();
    keys.begin();
  });
  afterEach(async () => {
    keys.end();
    user.end();
    await closeAllEditors();
  });

  const areOn = (): Promise<void> => until('they are on', () => keys.get('atCompletion') === true);
  const areOff = (): Promise<void> => until('they are off', () => keys.get('atCompletion') === false);
  const at = (line: number, character: number) => new vscode.Selection(line, character, line, character);

  it('are off in another editor while it is written, and on where the user comes back', async () => {
    const editor = await openEditor('x = |;\n');
    const { goOn } = await beginHalted(server, editor, handshake(), ['one', ' + two']);
    await areOn();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'another' }));
    await areOff();
    await vscode.window.showTextDocument(editor.document);
    await areOn();
    await goOn();
    assert.equal(keys.get('atCompletion'), true);
    await takeBack();
    assert.equal(editor.document.getText(), 'x = ;\n');
    assert.equal(keys.get('atCompletion'), false);
  });

  it('are off elsewhere in the same document, with several cursors and with a selection', async () => {
    const editor = await openEditor('// top\nx = |;\n');
    const { completed } = await beginHalted(server, editor, handshake(), ['one', ' + two']);
    await areOn();
    await select(editor, at(0, 2));
    await areOff();
    await select(editor, at(1, 5));
    await areOn();
    await select(editor, new vscode.Selection(1, 4, 1, 6));
    await areOff();
    await select(editor, at(1, 7));
    await areOn();
    editor.selections = [at(1, 7), at(0, 0)];
    await areOff();
    await takeBack();
    await completed;
    assert.equal(keys.get('atCompletion'), false);
  });

  it('are gone with the mark where the cursor is elsewhere when it ends', async () => {
    const editor = await openEditor('// top\nx = |;\n');
    const { goOn } = await beginHalted(server, editor, handshake(), ['one', ' + two']);
    await areOn();
    await select(editor, at(0, 2));
    await areOff();
    await goOn();
    assert.equal(keys.get('completionPending'), false);
    await takeBack();
    assert.equal(editor.document.getText(), '// top\nx = one + two;\n');
  });

  it('are not off for a moment while it is written at the cursor', async () => {
    const seen: unknown[] = [];
    const editor = await openEditor('x = |;\n');
    const listener = vscode.workspace.onDidChangeTextDocument(() => seen.push(keys.get('atCompletion')));
    script(server, ...Array.from({ length: 30 }, (_, index) => piece(`${index} + `)), piece('1'), DONE);
    await complete();
    listener.dispose();
    assert.match(editor.document.getText(), /^x = 0 \+ 1 \+ .* \+ 29 \+ 1;$/m);
    assert.deepEqual([...new Set(seen)], [true]);
    await takeBack();
  });

  const ending = (reason: string) => ({
    send: sse({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }, '[DONE]'),
  });

  it('come with a word on a content filter, and with none on a limit where something was written', async () => {
    const editor = await openEditor('x = |;\n');
    script(server, piece('one'), ending('content_filter'));
    await complete();
    assert.match(user.asked.join(), /content filter ended the answer/);
    await takeBack();
    script(server, piece('one'), ending('length'));
    await complete();
    assert.equal(user.asked.length, 1);
    assert.equal(editor.document.getText(), 'x = one;\n');
    await takeBack();
    script(server, ending('length'));
    await complete();
    assert.match(user.asked.at(-1) ?? '', /cut at the model’s token limit/);
  });
});
