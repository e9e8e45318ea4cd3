import type { Post } from './intents';

/**
 * Notes what has the focus, before the page changes, and returns what puts it back: an update often takes away the very button
 * that was pressed, and the next key would go nowhere. The button of the same name in the same place takes over, else `log`.
 */
export function holdFocus(log: HTMLElement): () => void {
  const held = document.activeElement;
  if (!(held instanceof HTMLElement) || held === document.body) return () => undefined;
  const name = nameOf(held);
  const message = held.closest('.message');
  const place = message ? [...(message.parentElement?.children ?? [])].indexOf(message) : -1;
  return () => {
    const now = document.activeElement;
    const isTaken = now !== null && now !== held && now !== document.body;
    if (isTaken || canHoldFocus(held)) return;
    const buttons = log.querySelectorAll<HTMLElement>(`.message:nth-child(${place + 1}) button`);
    const candidates = [...buttons].filter(canHoldFocus);
    const group = held.closest('.variants') ? candidates.filter(button => button.closest('.variants')) : [];
    const next = candidates.find(button => nameOf(button) === name) ?? group[0] ?? log;
    next.focus({ preventScroll: true });
  };
}

function nameOf(element: Element): string {
  return element.getAttribute('aria-label') ?? element.textContent;
}

function canHoldFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility();
}

/** Tells the host, once each time, that the user has come to this page: commands are about what is shown there. */
export function tellFocus(post: Post): void {
  let isHere = false;
  const come = (): void => {
    if (isHere) return;
    isHere = true;
    post({ type: 'focused' });
  };
  document.addEventListener('focusin', come);
  document.addEventListener('pointerdown', come);
  window.addEventListener('blur', () => {
    isHere = false;
  });
}
