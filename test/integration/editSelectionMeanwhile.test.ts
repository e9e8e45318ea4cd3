import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lastQuestion } from '../support/questions';
import { CODE, editing, FIXED, METHOD, PATIENCE, run } from './editSetup';
import { DONE, piece } from './streamed';
import { handshake } from './support';

describe('Edit Selection… while the model writes', function () {
  this.timeout(PATIENCE);
  const { questions, server, opened, script, say, edit, isShown } = editing();

  /** Asks, lets something happen before the answer is complete, and waits until that is dealt with. */
  async function meanwhile(
    happens: (document: vscode.TextDocument) => PromiseLike<unknown>,
  ): Promise<vscode.TextDocument> {
    const { document } = await opened();
    const more = handshake();
    script(piece('  add(a, b) {\n'), { wait: more.promise }, piece('    return a + b;\n  }'), DONE);
    const edited = run('editSelection');
    await say('add them');
    await happens(document);
    more.resolve();
    await edited;
    return document;
  }

  function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
    const made = new vscode.WorkspaceEdit();
    made.replace(document.uri, range, text);
    return vscode.workspace.applyEdit(made);
  }

  it('lines are added above: the change goes where the code is now', async () => {
    const document = await meanwhile(changed => change(changed, new vscode.Range(0, 0, 0, 0), '// top\n'));
    await run('acceptChanges');
    assert.equal(document.getText(), `// top\n${FIXED}`);
  });

  it('the code itself changes: the answer is offered, and the user’s words stay', async () => {
    questions.answer(undefined);
    const document = await meanwhile(changed => change(changed, new vscode.Range(2, 4, 2, 10), 'yield'));
    assert.match(questions.asked.join(), /has changed meanwhile/);
    assert.ok(!isShown());
    assert.equal(document.getText(), CODE.replace('return', 'yield'));
  });

  it('another file is in front: the change is still shown for the one that was asked about', async () => {
    const other = await vscode.workspace.openTextDocument({ content: 'another' });
    const document = await meanwhile(() => vscode.window.showTextDocument(other));
    await run('acceptChanges');
    assert.equal(document.getText(), FIXED);
    assert.equal(other.getText(), 'another');
  });

  it('the file is saved: the change fits', async () => {
    const document = await meanwhile(async changed => {
      await change(changed, new vscode.Range(5, 0, 5, 0), '// end\n');
      await changed.save();
    });
    await run('acceptChanges');
    assert.equal(document.getText(), `${FIXED}// end\n`);
  });

  it('the cursor is moved: the change goes where it was asked for', async () => {
    const document = await meanwhile(changed =>
      vscode.window.showTextDocument(changed, { selection: new vscode.Range(0, 0, 0, 5) }),
    );
    await run('acceptChanges');
    assert.equal(document.getText(), FIXED);
  });

  it('another edit is asked for: the first one is left', async () => {
    await opened();
    script(piece('  add'), { stall: true });
    const first = run('editSelection');
    await say('one');
    const question = lastQuestion(server().requests);
    await edit(piece(METHOD), DONE);
    await first;
    assert.equal((await question?.ended)?.by, 'client');
    assert.ok(isShown());
    await run('rejectChanges');
  });
});
