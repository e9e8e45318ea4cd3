import { element } from './dom';
import { icon } from './icons';
import { fill, strings } from './strings';

/** Findings that are named one by one. */
const NAMED = 4;

/**
 * Asks whether what was found is to be sent to this host. Made anew each time: that it comes is what a screen reader is told
 * of an alert.
 */
export function createSecretQuestion(
  findings: readonly string[],
  host: string,
  answer: (sendAnyway: boolean) => void,
): HTMLElement {
  const named = findings.slice(0, NAMED).map(finding => element('li', {}, finding));
  const more = findings.length - named.length;
  if (more > 0) named.push(element('li', {}, fill(strings.andMore, { count: more })));
  const no = element('button', { type: 'button', class: 'button' }, strings.doNotSend);
  const yes = element('button', { type: 'button', class: 'button secondary' }, strings.sendAnyway);
  no.addEventListener('click', () => answer(false));
  yes.addEventListener('click', () => answer(true));
  return element(
    'div',
    { class: 'secrets', role: 'alert' },
    element('p', {}, icon('warning'), element('span', {}, fill(strings.secretsFound, { host }))),
    element('ul', {}, ...named),
    element('div', { class: 'buttons' }, no, yes),
  );
}
