import type * as vscode from 'vscode';
import { type Proposal, propose } from '../../core/edits/proposal';
import { fitted } from '../modelCode';

/** Asks for another proposal; undefined where there is none. Aborted when the proposal is closed. */
export type Again = (
  where: { readonly uri: vscode.Uri; readonly range: vscode.Range },
  closed: AbortSignal,
) => Promise<string | undefined>;

/** A proposal that is shown in a tab. */
export interface OpenProposal {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly closed: AbortController;
  readonly again: Again | undefined;
  document: vscode.TextDocument;
  proposal: Proposal;
  /** All code that was proposed, and which of them is shown. */
  versions: readonly string[];
  version: number;
  /** A change of its own is on its way into the document. */
  isWriting: boolean;
}

/** What code would make of a range, indented as that is. */
export function proposalFor(document: vscode.TextDocument, range: vscode.Range, code: string): Proposal {
  const piece = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  return propose(document.getText(), piece, fitted(document, range, code));
}
