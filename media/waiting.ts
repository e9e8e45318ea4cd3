import { element, setText } from './dom';
import { fill, strings } from './strings';

/** The sign that a question is under way and nothing has come back yet. */
export interface WaitingView {
  readonly node: HTMLElement;
  setRunning(running: boolean): void;
}

/** A wait of two seconds or less is not worth a number. */
const quietSeconds = 2;

export function createWaiting(model: string): WaitingView {
  const label = element('span');
  const node = element('div', { class: 'waiting', hidden: '' }, element('span', { class: 'dot breathing' }), label);
  let startedAt = 0;
  let ticking: ReturnType<typeof setInterval> | undefined;

  function relabel(): void {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    setText(label, fill(seconds > quietSeconds ? strings.waitingFor : strings.waiting, { model, seconds }));
  }

  return {
    node,
    setRunning(running) {
      node.hidden = !running;
      if (running === (ticking !== undefined)) return;
      clearInterval(ticking);
      ticking = undefined;
      if (!running) return;
      startedAt = performance.now();
      ticking = setInterval(relabel, 1000);
      relabel();
    },
  };
}
