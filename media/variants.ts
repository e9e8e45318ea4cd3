import type { ViewVariants } from '../src/shared/viewState';
import { element, setText } from './dom';
import { iconButton } from './icons';
import type { Post } from './intents';
import { fill, strings } from './strings';

/** Goes through what was written in the place of a message: `‹ 2/3 ›`. */
export interface VariantsView {
  readonly node: HTMLElement;
  /** `canSwitch` is false while an answer is written. */
  update(variants: ViewVariants | undefined, canSwitch: boolean): void;
}

/** A click only asks: what is shown changes with the next `update`. Hidden where there is one version alone. */
export function createVariants(post: Post): VariantsView {
  const previous = iconButton('chevronLeft', strings.previousVariant);
  const next = iconButton('chevronRight', strings.nextVariant);
  const shown = element('span', { 'aria-hidden': 'true' });
  const spoken = element('span', { class: 'visually-hidden' });
  const node = element('span', { class: 'variants', hidden: '' }, previous, shown, spoken, next);
  let current: ViewVariants | undefined;
  previous.addEventListener('click', () => show(current?.previous));
  next.addEventListener('click', () => show(current?.next));

  function show(id: string | undefined): void {
    if (id !== undefined) post({ type: 'showVariant', id });
  }

  return {
    node,
    update(variants, canSwitch) {
      current = variants;
      node.hidden = !variants;
      if (!variants) return;
      setText(shown, `${variants.number}/${variants.count}`);
      setText(spoken, fill(strings.variant, { number: variants.number, count: variants.count }));
      previous.disabled = !canSwitch || variants.previous === undefined;
      next.disabled = !canSwitch || variants.next === undefined;
    },
  };
}
