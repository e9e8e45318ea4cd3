import edit from '@vscode/codicons/src/icons/edit.svg';
import pin from '@vscode/codicons/src/icons/pin.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import splitHorizontal from '@vscode/codicons/src/icons/split-horizontal.svg';
import trash from '@vscode/codicons/src/icons/trash.svg';
import { createIcons } from '../drawings';

/** The list is a bundle of its own, and these are the icons that come with it. */
export const { icon, iconButton } = createIcons({ edit, pin, pinned, search, splitHorizontal, trash });
