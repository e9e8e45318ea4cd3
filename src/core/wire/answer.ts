import type { ChatEvent } from '../chat';
import { isChatError } from '../errors';
import type { HttpReply } from '../http/http';
import { isRecord, parseJson, type UnknownRecord } from '../unknown';
import { contentOf, finishEvent, firstChoice, onlyWordsOf, usageOf } from './completion';
import { createReplyReader, type ReplyRecord } from './records';
import { cutOff, emptyReply, errorInReply, notThisProtocol, wordsOf } from './replies';
import { createSameChunks, type Words } from './sameChunks';
import { createThinkingSplitter } from './thinking';
import { createToolCallAssembler } from './toolCalls';

/**
 * The answer in the reply of an OpenAI-compatible server, streamed or whole, in whatever form. `onWhole`: it came in one
 * piece. One generator from the bytes to the events: each more costs half as much again for every piece.
 *
 * @throws ChatError when the reply is an error, is none of the protocol, or ends before the answer does; what came before
 * has been yielded
 */
export async function* readAnswer(
  ask: () => Promise<HttpReply>,
  onWhole: () => void,
): AsyncGenerator<ChatEvent, void, undefined> {
  const reply = await ask();
  const reader = createReplyReader(reply.contentType);
  const answer = createAnswer(reply);
  const body = reply.body[Symbol.asyncIterator]();
  let failure: { readonly error: unknown } | undefined;
  let deadline = Number.POSITIVE_INFINITY;
  try {
    for (;;) {
      const patience = answer.patience();
      // From when the answer was complete: comments that go on for ever do not put it off.
      if (patience !== undefined) deadline = Math.min(deadline, performance.now() + patience);
      const { done, value: bytes } = await before(deadline, body.next());
      if (done) break;
      failure = tryTo(() => reader.read(bytes, answer.take));
      for (const event of answer.events()) yield event;
      if (failure) throw failure.error;
    }
    failure = tryTo(() => reader.end(answer.take));
    if (failure) throw failure.error;
    answer.end();
  } catch (error) {
    answer.giveUp();
    for (const event of answer.events()) yield event;
    // Many servers close badly; what was said before is complete all the same (row R8).
    if (answer.patience() === undefined || !isBrokenConnection(error)) throw error;
    answer.end();
  } finally {
    // Not awaited: where the last piece is still awaited, that would wait for it, too.
    body.return?.()?.catch(() => undefined);
  }
  for (const event of answer.events()) yield event;
  if (answer.cameWhole()) onWhole();
}

/** What comes next, or the end of the body at the deadline; some servers leave the connection open. */
function before(deadline: number, next: Promise<IteratorResult<Uint8Array>>): Promise<IteratorResult<Uint8Array>> {
  if (deadline === Number.POSITIVE_INFINITY) return next;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ done: true, value: undefined }), deadline - performance.now());
    next.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function tryTo(work: () => void): { readonly error: unknown } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function isBrokenConnection(error: unknown): boolean {
  return isChatError(error) && (error.kind === 'truncated' || error.kind === 'timeout');
}

/** An answer on its way. What there is to tell of it is collected until `events` asks. */
interface Answer {
  readonly take: (records: readonly ReplyRecord[]) => void;
  /** What was collected; neighbours of one kind are one event. */
  events(): readonly ChatEvent[];
  /** No more will come: gives out what was held back. */
  giveUp(): void;
  /** The reply has ended. Throws when the answer has not. */
  end(): void;
  /** Once the server has said that the answer is complete: milliseconds for which more, such as the usage, may come. */
  patience(): number | undefined;
  cameWhole(): boolean;
}

/** A shorter repetition may well be meant. */
const SHORTEST_REPETITION = 4;

