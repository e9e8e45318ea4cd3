import { estimateTokenCount } from 'tokenx';
import { type ChatEvent, fileWords, type Message, MOST_IMAGE_TOKENS } from '../chat';
import type { FirstSend } from '../conversation/conversation';
import type { AnswerHappening } from '../conversation/writeAnswer';
import type { Endpoint } from '../endpoints/endpoints';
import { type ChatErrorDetails, isChatError } from '../errors';

/** Tells whether words go to an origin for the first time, so that its host and their size can be shown (row S24). */
export interface FirstSends {
  isFirst(url: string): boolean;
  noteSent(url: string): void;
}

/** The host and the size of what is about to be sent there. */
export function measure({ url }: Pick<Endpoint, 'url'>, messages: readonly Message[]): FirstSend {
  let bytes = 0;
  let tokens = 0;
  for (const part of messages.flatMap(({ parts }) => parts)) {
    if (part.type === 'image') {
      bytes += Math.round(part.data.length * 0.75);
      tokens += MOST_IMAGE_TOKENS;
    } else if ('text' in part) {
      const text = part.type === 'file' ? fileWords(part) : part.text;
      bytes += Buffer.byteLength(text);
      tokens += estimateTokenCount(text);
    }
  }
  return { host: new URL(url).host, bytes, tokens };
}

/** Whether an event tells that the request was sent. */
export function tellsSent(event: ChatEvent | Exclude<AnswerHappening, { readonly type: 'ended' }>): boolean {
  if (event.type !== 'progress') return true;
  const { progress } = event;
  return progress.phase === 'retry' ? failedAfterSending(progress.error) : progress.phase !== 'connecting';
}

/** Whether a failure tells that the request was sent: not where it was refused here, or perhaps nobody was reached. */
export function failedAfterSending({ kind, limit }: Pick<ChatErrorDetails, 'kind' | 'limit'>): boolean {
  if (kind === 'timeout') return limit !== undefined && limit.phase !== 'connect';
  return kind !== 'config' && kind !== 'network' && kind !== 'internal';
}

/** The events as they are. `onSent` is called once, as soon as they tell that the request was sent, and never where it was not. */
export async function* watchSending(
  events: AsyncIterable<ChatEvent>,
  onSent: () => void,
): AsyncGenerator<ChatEvent, void, undefined> {
  let isSent = false;
  const note = (tells: boolean): void => {
    if (tells && !isSent) onSent();
    isSent ||= tells;
  };
  try {
    for await (const event of events) {
      note(tellsSent(event));
      yield event;
    }
  } catch (error) {
    note(isChatError(error) && failedAfterSending(error.details));
    throw error;
  }
}
