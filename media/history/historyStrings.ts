import { translated } from '../translation';

/** Every word of the list of conversations, in English. */
export const historyEnglish = {
  search: 'Search conversations',
  open: 'open',
  pinned: 'Pinned',
  openToSide: 'Open to the side',
  rename: 'Rename',
  pin: 'Pin',
  unpin: 'Unpin',
  delete: 'Delete',
  title: 'Title',
  renameHint: 'Enter saves it, Escape leaves it as it was.',
  deleted: 'Deleted “{title}”.',
  undo: 'Undo',
  searching: 'Searching…',
  loading: 'Loading…',
  empty: 'No conversations yet',
  emptyHint: 'What you ask and what is answered will be listed here.',
  nothingFound: 'Nothing found for “{query}”.',
  off: 'New conversations are not kept.',
  openSetting: 'Open the setting',
  oneFound: '1 conversation',
  found: '{count} conversations',
} as const;

/** The same in the user's language. */
export const historyStrings = translated<keyof typeof historyEnglish>(historyEnglish);
