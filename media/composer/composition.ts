/** Runs what writes into the box. */
export type WhenComposed = (write: () => void) => void;

/**
 * At once, or when an input method has composed what it is composing there, which would double. Not where another conversation
 * is shown by then.
 *
 * @param id of the conversation that is shown
 */
export function createCompositionGuard(box: HTMLTextAreaElement, id: () => string | undefined): WhenComposed {
  let isUnderWay = false;
  let waiting: readonly (() => void)[] = [];

  box.addEventListener('compositionstart', () => {
    isUnderWay = true;
  });
  box.addEventListener('compositionend', () => {
    isUnderWay = false;
    const writes = waiting;
    waiting = [];
    for (const write of writes) write();
  });
  return write => {
    const shown = id();
    if (!isUnderWay) write();
    else waiting = [...waiting, () => id() === shown && write()];
  };
}
