/** A button is pressed once by a key that is held: the focus goes on to the next of its kind, which would be pressed, too. */
export function pressButtonsOnce(): void {
  const listen = (event: KeyboardEvent): void => {
    const isPress = event.key === 'Enter' || event.key === ' ';
    if (event.repeat && isPress && event.target instanceof HTMLButtonElement) event.preventDefault();
  };
  document.addEventListener('keydown', listen, { capture: true });
}

/**
 * Tells whether the user is typing into another text box than one of `part`, and has neither pressed keys of VS Code nor gone
 * elsewhere since: what comes then was not asked for just now.
 */
export function watchTyping(part: HTMLElement): () => boolean {
  let typedInto: Element | undefined;
  const forget = (): void => {
    typedInto = undefined;
  };
  document.addEventListener('input', ({ target }) => {
    typedInto = target instanceof Element && !part.contains(target) ? target : undefined;
  });
  const listen = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
    if (ctrlKey || metaKey || altKey || /^F\d/.test(key)) forget();
  };
  document.addEventListener('keydown', listen, { capture: true });
  window.addEventListener('blur', forget);
  return () => typedInto !== undefined && typedInto === document.activeElement;
}
