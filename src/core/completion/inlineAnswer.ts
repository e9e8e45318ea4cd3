import type { ChatEvent, Parameters } from '../chat';
import { openBrackets } from '../code/brackets';
import type { Endpoint } from '../endpoints/endpoints';
import { ChatError, isChatError } from '../errors';
import { indentWidth } from '../text';
import { cleanCompletion } from './cleanCompletion';
import type { CursorContext } from './cursorContext';

// What is asked for an inline suggestion, and how much of the answer is taken.

type Around = Pick<CursorContext, 'before' | 'after'>;

/** Tokens that are enough for what one reads at a glance. */
const LINE_TOKENS = 80;
const BLOCK_TOKENS = 320;
/** Room to think in, for models that do so before the first word. */
const THINKING_TOKENS = 2048;

/** Lines of the longest suggestion. */
const MOST_LINES = 12;

/** Nothing that is worth suggesting goes on behind two blank lines. */
const STOP = '\n\n\n';
/** Servers take no more than this. */
const MOST_STOPS = 4;

/** What makes models think less or not at all: each server knows one of them, or none. */
const LESS_THINKING: Parameters = { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: false } };

/** What is known of the model that is asked. */
export interface Known {
  /** It thinks before it writes, so it needs room for that. */
  readonly thinks: boolean;
  /** Parameters of ours that it does not take. */
  readonly refused: readonly string[];
}

/** Whether more stands on the line behind the cursor: only the rest of that line is suggested then. */
function wantsOneLine({ after }: Pick<CursorContext, 'after'>): boolean {
  return (after.split('\n', 1)[0] ?? '').trim() !== '';
}

/** The user's parameters for the endpoint, with a short answer. A lower limit and all else of the user's stay. */
export function inlineParameters(
  endpoint: Pick<Endpoint, 'parameters' | 'protocol'>,
  context: Pick<CursorContext, 'after'>,
  known: Known,
): Parameters {
  const { parameters } = endpoint;
  const limit = 'max_completion_tokens' in parameters ? 'max_completion_tokens' : 'max_tokens';
  const most = known.thinks ? THINKING_TOKENS : wantsOneLine(context) ? LINE_TOKENS : BLOCK_TOKENS;
  const own = parameters[limit];
  return {
    ...parameters,
    ...ours(endpoint, known),
    [limit]: typeof own === 'number' ? Math.min(own, most) : most,
  };
}

/** What the user has not set, and a server may refuse; without it the answer is left at the same place. */
function ours({ parameters, protocol }: Pick<Endpoint, 'parameters' | 'protocol'>, known: Known): Parameters {
  const { stop } = parameters;
  const stops = Array.isArray(stop) ? stop : stop === undefined || stop === null ? [] : [stop];
  // The envelope tells nobody what it makes of a parameter that it does not know.
  const lessThinking = known.thinks && protocol === 'openai' ? LESS_THINKING : {};
  const wanted = { ...lessThinking, ...(stops.length < MOST_STOPS ? { stop: [...stops, STOP] } : {}) };
  const isWanted = ([name]: [string, unknown]): boolean =>
    !known.refused.includes(name) && (name === 'stop' || !(name in parameters));
  return Object.fromEntries(Object.entries(wanted).filter(isWanted));
}

/** Which of our own parameters a server refuses: those that it names, else those that few servers know. */
export function refusedParameters(
  error: unknown,
  endpoint: Pick<Endpoint, 'parameters' | 'protocol'>,
  known: Known,
): readonly string[] {
  if (!isChatError(error)) return [];
  const { status, serverMessage = '' } = error.details;
  if (status !== 400 && status !== 422) return [];
  const sent = Object.keys(ours(endpoint, known));
  const named = sent.filter(name => new RegExp(`\\b${name}\\b`).test(serverMessage));
  return named.length > 0 ? named : sent.filter(name => name in LESS_THINKING);
}

/** What an answer comes to. An empty text: there is nothing to suggest here, or `isSpent`. */
export interface ReadSuggestion {
  readonly text: string;
  /** The limit was reached before the first word: all of it went into thinking, shown or not. */
  readonly isSpent: boolean;
}

/**
 * Reads an answer as far as it is wanted, and leaves it there, which closes the connection.
 *
 * @param onThinking is told when the model thinks instead of writing
 * @throws ChatError, or the reason of the abort
 */
export async function readSuggestion(
  events: AsyncIterable<ChatEvent>,
  context: CursorContext,
  onThinking: () => void = () => undefined,
): Promise<ReadSuggestion> {
  let written = '';
  let isCut = false;
  for await (const event of events) {
    // Nobody waits for a suggestion while a countdown runs.
    if (event.type === 'progress' && event.progress.phase === 'retry') throw new ChatError(event.progress.error);
    if (event.type === 'reasoning') onThinking();
    if (event.type === 'finish') isCut = event.reason === 'length';
    if (event.type !== 'text') continue;
    written += event.text;
    if (untilEnd(cleanCompletion(written, context, false), context).ended) break;
  }
  const { text } = untilEnd(cleanCompletion(written, context, true), context);
  return { text, isSpent: isCut && written.trim() === '' };
}

/** What of a text belongs to the line, statement or block at the cursor, without white space at its end. */
export interface UntilEnd {
  readonly text: string;
  /** More of the answer would be cut off anyway. */
  readonly ended: boolean;
}

/** A text up to the end of the line, statement or block that it completes. */
export function untilEnd(text: string, { before, after }: Around): UntilEnd {
  const [first = '', ...rest] = text.split('\n');
  if (wantsOneLine({ after })) return { text: first.trimEnd(), ended: rest.length > 0 };

  const currentLine = before.slice(before.lastIndexOf('\n') + 1);
  const kept = [first];
  for (const [index, line] of rest.entries()) {
    const isWhole = index < rest.length - 1;
    // What it begins with is not known yet.
    if (!isWhole && line.trim() === '') break;
    if (kept.length === MOST_LINES || !belongs(line, kept, currentLine)) return { text: joined(kept), ended: true };
    kept.push(line);
    if (isWhole && closesBlock(line, currentLine)) return { text: joined(kept), ended: true };
  }
  return { text: joined(kept), ended: false };
}

function joined(lines: readonly string[]): string {
  const text = lines.join('\n').trimEnd();
  return text.trim() === '' ? '' : text;
}

/** Whether a line goes on with what the lines before it have begun at the cursor. */
function belongs(line: string, kept: readonly string[], currentLine: string): boolean {
  const isStatement = currentLine.trim() !== '';
  const began = kept.some(each => each.trim() !== '');
  const open = openBrackets((isStatement ? currentLine : '') + kept.join('\n')) > 0;
  if (line.trim() === '') return open || !began;
  const isDeeper = indentWidth(line) > indentWidth(currentLine);
  if (indentWidth(line) < indentWidth(currentLine)) return false;
  if (isDeeper || open) return true;
  // A block at the cursor goes on; a statement that was begun there is over.
  return !isStatement || !began || CLOSERS.test(line);
}

const CLOSERS = /^\s*[)\]}]/;

/** A closer at the depth of the cursor's line ends what was begun on it. */
function closesBlock(line: string, currentLine: string): boolean {
  return currentLine.trim() !== '' && CLOSERS.test(line) && indentWidth(line) <= indentWidth(currentLine);
}
