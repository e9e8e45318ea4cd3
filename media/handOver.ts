import { actOnCode } from './code/codeActions';
import type { Post } from './intents';

/** Links and code buttons are part of rendered Markdown, which is patched all the time: their clicks are caught above it. */
export function handOver(event: MouseEvent, post: Post): void {
  if (!(event.target instanceof Element)) return;
  const link = event.target.closest('a');
  if (link) {
    event.preventDefault();
    // VS Code opens links by itself, without asking, where a click reaches the window.
    event.stopPropagation();
    if (event.button < 2) post({ type: 'openLink', url: link.getAttribute('href') ?? '' });
  } else if (event.button === 0) {
    actOnCode(event.target, post);
  }
}
