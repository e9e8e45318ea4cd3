import { isComposing } from './keys';

/** Brings earlier questions back into the box, as a shell does. */
export interface Recall {
  /** Whether a key was meant for it. */
  take(event: KeyboardEvent): boolean;
  /** The user goes on with what is in the box. */
  leave(): void;
  /** Another conversation is shown: no question of this one comes into its box. */
  forget(): void;
  /** What the user has written: not a question that was brought back, before they go on with it. */
  ownWords(): string;
}

const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta'];

/** Up begins it only with the caret at the very start of the box. `questions`, the oldest first, are asked for then; `show` must fill the box. */
export function createRecall(
  box: HTMLTextAreaElement,
  questions: () => readonly string[],
  show: (text: string) => void,
): Recall {
  /** What is walked through: the questions, and last what was in the box. */
  let list: readonly string[] = [];
  let at: number | undefined;
  /** What was in the box when a question was brought back and changed. It can be walked to until it is in the box again. */
  let leftOver = '';

  function go(index: number): void {
    at = index;
    show(list[index] ?? '');
    box.setSelectionRange(box.value.length, box.value.length);
    if (index === list.length - 1) at = undefined;
  }

  function begin(): boolean {
    const atStart = box.selectionStart === 0 && box.selectionEnd === 0;
    const earlier = [...questions(), leftOver].filter(text => text !== '' && text !== box.value);
    if (!atStart || earlier.length === 0) return false;
    list = [...earlier, box.value];
    go(list.length - 2);
    return true;
  }

  function leave(): void {
    if (at === undefined) return;
    const original = list.at(-1) ?? '';
    if (original !== '') leftOver = original;
    else if (list[at] === leftOver) leftOver = '';
    at = undefined;
  }

  return {
    take(event) {
      if (isComposing(event) || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
      if (at === undefined) return event.key === 'ArrowUp' && begin();
      if (event.key === 'ArrowUp') go(Math.max(0, at - 1));
      else if (event.key === 'ArrowDown') go(at + 1);
      else if (event.key === 'Escape') go(list.length - 1);
      else {
        if (!MODIFIERS.includes(event.key)) leave();
        return false;
      }
      return true;
    },
    leave,
    ownWords: () => (at === undefined ? box.value : (list.at(-1) ?? '')),
    forget() {
      [list, at, leftOver] = [[], undefined, ''];
    },
  };
}
