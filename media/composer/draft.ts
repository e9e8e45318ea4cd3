import type { Post } from '../intents';

/** Milliseconds that the host's copy of the draft may be behind the box. */
const INTERVAL = 300;
/** A long text costs more on its way than a crash is likely to. */
const LONG_TEXT = 64 * 1024;
const LONG_INTERVAL = 3000;

/** Tells the host what is in the box, which keeps it for a page that is built anew. */
export interface DraftKeeper {
  /** The box has changed. */
  note(text: string): void;
  /** The host knows what is in the box: it said so, or was sent it as a message. */
  settle(): void;
  /** Tells now what is not told yet: another conversation is about to be shown. */
  say(): void;
}

/**
 * Says nothing before the first `settle`: the host's own word comes first, or an empty page would wipe it out.
 *
 * @param id of the conversation that is shown
 */
export function createDraftKeeper(post: Post, id: () => string | undefined): DraftKeeper {
  let unsaid: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSettled = false;

  function say(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!isSettled || unsaid === undefined) return;
    const shown = id();
    post({ type: 'draft', text: unsaid, ...(shown ? { id: shown } : {}) });
    unsaid = undefined;
  }

  // The page may be thrown away right after any of these.
  window.addEventListener('blur', say);
  window.addEventListener('pagehide', say);
  document.addEventListener('visibilitychange', say);
  return {
    say,
    note(text) {
      unsaid = text;
      timer ??= setTimeout(say, text.length > LONG_TEXT ? LONG_INTERVAL : INTERVAL);
    },
    settle() {
      isSettled = true;
      unsaid = undefined;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
