import { hunksBetween } from './hunks';

/** One difference of a proposal, at its place in the document as it is now. */
export interface Change {
  readonly start: number;
  readonly original: string;
  readonly text: string;
  /** Where it would be inserted is gone. */
  readonly isLost?: true;
}

/** What a piece of a document could become. Nothing of it is in the document. */
export interface Proposal {
  /** The piece, as it is in the document now; undefined once it cannot be told any more. */
  readonly piece: { readonly start: number; readonly end: number } | undefined;
  /** In order. */
  readonly changes: readonly Change[];
}

/** An edit of a document, as VS Code reports it. */
export interface DocumentEdit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** What would make `text` of the piece of a document that begins at `start`. */
export function propose(start: number, original: string, text: string): Proposal {
  const changes = hunksBetween(original, text).map(hunk => ({
    start: start + hunk.start,
    original: original.slice(hunk.start, hunk.end),
    text: hunk.text,
  }));
  return { piece: { start, end: start + original.length }, changes };
}

/**
 * The proposal after the document has changed: what is below moves along.
 *
 * @param isOurs whether one of its own changes was accepted, which belongs to the piece even at its edges
 */
export function follow(proposal: Proposal, edits: readonly DocumentEdit[], isOurs: boolean): Proposal {
  return edits.reduce<Proposal>(
    ({ piece, changes }, edit) => ({
      piece: piece && pieceAfter(piece, edit, isOurs),
      changes: changes.map(change => changeAfter(change, edit)),
    }),
    proposal,
  );
}

export function without({ piece, changes }: Proposal, gone: readonly Change[]): Proposal {
  return { piece, changes: changes.filter(change => !gone.includes(change)) };
}

/** Whether the words that a change replaces are still there; what only looks like them elsewhere was not meant. */
export function isInPlace(document: string, { start, original, isLost }: Change): boolean {
  return !isLost && start <= document.length && document.startsWith(original, start);
}

/** The document as it would be, and where each change is in it. */
export interface Preview {
  readonly text: string;
  readonly places: readonly { readonly change: Change; readonly start: number; readonly end: number }[];
}

/** The document with all changes that still fit. */
export function preview(document: string, { changes }: Proposal): Preview {
  const places: { change: Change; start: number; end: number }[] = [];
  let text = '';
  let at = 0;
  for (const change of changes) {
    if (change.start < at || !isInPlace(document, change)) continue;
    text += document.slice(at, change.start);
    places.push({ change, start: text.length, end: text.length + change.text.length });
    text += change.text;
    at = change.start + change.original.length;
  }
  return { text: text + document.slice(at), places };
}

function changeAfter(change: Change, { rangeOffset, rangeLength, text }: DocumentEdit): Change {
  const { start, original } = change;
  const end = rangeOffset + rangeLength;
  if (end <= start) return { ...change, start: start + text.length - rangeLength };
  // Words that are gone are missed when it comes to them; a place between words has to be remembered.
  return original === '' && rangeOffset < start ? { ...change, isLost: true } : change;
}

function pieceAfter(
  { start, end }: { readonly start: number; readonly end: number },
  { rangeOffset, rangeLength, text }: DocumentEdit,
  isOurs: boolean,
): Proposal['piece'] {
  const by = text.length - rangeLength;
  const editEnd = rangeOffset + rangeLength;
  const isInside = rangeOffset >= start && editEnd <= end;
  const isAtEdge = rangeLength === 0 && (rangeOffset === start || rangeOffset === end);
  if (isInside && (isOurs || !isAtEdge)) return { start, end: end + by };
  if (editEnd <= start) return { start: start + by, end: end + by };
  return rangeOffset >= end ? { start, end } : undefined;
}
