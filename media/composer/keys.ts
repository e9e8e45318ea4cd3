import type { ViewState } from '../../src/shared/viewState';

/** The code of a key that an input method handles. Some still send the final Enter with it after `isComposing` has ended. */
const inputMethodKeyCode = 229;

/** Whether a key belongs to an input method. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === inputMethodKeyCode;
}

/** Enter, as set, but never the Enter that ends an input method's composition. */
export function isSendKey(event: KeyboardEvent, sendOn: ViewState['sendOn']): boolean {
  if (event.key !== 'Enter' || isComposing(event)) return false;
  if (event.shiftKey || event.altKey) return false;
  const withControl = event.ctrlKey || event.metaKey;
  return sendOn === 'ctrlEnter' ? withControl : !withControl;
}
