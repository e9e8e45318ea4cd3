import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Again } from '../../src/vscode/edits/openProposal';
import { createProposalBars } from '../../src/vscode/edits/proposalBars';
import { createProposals, type Proposals } from '../../src/vscode/edits/proposals';
import { answering } from './answering';
import { codeFolder } from './codeFolder';
import { closeAllEditors, select, until, untilAnswered } from './support';

const CODE = 'head\none\ntwo\nthree\nfour\nfive\nfoot\n';
/** Two changes, and a line that is deleted. */
const WANTED = 'ONE\ntwo\nTHREE\nmore\nfour';
const BOTH = 'head\nONE\ntwo\nTHREE\nmore\nfour\nfoot\n';
const PIECE = new vscode.Range(1, 0, 5, 4);

/** The bars that a proposal has made, as VS Code would show them. */
interface Bar {
  readonly label: string | undefined;
  readonly line: number | undefined;
  readonly thread: vscode.CommentThread;
}

describe('a proposed change', function () {
  // The first diff that a VS Code shows takes its time on a busy machine.
  this.timeout(120_000);
  const folder = codeFolder();
  const questions = answering();
  const threads = new Set<vscode.CommentThread>();
  let proposals: Proposals;
  let comments: vscode.CommentController;

  before(() => {
    comments = vscode.comments.createCommentController('proposals-test', 'Test');
    proposals = createProposals(createProposalBars(() => watched(comments)));
  });
  after(() => {
    proposals.dispose();
    comments.dispose();
  });
  beforeEach(() => questions.begin());
  afterEach(async () => {
    questions.end();
    await closeAllEditors();
    await until('no bar is left', () => threads.size === 0);
  });

  function watched(controller: vscode.CommentController): vscode.CommentController {
    return {
      ...controller,
      createCommentThread(...made) {
        const thread = controller.createCommentThread(...made);
        threads.add(thread);
        const dispose = thread.dispose.bind(thread);
        return Object.assign(thread, {
          dispose() {
            threads.delete(thread);
            dispose();
          },
        });
      },
    };
  }

  function bars(): readonly Bar[] {
    return [...threads].map(thread => ({ label: thread.label, line: thread.range?.start.line, thread }));
  }

  async function proposed(content = CODE, code = WANTED, again?: Again): Promise<vscode.TextDocument> {
    const { document } = await folder.open(content);
    await proposals.propose(document, PIECE, code, again);
    return document;
  }

  async function shown(): Promise<string> {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff, 'a proposal is shown');
    return (await vscode.workspace.openTextDocument(input.modified)).getText();
  }

  function shows(text: string): Promise<void> {
    return untilAnswered(`it shows ${JSON.stringify(text)}`, async () => (await shown()) === text);
  }

  function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, text);
    return vscode.workspace.applyEdit(edit);
  }

  function isClosed(): boolean {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    return !(activeTab?.input instanceof vscode.TabInputTextDiff);
  }

  const bar = (index: number): vscode.CommentThread | undefined => bars()[index]?.thread;

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
    await proposals.reject();
    assert.equal(document.getText(), CODE);
  });

  it('is made one change at a time: each is an undo step, and the rest stays proposed', async () => {
    const document = await proposed();
    await proposals.acceptOne(bar(1));
    assert.equal(document.getText(), CODE.replace('three', 'THREE\nmore'));
    assert.equal(await shown(), BOTH);
    await until('the bars of the rest are there', () => bars()[1]?.label === 'Change 2 of 2');
    await proposals.acceptOne(bar(0));
    await proposals.acceptOne(bar(0));
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
    await proposals.accept();
    assert.equal(document.getText(), BOTH.replaceAll('\n', '\r\n').replace(/\r\n$/, ''));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), content);
  });

  it('goes on without a change that is rejected, and ends with the last one', async () => {
    const document = await proposed();
    await proposals.rejectOne(bar(0));
    await shows(BOTH.replace('ONE', 'one'));
    await until('its bar is gone', () => bars()[1]?.label === 'Change 2 of 2');
    await proposals.rejectOne(bar(1));
    await shows(BOTH.replace('ONE', 'one').replace('four\n', 'four\nfive\n'));
    await until('its bar is gone', () => bars()[0]?.label === 'Change 1 of 1');
    await proposals.rejectOne(bar(0));
    assert.ok(isClosed());
    assert.equal(document.getText(), CODE);
    assert.equal(document.isDirty, false);
  });

  it('makes the change at the cursor where no bar was pressed', async () => {
    const document = await proposed();
    const { activeTextEditor } = vscode.window;
    assert.ok(activeTextEditor);
    await until('the cursor is at the first change', () => activeTextEditor.selection.active.line === 1);
    await proposals.acceptOne();
    assert.equal(document.getText(), CODE.replace('one', 'ONE'));
    await proposals.reject();
  });

  describe('when the file changes meanwhile', () => {
    it('above: every change keeps its place, also while they are made one by one', async () => {
      const document = await proposed();
      await change(document, new vscode.Range(0, 0, 0, 0), 'top\n');
      await shows(`top\n${BOTH}`);
      await until('the bars have moved', () => bars()[0]?.line === 2);
      await proposals.acceptOne(bar(1));
      await change(document, new vscode.Range(0, 0, 1, 0), '');
      await proposals.accept();
      assert.equal(document.getText(), BOTH);
    });

    it('in one of the changes: the others are made, and that one is offered', async () => {
      const document = await proposed();
      await change(document, new vscode.Range(3, 0, 3, 5), 'mine');
      await shows('head\nONE\ntwo\nmine\nfour\nfoot\n');
      await vscode.env.clipboard.writeText('');
      questions.answer('Copy code');
      await proposals.accept();
      assert.equal(document.getText(), 'head\nONE\ntwo\nmine\nfour\nfoot\n');
      assert.match(questions.asked.at(-1) ?? '', /1 of 3 changes were left out/);
      assert.equal(await vscode.env.clipboard.readText(), 'THREE\nmore\n');
    });

    it('between them: what the user has written stays', async () => {
      const document = await proposed();
      await change(document, new vscode.Range(2, 0, 2, 3), '2');
      await proposals.accept();
      assert.equal(document.getText(), BOTH.replace('two', '2'));
    });

    it('by a save: it stays as it is', async () => {
      const document = await proposed();
      await change(document, new vscode.Range(0, 0, 0, 0), 'top\n');
      await document.save();
      await proposals.accept();
      assert.equal(document.getText(), `top\n${BOTH}`);
    });

    it('by an undo of a change that was accepted: it is gone with it, and the rest can still be made', async () => {
      const document = await proposed();
      await proposals.acceptOne(bar(0));
      await change(document, new vscode.Range(1, 0, 1, 3), 'one');
      await proposals.accept();
      assert.equal(document.getText(), BOTH.replace('ONE', 'one'));
    });
  });

  describe('that is refined', () => {
    it('gives way to the new one, and comes back on request', async () => {
      const document = await proposed(CODE, WANTED, async () => WANTED.replace('ONE', 'Uno'));
      await proposals.again();
      await shows(BOTH.replace('ONE', 'Uno'));
      await proposals.go(-1);
      await shows(BOTH);
      await proposals.go(-1);
      await proposals.go(1);
      await shows(BOTH.replace('ONE', 'Uno'));
      await proposals.go(1);
      assert.equal(document.getText(), CODE);
      await proposals.accept();
      assert.equal(document.getText(), BOTH.replace('ONE', 'Uno'));
    });

    it('is compared with what was accepted of the one before', async () => {
      const document = await proposed(CODE, WANTED, async () => 'one\ntwo\nthree\nfour\nFIVE');
      await proposals.acceptOne(bar(1));
      await proposals.again();
      await shows(CODE.replace('five', 'FIVE'));
      await proposals.accept();
      assert.equal(document.getText(), CODE.replace('five', 'FIVE'));
    });

    it('stays where there is no other', async () => {
      await proposed(CODE, WANTED, async () => undefined);
      await proposals.again();
      assert.equal(await shown(), BOTH);
      await proposals.reject();
    });

    it('is not shown any more when it was rejected while the model was asked', async () => {
      let closed: AbortSignal | undefined;
      const document = await proposed(CODE, WANTED, async (_where, signal) => {
        closed = signal;
        await proposals.reject();
        return 'other';
      });
      await proposals.again();
      assert.equal(closed?.aborted, true);
      assert.ok(isClosed());
      assert.equal(document.getText(), CODE);
    });
  });

  it('can be beside another one, each with its own file', async () => {
    const one = await proposed();
    const two = await proposed();
    await proposals.accept();
    assert.equal(one.getText(), CODE);
    assert.equal(two.getText(), BOTH);
    await vscode.window.showTextDocument(one);
    await select(await vscode.window.showTextDocument(one), new vscode.Selection(0, 0, 0, 0));
    await proposals.accept();
    assert.equal(one.getText(), BOTH);
  });

  it('says so where nothing would change', async () => {
    await proposed(CODE, 'one\ntwo\nthree\nfour\nfive');
    assert.match(questions.asked.at(-1) ?? '', /is like this already/);
    assert.ok(isClosed());
  });
});