function createAnswer(reply: HttpReply): Answer {
  const sameChunks = createSameChunks(onlyWordsOf);
  const thinking = createThinkingSplitter();
  const tools = createToolCallAssembler();
  let collected: ChatEvent[] = [];
  /** Words of one kind that came together. */
  let pieces: string[] = [];
  let kind: Words['type'] = 'text';
  let text = '';
  let streamed = false;
  let whole = false;
  let finished = false;
  let done = false;
  /** A record that is not JSON: half of one when it is the last. */
  let broken: string | undefined;
  /** There is a record that is neither an answer nor an error. */
  let foreign = false;

  function takeWords(type: Words['type'], words: string): void {
    if (type !== kind) joinPieces();
    kind = type;
    pieces.push(words);
  }

  /** One by one, to take words apart and to put them together again would be half of all the work. */
  function joinPieces(): void {
    if (pieces.length === 0) return;
    const words = pieces.join('');
    pieces = [];
    if (kind === 'reasoning') {
      say(kind, words);
    } else {
      text += words;
      thinking.take(words, say);
    }
  }

  function say(type: Words['type'], words: string): void {
    const last = collected.at(-1);
    if (last?.type === type) collected[collected.length - 1] = { type, text: last.text + words };
    else collected.push({ type, text: words });
  }

  function take(records: readonly ReplyRecord[]): void {
    for (const { data, event } of records) {
      const isPlain = event !== 'error' && broken === undefined && !finished;
      if (!(isPlain && sameChunks.read(data, takeWords))) takeRecord(data, event);
    }
  }

  function takeRecord(data: string, event: string | undefined): void {
    const trimmed = data.trim();
    // Keep-alives of some gateways.
    if (trimmed === '') return;
    if (broken !== undefined) throw notThisProtocol(reply, broken);
    // Read on: some servers send the usage after it.
    if (trimmed === '[DONE]') {
      done = true;
      return;
    }
    const value = parseJson(data);
    const chunks: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const chunk of chunks) {
      if (event === 'error' || isError(chunk)) throw errorInReply(reply, chunk ?? data);
      if (isRecord(chunk)) takeChunk(chunk);
      else broken = data;
    }
    if (isRecord(value)) sameChunks.learn(data, value);
  }

  function takeChunk(chunk: UnknownRecord): void {
    const choice = firstChoice(chunk) ?? {};
    foreign ||= chunk['choices'] === undefined;
    const { delta, message, text: textCompletion, finish_reason } = choice;
    if (isRecord(delta)) {
      streamed = true;
      takeMessage(delta, typeof finish_reason === 'string');
    } else if (!streamed && isRecord(message)) {
      // After deltas it is the same once more.
      whole = true;
      takeMessage(message, false);
    } else if (typeof textCompletion === 'string') {
      streamed = true;
      if (textCompletion !== '') takeWords('text', textCompletion);
    }
    if (typeof finish_reason === 'string' && finish_reason !== '' && !finished) finish(finish_reason);
    const usage = usageOf(chunk, choice);
    if (!usage) return;
    joinPieces();
    collected.push({ type: 'usage', usage });
  }

  function takeMessage(message: UnknownRecord, isLast: boolean): void {
    const { text: said, reasoning } = contentOf(message);
    tools.take(message);
    // Some servers repeat the whole answer at its end, and the thinking with it.
    if ((isLast || finished) && said.length >= SHORTEST_REPETITION && said === textSoFar()) return;
    if (reasoning !== '') takeWords('reasoning', reasoning);
    if (said !== '') takeWords('text', said);
  }

  function textSoFar(): string {
    joinPieces();
    return text;
  }

  function finish(word: string): void {
    finished = true;
    endWords();
    for (const call of tools.finish()) collected.push({ type: 'toolCall', call });
    collected.push(finishEvent(word));
  }

  function endWords(): void {
    joinPieces();
    thinking.end(say);
  }

  function end(): void {
    endWords();
    if (finished) return;
    if (broken !== undefined && !done) throw isHalfRecord(broken) ? cutOff(reply) : notThisProtocol(reply, broken);
    // Words would be those of a success of another protocol.
    if (!streamed && !whole) throw foreign ? notThisProtocol(reply, '') : emptyReply(reply);
    if (!done && !whole) throw cutOff(reply);
    finish('stop');
  }

  return {
    take,
    events() {
      joinPieces();
      const events = collected;
      collected = [];
      return events;
    },
    giveUp: endWords,
    end,
    patience: () => (done ? 1000 : finished ? 10_000 : undefined),
    cameWhole: () => whole && !streamed,
  };
}

/** What a killed server leaves at the end. */
function isHalfRecord(data: string): boolean {
  return /^\s*[{[]/.test(data) && parseJson(data) === undefined;
}

/** An `error` field, or words of an error where an answer should be. */
function isError(chunk: unknown): boolean {
  if (!isRecord(chunk)) return false;
  const { error, choices, result } = chunk;
  if (error !== undefined && error !== null && error !== false && error !== '') return true;
  return !Array.isArray(choices) && !isRecord(result) && wordsOf(chunk) !== undefined;
}
