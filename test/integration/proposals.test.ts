import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BOTH, CODE, proposing, WANTED } from './proposalSetup';
import { select, until } from './support';

describe('a proposed change', function () {
  // The first diff that a VS Code shows takes its time on a busy machine.
  this.timeout(120_000);
  const { questions, proposals, bars, bar, proposed, shown, shows, isClosed } = proposing();

  it('has a bar below each of its changes', async () => {
    const document = await proposed();
    assert.deepEqual(
      bars().map(({ label, line }) => [label, line]),
      [
        ['Change 1 of 3', 1],
        ['Change 2 of 3', 4],
        ['Change 3 of 3', 5],
      ],
    );
    assert.equal(document.isDirty, false);
    await proposals().reject();
    assert.equal(document.getText(), CODE);
  });

  it('is made one change at a time: each is an undo step, and the rest stays proposed', async () => {
    const document = await proposed();
    await proposals().acceptOne(bar(1));
    assert.equal(document.getText(), CODE.replace('three', 'THREE\nmore'));
    assert.equal(await shown(), BOTH);
    await until('the bars of the rest are there', () => bars()[1]?.label === 'Change 2 of 2');
    await proposals().acceptOne(bar(0));
    await proposals().acceptOne(bar(0));
    assert.equal(document.getText(), BOTH);
    assert.ok(isClosed());
    for (const before of [BOTH.replace('four\n', 'four\nfive\n'), CODE.replace('three', 'THREE\nmore'), CODE]) {
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
    }
  });

  it('is made as a whole in one undo step, to the byte', async () => {
    const content = CODE.replaceAll('\n', '\r\n').replace(/\r\n$/, '');
    const document = await proposed(content);
    await proposals().accept();
    assert.equal(document.getText(), BOTH.replaceAll('\n', '\r\n').replace(/\r\n$/, ''));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), content);
  });

  it('goes on without a change that is rejected, and ends with the last one', async () => {
    const document = await proposed();
    await proposals().rejectOne(bar(0));
    await shows(BOTH.replace('ONE', 'one'));
    await until('its bar is gone', () => bars()[1]?.label === 'Change 2 of 2');
    await proposals().rejectOne(bar(1));
    await shows(BOTH.replace('ONE', 'one').replace('four\n', 'four\nfive\n'));
    await until('its bar is gone', () => bars()[0]?.label === 'Change 1 of 1');
    await proposals().rejectOne(bar(0));
    assert.ok(isClosed());
    assert.equal(document.getText(), CODE);
    assert.equal(document.isDirty, false);
  });

  it('makes the change at the cursor where no bar was pressed', async () => {
    const document = await proposed();
    const { activeTextEditor } = vscode.window;
    assert.ok(activeTextEditor);
    await until('the cursor is at the first change', () => activeTextEditor.selection.active.line === 1);
    await proposals().acceptOne();
    assert.equal(document.getText(), CODE.replace('one', 'ONE'));
    await proposals().reject();
  });

  describe('that is refined', () => {
    it('gives way to the new one, and comes back on request', async () => {
      const document = await proposed(CODE, WANTED, async () => WANTED.replace('ONE', 'Uno'));
      await proposals().again();
      await shows(BOTH.replace('ONE', 'Uno'));
      await proposals().go(-1);
      await shows(BOTH);
      await proposals().go(-1);
      await proposals().go(1);
      await shows(BOTH.replace('ONE', 'Uno'));
      await proposals().go(1);
      assert.equal(document.getText(), CODE);
      await proposals().accept();
      assert.equal(document.getText(), BOTH.replace('ONE', 'Uno'));
    });

    it('is compared with what was accepted of the one before', async () => {
      const document = await proposed(CODE, WANTED, async () => 'one\ntwo\nthree\nfour\nFIVE');
      await proposals().acceptOne(bar(1));
      await proposals().again();
      await shows(CODE.replace('five', 'FIVE'));
      await proposals().accept();
      assert.equal(document.getText(), CODE.replace('five', 'FIVE'));
    });

    it('stays where there is no other', async () => {
      await proposed(CODE, WANTED, async () => undefined);
      await proposals().again();
      assert.equal(await shown(), BOTH);
      await proposals().reject();
    });

    it('is not shown any more when it was rejected while the model was asked', async () => {
      let closed: AbortSignal | undefined;
      const document = await proposed(CODE, WANTED, async (_where, signal) => {
        closed = signal;
        await proposals().reject();
        return 'other';
      });
      await proposals().again();
      assert.equal(closed?.aborted, true);
      assert.ok(isClosed());
      assert.equal(document.getText(), CODE);
    });
  });

  it('can be beside another one, each with its own file', async () => {
    const one = await proposed();
    const two = await proposed();
    await proposals().accept();
    assert.equal(one.getText(), CODE);
    assert.equal(two.getText(), BOTH);
    await vscode.window.showTextDocument(one);
    await select(await vscode.window.showTextDocument(one), new vscode.Selection(0, 0, 0, 0));
    await proposals().accept();
    assert.equal(one.getText(), BOTH);
  });

  it('says so where nothing would change', async () => {
    await proposed(CODE, 'one\ntwo\nthree\nfour\nfive');
    assert.match(questions.asked.at(-1) ?? '', /is like this already/);
    assert.ok(isClosed());
  });

  it('acts on the proposal whose bar was pressed, whichever is in front', async () => {
    const one = await proposed();
    const first = bar(0);
    const two = await proposed();
    await proposals().acceptOne(first);
    assert.equal(one.getText(), CODE.replace('one', 'ONE'));
    assert.equal(two.getText(), CODE);
  });

  it('stays open, whole, where the file refuses the change', async () => {
    const document = await proposed();
    const { applyEdit } = vscode.workspace;
    Object.assign(vscode.workspace, { applyEdit: async () => false });
    try {
      await proposals().acceptOne(bar(0));
      await proposals().accept();
    } finally {
      Object.assign(vscode.workspace, { applyEdit });
    }
    assert.equal(questions.asked.filter(question => question.includes('could not be changed')).length, 2);
    assert.equal(await shown(), BOTH);
    await proposals().accept();
    assert.equal(document.getText(), BOTH);
  });
});
