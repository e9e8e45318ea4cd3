import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Again } from '../../src/vscode/edits/openProposal';
import { createProposalBars } from '../../src/vscode/edits/proposalBars';
import { createProposals, type Proposals } from '../../src/vscode/edits/proposals';
import { type Answering, answering } from './answering';
import { codeFolder } from './codeFolder';
import { closeAllEditors, until, untilAnswered } from './support';

export const CODE = 'head\none\ntwo\nthree\nfour\nfive\nfoot\n';
/** Two changes, and a line that is deleted. */
export const WANTED = 'ONE\ntwo\nTHREE\nmore\nfour';
export const BOTH = 'head\nONE\ntwo\nTHREE\nmore\nfour\nfoot\n';
const PIECE = new vscode.Range(1, 0, 5, 4);

/** The bars that a proposal has made, as VS Code would show them. */
interface Bar {
  readonly label: string | undefined;
  readonly line: number | undefined;
  readonly thread: vscode.CommentThread;
}

/** Proposals of the test's own, and what a user sees of them. */
export interface Proposing {
  readonly questions: Answering;
  readonly proposals: () => Proposals;
  bars(): readonly Bar[];
  /** The bar of a change, counted from 0. */
  bar(index: number): vscode.CommentThread | undefined;
  /** Opens a new file and proposes code for a piece of it. */
  proposed(content?: string, code?: string, again?: Again): Promise<vscode.TextDocument>;
  /** The text on the side of the proposal. */
  shown(): Promise<string>;
  shows(text: string): Promise<void>;
  isClosed(): boolean;
}

/** Edits a document as anything else than the proposal does. */
export function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  return vscode.workspace.applyEdit(edit);
}

let count = 0;

/** For the tests of one `describe`. */
export function proposing(): Proposing {
  const folder = codeFolder();
  const questions = answering();
  const threads = new Set<vscode.CommentThread>();
  let proposals: Proposals;
  let comments: vscode.CommentController;

  before(() => {
    comments = vscode.comments.createCommentController(`proposals-test-${++count}`, 'Test');
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

  function isClosed(): boolean {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    return !(activeTab?.input instanceof vscode.TabInputTextDiff);
  }

  const bar = (index: number): vscode.CommentThread | undefined => bars()[index]?.thread;

  return { questions, proposals: () => proposals, bars, bar, proposed, shown, shows, isClosed };
}
