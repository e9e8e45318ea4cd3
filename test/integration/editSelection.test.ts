import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contextKeys } from './contextKeys';
import { CODE, editing, FIXED, METHOD, PATIENCE, run } from './editSetup';
import { DONE, piece } from './streamed';
import { handshake, openEditor, select, until } from './support';

describe('Edit Selection…', function () {
  this.timeout(PATIENCE);
  const { folder, opened, sent, script, say, edit, left, isShown } = editing();

  it('shows the change, makes it when it is accepted, and one undo takes it back', async () => {
    const { document } = await opened();
    await edit(piece('  add(a, b) {\n    return'), piece(' a + b;\n  }'), DONE);
    assert.ok(isShown());
    assert.equal(document.isDirty, false);
    await run('acceptChanges');
    assert.equal(document.getText(), FIXED);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
  });

  it('is stopped by Esc only where the cursor is at the code', async () => {
    const keys = contextKeys();
    keys.begin();
    const escIs = (isOn: boolean) => until(`Esc ${isOn}`, () => keys.get('atEdit') === isOn);
    const editor = await opened();
    const never = handshake();
    script(piece('  add'), { wait: never.promise }, DONE);
    const edited = run('editSelection');
    await say('add them');
    await escIs(true);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'another' }));
    await escIs(false);
    const again = await vscode.window.showTextDocument(editor.document);
    await escIs(true);
    await select(again, new vscode.Selection(0, 2, 0, 2));
    await escIs(false);
    await select(again, new vscode.Selection(2, 4, 2, 4));
    await escIs(true);
    await run('stop');
    never.resolve();
    // What was typed is in the box again.
    await left(edited);
    assert.equal(keys.get('atEdit'), false);
    keys.end();
  });

  it('sends the selected lines marked, what is around them, and what is wanted', async () => {
    await opened();
    await edit(piece(METHOD), DONE);
    assert.match(sent(), /class Sum \{\\n<SELECTION> {2}add\(a, b\) \{\\n {4}return a - b;\\n {2}\}<\/SELECTION>\\n\}/);
    assert.match(sent(), /Change the marked code: add them/);
    await run('rejectChanges');
  });

  const answers: Readonly<Record<string, readonly string[]>> = {
    'in a fence, explained': ['Sure!\n\n```js\n', METHOD, '\n```\n\nIt adds now.'],
    'the whole file': [CODE.replace('a - b', 'a + b')],
    'with tabs': ['\tadd(a, b) {\n\t\treturn a + b;\n\t}'],
    'with CRLF': [METHOD.replaceAll('\n', '\r\n')],
    'from the margin': ['add(a, b) {\n  return a + b;\n}'],
    'with terminal colours': ['  add(a, b) {\n    return \u001B[31ma + b\u001B[0m;\n  }'],
    'with the line before and after': [`class Sum {\n${METHOD}\n}`],
  };
  for (const [name, pieces] of Object.entries(answers)) {
    it(`makes the same change of an answer ${name}`, async () => {
      const { document } = await opened();
      await edit(...pieces.map(piece), DONE);
      await run('acceptChanges');
      assert.equal(document.getText(), FIXED);
    });
  }

  it('keeps the line ends and the missing last one of a file', async () => {
    const content = CODE.trimEnd().replaceAll('\n', '\r\n');
    const { document } = await opened(content);
    await edit(piece(METHOD), DONE);
    await run('acceptChanges');
    assert.equal(document.getText(), content.replace('a - b', 'a + b'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), content);
  });

  it('refines: asks again with what was said, shows that, and goes back', async () => {
    const { document } = await opened();
    await edit(piece(METHOD), DONE);
    script(piece(METHOD.replace('a + b', 'b + a')), DONE);
    const again = run('askAgain');
    await say('the other way round');
    await again;
    assert.match(sent(), /"assistant"/);
    assert.match(sent(), /return a \+ b;/);
    assert.match(sent(), /Again, but: the other way round/);
    await run('showEarlierProposal');
    await run('showLaterProposal');
    await run('acceptChanges');
    assert.equal(document.getText(), CODE.replace('a - b', 'b + a'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
  });

  it('changes a part of a line', async () => {
    const editor = await folder.open(CODE);
    await select(editor, new vscode.Selection(2, 11, 2, 16));
    await edit(piece('return a + b;'), DONE);
    await run('acceptChanges');
    assert.equal(editor.document.getText(), FIXED);
  });

  it('takes the line of the cursor where nothing is selected, and shows what it takes', async () => {
    const editor = await openEditor('one\ntw|o\nthree\n', 'plaintext');
    await edit(piece('TWO'), DONE);
    assert.match(sent(), /one\\n<SELECTION>two<\/SELECTION>\\nthree/);
    await run('acceptChanges');
    assert.equal(editor.document.getText(), 'one\nTWO\nthree\n');
  });

  it('deletes the selected lines where the model leaves nothing of them', async () => {
    const editor = await openEditor('one\nmid|dle\nthree\n', 'plaintext');
    await edit(piece('<SELECTION></SELECTION>'), DONE);
    await run('acceptChanges');
    assert.equal(editor.document.getText(), 'one\nthree\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'one\nmiddle\nthree\n');
  });

  it('keeps the blanks at the edges of a part of a line', async () => {
    const editor = await folder.open(CODE);
    // Before it is "return", behind it "b".
    await select(editor, new vscode.Selection(2, 10, 2, 15));
    await edit(piece('a +'), DONE);
    await run('acceptChanges');
    assert.equal(editor.document.getText(), FIXED);
  });
});
