import { confirmOn } from '../icons';
import type { Post } from '../intents';
import { sourceText } from './visibleText';

/** Does what a button of a code block promises, or asks the host for it. False where the target is no such button. */
export function actOnCode(target: Element, post: Post): boolean {
  const button = target.closest('.code-actions button');
  const block = button?.closest('.code');
  const code = block?.querySelector('pre > code');
  if (!button || !block || !code) return false;
  if (button.matches('.wrap-lines')) {
    // The state is the attribute itself: patching leaves it alone, and the style follows it.
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
  } else if (button.matches('.copy-code')) {
    if (post({ type: 'copy', text: withoutLastBreak(code.textContent) })) confirmOn(button);
  } else if (!isUnfinished(block)) {
    askFor(button, code, post);
  }
  return true;
}

function askFor(button: Element, code: Element, post: Post): void {
  const text = withoutLastBreak(sourceText(code));
  if (button.matches('.insert-code')) post({ type: 'insertCode', text });
  else if (button.matches('.new-file')) {
    post({ type: 'newFile', text, language: (code.getAttribute('data-language') ?? '').slice(0, 64) });
  } else {
    const id = button.closest('.answer')?.getAttribute('data-id');
    if (id) post({ type: 'applyCode', id, text });
  }
}

/** More of it may still come. */
export function isUnfinished(block: Element): boolean {
  return block.matches('.running .code.open');
}

function withoutLastBreak(text: string): string {
  return text.replace(/\n$/, '');
}
