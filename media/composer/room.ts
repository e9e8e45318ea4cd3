import type { ViewState } from '../../src/shared/protocol';
import { element, setText } from '../dom';
import { icon } from '../icons';
import { fill, strings } from '../strings';
import { type Overflow, overflowOf } from './overflow';
import { countWords } from './tokens';

/** Attachments that are named with their sizes. */
const NAMED = 3;

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
