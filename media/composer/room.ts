import type { ViewAttachment, ViewState } from '../../src/shared/protocol';
import { element, setText } from '../dom';
import { icon } from '../icons';
import { fill, strings } from '../strings';
import { countWords } from './tokens';

/** Attachments that are named with their sizes. */
const NAMED = 3;

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

/** Says before a message is sent that the model cannot hold it. Nothing is left out of it without the user's doing. */
export interface RoomNotice {
  readonly node: HTMLElement;
  update(state: ViewState): void;
  /** `tokens`: of the message and what goes along with it. */
  measure(tokens: number): void;
}

export function createRoomNotice(): RoomNotice {
  // The numbers change with every word: a screen reader says once that it is too long.
  const said = element('span', { role: 'status' });
  const numbers = element('span');
  const node = element(
    'p',
    { class: 'too-long', hidden: '' },
    icon('warning'),
    element('span', {}, said, ' ', numbers),
  );
  let state: ViewState | undefined;
  let measured = 0;

  function show(): void {
    const overflow = state && overflowOf(measured, state);
    node.hidden = !overflow;
    setText(said, overflow ? fill(strings.tooLongForModel, { model: state?.target?.model ?? '' }) : '');
    setText(numbers, overflow ? overflowWords(overflow) : '');
  }

  return {
    node,
    update(next) {
      state = next;
      show();
    },
    measure(tokens) {
      measured = tokens;
      show();
    },
  };
}

function overflowWords({ needed, window, largest, without, fitsAlone }: Overflow): string {
  const sizes = largest.slice(0, NAMED).map(({ label, tokens }) => `${label} ${countWords(tokens)}`);
  const names = without.map(({ label }) => label).join(', ');
  return [
    fill(strings.tooLongNumbers, { count: countWords(needed), window: countWords(window) }),
    sizes.length > 0 ? fill(strings.tooLongSizes, { sizes: sizes.join(', ') }) : '',
    names === '' ? '' : fill(strings.tooLongWithout, { names }),
    fitsAlone ? strings.tooLongAlone : '',
  ]
    .filter(Boolean)
    .join(' ');
}
