import * as vscode from 'vscode';
import type { Preview } from '../../core/edits/proposal';

/** A bar below each change of a proposal, with its buttons. */
export interface ProposalBars {
  /** Shows the bars of a proposal that is shown as this document, in place of those that are there. */
  show(document: vscode.TextDocument, preview: Preview): void;
  hide(uri: vscode.Uri): void;
  /** The change whose bar this is, and of which proposal: those of another one have the same ids. */
  changeOf(bar: unknown): ChangeOfProposal | undefined;
}

/** A change as its bar knows it: the address of the proposal, and the id of the change, which is unique only there. */
export interface ChangeOfProposal {
  readonly uri: vscode.Uri;
  readonly change: number;
}

interface Bar {
  readonly thread: vscode.CommentThread;
  readonly change: number;
}

interface Shown {
  /** What they show: where it is the same, they stay. */
  readonly rows: string;
  readonly bars: readonly Bar[];
}

/**
 * VS Code offers extensions nothing else that stands in a diff, can be clicked and reached by keyboard, and is on for everybody:
 * code lenses are off in diffs by default, and the buttons of the gutter are kept for its own.
 */
export function createProposalBars(comments: () => vscode.CommentController): ProposalBars {
  const shown = new Map<string, Shown>();

  function hide(uri: vscode.Uri): void {
    for (const { thread } of shown.get(uri.toString())?.bars ?? []) thread.dispose();
    shown.delete(uri.toString());
  }

  return {
    show(document, { places }) {
      const rows = places.map(({ change, start, end }, index) => ({
        change: change.id,
        line: lastLine(document, start, end),
        label: vscode.l10n.t('Change {0} of {1}', index + 1, places.length),
      }));
      if (shown.get(document.uri.toString())?.rows === JSON.stringify(rows)) return;
      hide(document.uri);
      const bars = rows.map(({ change, line, label }) => {
        const thread = comments().createCommentThread(document.uri, new vscode.Range(line, 0, line, 0), []);
        thread.label = label;
        thread.canReply = false;
        thread.contextValue = 'change';
        thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
        return { thread, change };
      });
      shown.set(document.uri.toString(), { rows: JSON.stringify(rows), bars });
    },
    hide,
    changeOf(bar) {
      const found = [...shown.values()].flatMap(({ bars }) => bars).find(({ thread }) => thread === bar);
      return found && { uri: found.thread.uri, change: found.change };
    },
  };
}

/** The last line of what is new; of a deletion, the line above it. */
function lastLine(document: vscode.TextDocument, start: number, end: number): number {
  const { line, character } = document.positionAt(end);
  const isAtLineStart = character === 0 && line > 0;
  return end > start && !isAtLineStart ? line : Math.max(0, line - 1);
}
