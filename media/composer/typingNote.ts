import type { Post } from '../intents';

/** Milliseconds between two words to the host that the user is typing. */
const INTERVAL = 3000;

/** Tells the host that a message will probably follow: at once, and then as long as the user goes on, but not at every key. */
export function createTypingNote(post: Post): () => void {
  let notedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - notedAt < INTERVAL) return;
    notedAt = performance.now();
    post({ type: 'typing' });
  };
}
