import * as vscode from 'vscode';
import { follow, type LineEnd, type Proposal, propose, withLineEnds } from '../../core/edits/proposal';
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
  /** While changes of its own are on their way into the document: what it is again if they do not arrive. */
  ifRefused: Proposal | undefined;
  /** The line ends that the proposal is written with. */
  eol: vscode.EndOfLine;
}

/** A proposal that is about to be shown. */
export function opened(
  what: Pick<OpenProposal, 'uri' | 'name' | 'again' | 'document' | 'proposal'>,
  code: string,
): OpenProposal {
  const closed = new AbortController();
  return { ...what, closed, versions: [code], version: 0, ifRefused: undefined, eol: what.document.eol };
}

/** What code would make of a range, indented as that is. Where all of some lines is to go, their last line end goes, too. */
export function proposalFor(document: vscode.TextDocument, range: vscode.Range, code: string): Proposal {
  const lastLine = document.lineAt(range.end.line);
  const isWholeLines = range.start.character === 0 && range.end.isEqual(lastLine.range.end);
  const place = code === '' && isWholeLines ? range.with({ end: lastLine.rangeIncludingLineBreak.end }) : range;
  const piece = { start: document.offsetAt(place.start), end: document.offsetAt(place.end) };
  return propose(document.getText(), piece, code === '' ? '' : fitted(document, place, code));
}

/** Keeps an open proposal at its place in a document that has changed. */
export function followDocument(open: OpenProposal, { document, contentChanges }: vscode.TextDocumentChangeEvent): void {
  const followed = (proposal: Proposal, isOurs: boolean): Proposal =>
    document.eol === open.eol
      ? follow(proposal, contentChanges, isOurs)
      : withLineEnds(proposal, document.getText(), lineEnd(open.eol), lineEnd(document.eol));
  open.proposal = followed(open.proposal, open.ifRefused !== undefined);
  open.ifRefused = open.ifRefused && followed(open.ifRefused, false);
  open.document = document;
  open.eol = document.eol;
}

function lineEnd(eol: vscode.EndOfLine): LineEnd {
  return eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}
