import { type FilePart, fileWords, type ImagePart, MOST_IMAGE_TOKENS, type Part } from '../chat';
import type { Conversation, Entry } from '../conversation/conversation';
import { tokensOf } from './tokens';

/** What a model can hold, in tokens, and what of it is taken before a message is written. */
export interface Room {
  readonly taken: number;
  readonly window: number;
}

/** What is there before the next message. For a question that is asked again, the conversation ends before it. */
export interface RoomSituation {
  readonly conversation: Conversation;
  /** The tokens that the model can hold. */
  readonly window: number;
  readonly systemPrompt: string;
  /** Whatever the endpoint's `max_tokens` is: that much is kept free for the answer. */
  readonly maxTokens: unknown;
}

/** What the conversation takes: as the server has counted it, and by estimate what was said since, or where it does not count. */
export function roomIn({ conversation, window, systemPrompt, maxTokens }: RoomSituation): Room {
  const { entries } = conversation;
  const last = entries.findLastIndex(entry => entry.role === 'assistant' && entry.usage?.inputTokens !== undefined);
  const counted = entries[last];
  const usage = counted?.role === 'assistant' ? counted.usage : undefined;
  const known = usage ? (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0) : tokensOf(systemPrompt);
  const since = entries.slice(last + 1).reduce((sum, entry) => sum + entryTokens(entry), 0);
  // Where it is as much as the model holds, it is no more than a way to say “as long as you like”.
  const answer = typeof maxTokens === 'number' && maxTokens > 0 && maxTokens < window ? maxTokens : 0;
  return { taken: known + since + answer, window };
}

/** An entry never changes: what is said anew is another one. */
const known = new WeakMap<Entry, number>();

function entryTokens(entry: Entry): number {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const tokens = entry.role === 'user' ? partsTokens(entry.parts) : tokensOf(entry.text);
  known.set(entry, tokens);
  return tokens;
}

/** @param counted what is known already of a file or an image, such as by its pixels */
export function partsTokens(
  parts: readonly Part[],
  counted: (part: FilePart | ImagePart) => number | undefined = () => undefined,
): number {
  return parts.reduce((sum, part) => {
    if (part.type === 'text') return sum + tokensOf(part.text);
    return sum + (counted(part) ?? (part.type === 'image' ? MOST_IMAGE_TOKENS : tokensOf(fileWords(part))));
  }, 0);
}
