import { element } from './dom';
import { fill, strings } from './strings';

/** How many problems went along with a piece of code. Pointing at it shows them, and a screen reader says them. */
export function problemCount(problems: readonly string[], extraClass: string): HTMLElement {
  const count = problems.length === 1 ? strings.oneProblem : fill(strings.problems, { count: problems.length });
  const spoken = element('span', { class: 'visually-hidden' }, `: ${problems.join('; ')}`);
  return element('span', { class: extraClass, title: problems.join('\n') }, count, spoken);
}
