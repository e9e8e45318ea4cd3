import { hunksBetween } from './hunks';

/** One difference of a proposal, at its place in the document as it is now. */
export interface Change {
  /** Stays the same while the change moves. */
  readonly id: number;
  readonly start: number;
  readonly original: string;
  readonly text: string;
  /** Where it would be inserted is gone. */
  readonly isLost?: true;
}

/** Characters of a document, from `start` up to `end`. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** What a piece of a document could become. Nothing of it is in the document. */
export interface Proposal {
  /** The lines of the piece, as they are in the document now; undefined once that cannot be told any more. */
  readonly lines: Piece | undefined;
  /** What belongs to these lines, but not to the piece: before it, and after it. */
  readonly head: string;
  readonly tail: string;
  /** In order. */
  readonly changes: readonly Change[];
}

/** An edit of a document, as VS Code reports it. */
export interface DocumentEdit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** A document of VS Code has one of them, the same for all of its lines. */
export type LineEnd = '\n' | '\r\n';

/** What would make `text` of a piece of a document. */
export function propose(document: string, piece: Piece, text: string): Proposal {
  // By whole lines, or the last line of the piece would be another one for want of its line end.
  const start = piece.start === 0 ? 0 : document.lastIndexOf('\n', piece.start - 1) + 1;
  const lineEnd = document.indexOf('\n', piece.end);
  const end = lineEnd < 0 ? document.length : lineEnd + 1;
  const [head, tail] = [document.slice(start, piece.start), document.slice(piece.end, end)];
  const lines = { start, end };
  const original = document.slice(start, end);
  const changes = hunksBetween(original, `${head}${text}${tail}`).map((hunk, id) => ({
    id,
    start: start + hunk.start,
    original: original.slice(hunk.start, hunk.end),
    text: hunk.text,
  }));
  return { lines, head, tail, changes };
}

/** Where the piece is now; undefined where that cannot be told. */
export function pieceOf(document: string, { lines, head, tail }: Proposal): Piece | undefined {
  if (!lines || lines.end - lines.start < head.length + tail.length) return undefined;
  const text = document.slice(lines.start, lines.end);
  if (!text.startsWith(head) || !text.endsWith(tail)) return undefined;
  return { start: lines.start + head.length, end: lines.end - tail.length };
}

/**
 * The proposal after the document has changed: what is below moves along.
 *
 * @param isOurs whether one of its own changes was accepted, which belongs to the piece even at its edges
 */
export function follow(proposal: Proposal, edits: readonly DocumentEdit[], isOurs: boolean): Proposal {
  return {
    ...proposal,
    lines: followPiece(proposal.lines, edits, isOurs),
    changes: proposal.changes.map(change => edits.reduce(changeAfter, change)),
  };
}

/** The proposal after all line ends of the document have become others, which moves everything and changes no line. */
export function withLineEnds(proposal: Proposal, document: string, from: LineEnd, to: LineEnd): Proposal {
  const before = document.replace(/\r?\n/g, from);
  const converted = (text: string): string => text.replace(/\r?\n/g, to);
  const moved = (offset: number): number => converted(before.slice(0, offset)).length;
  const { lines, head, tail, changes } = proposal;
  return {
    lines: lines && { start: moved(lines.start), end: moved(lines.end) },
    head: converted(head),
    tail: converted(tail),
    changes: changes.map(change => ({
      ...change,
      start: moved(change.start),
      original: converted(change.original),
      text: converted(change.text),
    })),
  };
}

/** A piece after the document has changed; undefined where it cannot be told any more. */
export function followPiece(
  piece: Piece | undefined,
  edits: readonly DocumentEdit[],
  isOurs: boolean,
): Piece | undefined {
  return edits.reduce<Piece | undefined>((now, edit) => now && pieceAfter(now, edit, isOurs), piece);
}

/** The proposal once some of its changes were accepted or discarded. The others stay where they are: `follow` moves them. */
export function withoutChanges(proposal: Proposal, gone: readonly Pick<Change, 'id'>[]): Proposal {
  return { ...proposal, changes: proposal.changes.filter(change => !gone.some(({ id }) => id === change.id)) };
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
  { start, end }: Piece,
  { rangeOffset, rangeLength, text }: DocumentEdit,
  isOurs: boolean,
): Piece | undefined {
  const by = text.length - rangeLength;
  const editEnd = rangeOffset + rangeLength;
  const isInside = rangeOffset >= start && editEnd <= end;
  const isAtEdge = rangeLength === 0 && (rangeOffset === start || rangeOffset === end);
  if (isInside && (isOurs || !isAtEdge)) return { start, end: end + by };
  if (editEnd <= start) return { start: start + by, end: end + by };
  return rangeOffset >= end ? { start, end } : undefined;
}
