import type { ToHost } from '../src/shared/protocol';

/** Characters of a text that the host takes in one message (row S14). */
export const MAX_TEXT = 1024 * 1024;

/** What the parts of the page are given to ask the host for something. False where it is too long: then nothing was asked. */
export type Post = (intent: ToHost) => boolean;
