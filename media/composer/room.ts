import type { ViewState } from '../../src/shared/viewState';
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
  /** What would help, for the question that is asked where it is sent all the same, which says the numbers itself. */
  readonly advice: HTMLElement;
  update(state: ViewState): void;
  /** `tokens`: of the message and what goes along with it. */
  measure(tokens: number): void;
}

/** The advice is one element, which is no part of `node`: whoever asks the question puts it there, and it goes on being updated. */
export function createRoomNotice(): RoomNotice {
  // The numbers change with every word: a screen reader says once that it is too long.
  const said = element('span', { role: 'status' });
  const numbers = element('span');
  const advice = element('p', { class: 'advice', hidden: '' });
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
    setText(numbers, overflow ? [numberWords(overflow), adviceWords(overflow)].filter(Boolean).join(' ') : '');
    setText(advice, overflow ? adviceWords(overflow) : '');
    advice.hidden = advice.textContent === '';
  }

  return {
    node,
    advice,
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

function numberWords({ needed, window }: Overflow): string {
  return fill(strings.tooLongNumbers, { count: countWords(needed), window: countWords(window) });
}

function adviceWords({ largest, without, fitsAlone }: Overflow): string {
  const sizes = largest.slice(0, NAMED).map(({ label, tokens }) => `${label} ${countWords(tokens)}`);
  const names = without.map(({ label }) => label).join(', ');
  return [
    sizes.length > 0 ? fill(strings.tooLongSizes, { sizes: sizes.join(', ') }) : '',
    names === '' ? '' : fill(strings.tooLongWithout, { names }),
    fitsAlone ? strings.tooLongAlone : '',
  ]
    .filter(Boolean)
    .join(' ');
}
