import type { SessionChange } from '../../core/session/sessionTypes';
import type { ToPage } from '../../shared/protocol';

/**
 * Milliseconds between two posts of text: half a frame, because the page waits for its own; two where so many characters
 * come at once that nobody reads along.
 */
const FRAME = 8;
const BUSY_FRAME = 33;
const BUSY_CHARACTERS = 200;

/** Gathers the pieces of an answer on their way to the page. */
export interface DeltaPost {
  add(change: SessionChange & { readonly type: 'delta' }): void;
  /** Posts what waits. */
  flush(): void;
  /** Forgets what waits: the page learns it otherwise. */
  clear(): void;
  dispose(): void;
}

/** Text waits 33 ms at most, and not at all after a pause. Whoever posts anything else about the same answer has to `flush` first. */
export function createDeltaPost(post: (fact: ToPage) => void): DeltaPost {
  let deltas = new Map<string, { text: string; reasoning: string }>();
  let timer: NodeJS.Timeout | undefined;
  let nextPost = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const waiting = deltas;
    deltas = new Map();
    let characters = 0;
    for (const [id, { text, reasoning }] of waiting) {
      characters += text.length + reasoning.length;
      post({ type: 'delta', id, text, reasoning });
    }
    nextPost = performance.now() + (characters > BUSY_CHARACTERS ? BUSY_FRAME : FRAME);
  }

  return {
    add(change) {
      const { text, reasoning } = deltas.get(change.id) ?? { text: '', reasoning: '' };
      deltas.set(change.id, { text: text + change.text, reasoning: reasoning + change.reasoning });
      // The first word after a pause goes out with what came along with it, and does not wait for a frame.
      timer ??= setTimeout(flush, Math.max(0, nextPost - performance.now()));
    },
    flush,
    clear: () => deltas.clear(),
    dispose: () => clearTimeout(timer),
  };
}
