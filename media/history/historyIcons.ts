import edit from '@vscode/codicons/src/icons/edit.svg';
import pin from '@vscode/codicons/src/icons/pin.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import splitHorizontal from '@vscode/codicons/src/icons/split-horizontal.svg';
import trash from '@vscode/codicons/src/icons/trash.svg';
import { createIcons } from '../drawings';

export const { icon, iconButton } = createIcons({ edit, pin, pinned, search, splitHorizontal, trash });
