import type { ViewState } from '../src/shared/viewState';
import { element, setText } from './dom';
import { fill, strings } from './strings';

/** From this share on, the end of what the model can hold is near enough to be shown as a warning. */
const nearlyFull = 0.8;

/** How much of what the model can hold the conversation takes, with the next message: a ring and a number. Hidden while that is not known. */
export function createContextMeter() {
  const number = element('span', { class: 'meter-number' });
  const ring = element('span', { class: 'ring' });
  const node = element(
    'span',
    { class: 'meter', role: 'meter', 'aria-label': strings.contextUsed, hidden: '' },
    ring,
    number,
  );
  node.setAttribute('aria-valuemin', '0');

  let context: ViewState['context'];
  let message = 0;

  function show(): void {
    node.hidden = !context;
    if (!context) return;
    const { window } = context;
    const used = context.used + message;
    const share = Math.min(1, used / window);
    const words = message > 0 ? strings.contextWithMessage : strings.contextDetail;
    const inWords = fill(words, { used: count(used), window: count(window) });
    ring.style.setProperty('--share', String(share));
    setText(number, `${Math.round(share * 100)}%`);
    node.title = inWords;
    node.setAttribute('aria-valuemax', String(window));
    node.setAttribute('aria-valuenow', String(Math.min(used, window)));
    node.setAttribute('aria-valuetext', inWords);
    node.classList.toggle('nearly-full', share >= nearlyFull);
  }

  return {
    node,
    update(next: ViewState['context']): void {
      context = next;
      show();
    },
    /** `tokens`: of the message and what goes along with it. */
    measure(tokens: number): void {
      message = tokens;
      show();
    },
  };
}

function count(tokens: number): string {
  return tokens.toLocaleString(document.documentElement.lang || undefined);
}
