import { estimateTokenCount } from 'tokenx';
import type { FileChange } from './gitDiff';

/** What is sent of a change, and in how many requests. */
export interface ChangePlan {
  /** Every file, with what became of it, as far as the list may be long. */
  readonly list: string;
  /** The files whose lines are sent whole along with the list. */
  readonly sent: readonly FileChange[];
  /** The files that do not fit beside them: each group is summarised in a request of its own. */
  readonly groups: readonly SummaryGroup[];
  /** Text files of which the model reads nothing but their line in the list. */
  readonly unread: number;
  readonly files: number;
}

/** Files that one request summarises: several small ones, or one that is long. */
export type SummaryGroup = readonly LongChange[];

/** A change that is summarised before the message is asked for. */
export interface LongChange {
  /** As much of it as its own request can hold. */
  readonly change: FileChange;
  readonly isCut: boolean;
  /** What of it goes along with the list when no summary comes. */
  readonly beginning: FileChange;
  /** Tokens that its summary, or its beginning, may take. */
  readonly room: number;
}

/** Tokens for a model of which nothing is known: servers on one's own machine often hold 8,192, and drop the rest unsaid. */
const UNKNOWN_BUDGET = 5000;
/** More does not make a message better. */
const MOST_TOKENS = 24_000;
/** Instructions, earlier messages, and the answer. */
const RESERVED = 2000;
/** A sentence or two, with the name of the file. */
const SUMMARY_TOKENS = 80;
/** More requests are more waiting than a message is worth. */
const MOST_REQUESTS = 8;
/** Small models lose count of more, and an answer has to end within its own limit. */
const FILES_IN_REQUEST = 12;
/** Tokens and characters in proportion, for texts too long to be measured whole. */
const MOST_CHARACTERS_PER_TOKEN = 8;
const LISTED_FILES = 150;

/** Tokens that the changes may take, of a model that can hold so many. */
export function changeBudget(contextWindow: number | undefined): number {
  if (contextWindow === undefined) return UNKNOWN_BUDGET;
  return Math.max(500, Math.min(MOST_TOKENS, Math.floor((contextWindow - RESERVED) * 0.7)));
}

/** Whether everything but lock files and what is no text is sent whole, in one request. */
export function isWhole({ groups, unread }: ChangePlan): boolean {
  return groups.length === 0 && unread === 0;
}

interface Sized {
  readonly change: FileChange;
  /** Tokens; endless where it is far more than fits. */
  readonly size: number;
}

/** What to send of a change: all of it, or a list of all files, what fits, and summaries of what does not. */
export function planChanges(changes: readonly FileChange[], budget: number): ChangePlan {
  const texts = changes.filter(({ kind }) => kind === 'text');
  const listed = changes.slice(0, LISTED_FILES).map(listLine);
  const more = changes.length - listed.length;
  const list = cutLines([...listed, ...(more > 0 ? [`… and ${more} more files`] : [])].join('\n'), budget / 4).text;
  const room = budget - estimateTokenCount(list);
  const sized = texts.map(change => ({ change, size: sizeOf(change.text, budget) }));
  // The small ones first: that way, the model reads something of the most files.
  const bySize = sized.toSorted((one, other) => one.size - other.size);
  const { fitting, left } = thatFit(bySize, room);
  const groups = grouped(
    bySize.filter(({ change }) => !fitting.has(change)).slice(0, Math.floor(left / SUMMARY_TOKENS)),
    budget,
  );
  const summarised = groups.flat();
  const share = left / summarised.length;
  return {
    list,
    sent: texts.filter(change => fitting.has(change)),
    groups: groups.map(group => group.map(({ change }) => longChange(change, budget, share))),
    unread: texts.length - fitting.size - summarised.length,
    files: changes.length,
  };
}

/** Those that go along whole. All others keep room for a summary. */
function thatFit(
  bySize: readonly Sized[],
  room: number,
): { readonly fitting: ReadonlySet<FileChange>; readonly left: number } {
  const fitting = new Set<FileChange>();
  const least = (size: number): number => Math.min(size, SUMMARY_TOKENS);
  let left = room;
  let reserved = bySize.reduce((sum, { size }) => sum + least(size), 0);
  for (const { change, size } of bySize) {
    const forOthers = reserved - least(size);
    // What is shorter than its summary would be goes as it is.
    if (size > left || (size > SUMMARY_TOKENS && size > left - forOthers)) continue;
    fitting.add(change);
    left -= size;
    reserved = forOthers;
  }
  return { fitting, left };
}

/** Several small files in one request; as many requests as there may be. */
function grouped(bySize: readonly Sized[], budget: number): readonly (readonly Sized[])[] {
  const groups: Sized[][] = [];
  let used = 0;
  for (const file of bySize) {
    const last = groups.at(-1);
    if (last && used + file.size <= budget && last.length < FILES_IN_REQUEST) {
      last.push(file);
      used += file.size;
    } else {
      if (groups.length === MOST_REQUESTS) break;
      groups.push([file]);
      used = file.size;
    }
  }
  return groups;
}

function longChange(change: FileChange, budget: number, room: number): LongChange {
  const { text, isCut } = cutLines(change.text, budget);
  const beginning = { ...change, text: cutLines(change.text, room).text };
  return { change: { ...change, text }, isCut, beginning, room };
}

function listLine({ path, added, removed, kind, text }: FileChange): string {
  const isNew = /^new file/m.test(text.slice(0, 2000));
  const isDeleted = /^deleted file/m.test(text.slice(0, 2000));
  const from = /^rename from (.+)$/m.exec(text.slice(0, 2000))?.[1];
  const what = isNew ? 'new' : isDeleted ? 'deleted' : from === undefined ? 'changed' : `renamed from ${from}`;
  return `${path} (${what}, +${added} -${removed}${kind === 'named' ? ', content not shown' : ''})`;
}

function sizeOf(text: string, budget: number): number {
  return text.length > budget * MOST_CHARACTERS_PER_TOKEN ? Number.POSITIVE_INFINITY : estimateTokenCount(text);
}

/** As many whole lines from the beginning as fit. */
function cutLines(text: string, tokens: number): { readonly text: string; readonly isCut: boolean } {
  if (sizeOf(text, tokens) <= tokens) return { text, isCut: false };
  const lines = text.split('\n');
  let used = 0;
  let kept = 0;
  for (const line of lines) {
    used += line.length > tokens * MOST_CHARACTERS_PER_TOKEN ? tokens + 1 : estimateTokenCount(line) + 1;
    if (used > tokens) break;
    kept++;
  }
  return { text: [...lines.slice(0, kept), `[… ${lines.length - kept} more lines]`].join('\n'), isCut: true };
}
