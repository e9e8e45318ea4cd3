import type { ViewAttachment, ViewState } from '../../src/shared/viewState';

/** More than the model can hold: by how much, and what would help. */
export interface Overflow {
  /** All that would be sent, and what is kept for the answer. */
  readonly needed: number;
  readonly window: number;
  /** What goes along, the largest first. */
  readonly largest: readonly ViewAttachment[];
  /** Without these it would fit. Empty where they alone are not enough, or nothing goes along. */
  readonly without: readonly ViewAttachment[];
  /** It would fit where nothing was said before. */
  readonly fitsAlone: boolean;
}

/** @param tokens of the message with what goes along; undefined where it fits, or where it is not known what fits */
export function overflowOf(
  tokens: number,
  { room, attachments }: Pick<ViewState, 'room' | 'attachments'>,
): Overflow | undefined {
  if (!room || tokens === 0) return undefined;
  const needed = room.taken + tokens;
  const excess = needed - room.window;
  if (excess <= 0) return undefined;
  const largest = [...attachments].sort((one, other) => other.tokens - one.tokens);
  return { needed, window: room.window, largest, without: enough(largest, excess), fitsAlone: tokens <= room.window };
}

/** As few as possible that are together so large, and of several that would do alone the smallest. */
function enough(largest: readonly ViewAttachment[], excess: number): readonly ViewAttachment[] {
  const one = largest.findLast(({ tokens }) => tokens >= excess);
  if (one) return [one];
  let sum = 0;
  for (const [index, { tokens }] of largest.entries()) {
    sum += tokens;
    if (sum >= excess) return largest.slice(0, index + 1);
  }
  return [];
}
