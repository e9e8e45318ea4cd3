import type { Post } from '../intents';

/** The list of conversations, once it is loaded. */
export interface HistoryView {
  open(): void;
  close(): void;
}

/** What the page gives the list. */
export interface HistoryPlace {
  readonly node: HTMLElement;
  readonly post: Post;
  /** Closes the list, and goes back to where it was opened from. */
  readonly close: () => void;
  /** Closes it for a conversation that was chosen. */
  readonly leave: () => void;
}

declare global {
  interface Window {
    /** There once dist/history.js is loaded. */
    createHistoryView?: (place: HistoryPlace) => HistoryView;
  }
}
