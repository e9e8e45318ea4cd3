import type { ToHost } from '../src/shared/protocol';

/** What the parts of the page are given to ask the host for something. */
export type Post = (intent: ToHost) => void;
