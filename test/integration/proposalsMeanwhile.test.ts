import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BOTH, change, proposing } from './proposalSetup';
import { until } from './support';

describe('a proposed change when the file changes meanwhile', function () {
  // The first diff that a VS Code shows takes its time on a busy machine.
  this.timeout(120_000);
  const { questions, proposals, bars, bar, proposed, shows } = proposing();

  it('above: every change keeps its place, also while they are made one by one', async () => {
    const document = await proposed();
    await change(document, new vscode.Range(0, 0, 0, 0), 'top\n');
    await shows(`top\n${BOTH}`);
    await until('the bars have moved', () => bars()[0]?.line === 2);
    await proposals().acceptOne(bar(1));
    await change(document, new vscode.Range(0, 0, 1, 0), '');
    await proposals().accept();
    assert.equal(document.getText(), BOTH);
  });

  it('in one of the changes: the others are made, and that one is offered', async () => {
    const document = await proposed();
    await change(document, new vscode.Range(3, 0, 3, 5), 'mine');
    await shows('head\nONE\ntwo\nmine\nfour\nfoot\n');
    await vscode.env.clipboard.writeText('');
    questions.answer('Copy code');
    await proposals().accept();
    assert.equal(document.getText(), 'head\nONE\ntwo\nmine\nfour\nfoot\n');
    assert.match(questions.asked.at(-1) ?? '', /1 of 3 changes were left out/);
    assert.equal(await vscode.env.clipboard.readText(), 'THREE\nmore\n');
  });

  it('between them: what the user has written stays', async () => {
    const document = await proposed();
    await change(document, new vscode.Range(2, 0, 2, 3), '2');
    await proposals().accept();
    assert.equal(document.getText(), BOTH.replace('two', '2'));
  });

  it('and VS Code fails to make it: it can be accepted once more', async () => {
    const document = await proposed();
    const { applyEdit } = vscode.workspace;
    const fail = (): Promise<never> => Promise.reject(new Error('not today'));
    Object.assign(vscode.workspace, { applyEdit: fail });
    try {
      await assert.rejects(proposals().accept(), /not today/);
    } finally {
      Object.assign(vscode.workspace, { applyEdit });
    }
    await proposals().accept();
    assert.equal(document.getText(), BOTH);
  });

  it('by a save: it stays as it is', async () => {
    const document = await proposed();
    await change(document, new vscode.Range(0, 0, 0, 0), 'top\n');
    await document.save();
    await proposals().accept();
    assert.equal(document.getText(), `top\n${BOTH}`);
  });

  it('by an undo of a change that was accepted: it is gone with it, and the rest can still be made', async () => {
    const document = await proposed();
    await proposals().acceptOne(bar(0));
    await change(document, new vscode.Range(1, 0, 1, 3), 'one');
    await proposals().accept();
    assert.equal(document.getText(), BOTH.replace('ONE', 'one'));
  });

  it('in all its line ends: every change keeps its place', async () => {
    const document = await proposed();
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit(builder => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    await proposals().accept();
    assert.equal(document.getText(), BOTH.replaceAll('\n', '\r\n'));
  });
});
