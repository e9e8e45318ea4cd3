import add from '@vscode/codicons/src/icons/add.svg';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg';
import attach from '@vscode/codicons/src/icons/attach.svg';
import beaker from '@vscode/codicons/src/icons/beaker.svg';
import book from '@vscode/codicons/src/icons/book.svg';
import bug from '@vscode/codicons/src/icons/bug.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import stop from '@vscode/codicons/src/icons/debug-stop.svg';
import diff from '@vscode/codicons/src/icons/diff.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import file from '@vscode/codicons/src/icons/file.svg';
import image from '@vscode/codicons/src/icons/file-media.svg';
import folder from '@vscode/codicons/src/icons/folder.svg';
import gitCommit from '@vscode/codicons/src/icons/git-commit.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import lightbulb from '@vscode/codicons/src/icons/lightbulb.svg';
import selection from '@vscode/codicons/src/icons/list-selection.svg';
import newFile from '@vscode/codicons/src/icons/new-file.svg';
import note from '@vscode/codicons/src/icons/note.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import symbol from '@vscode/codicons/src/icons/symbol-misc.svg';
import terminal from '@vscode/codicons/src/icons/terminal.svg';
import tools from '@vscode/codicons/src/icons/tools.svg';
import trash from '@vscode/codicons/src/icons/trash.svg';
import unlock from '@vscode/codicons/src/icons/unlock.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { createIcons } from './drawings';
import eyeClosed from './svg/private.svg';
import wordWrap from './svg/wrap.svg';

const sources = {
  add,
  arrowDown,
  arrowUp,
  attach,
  beaker,
  book,
  bug,
  check,
  chevronDown,
  chevronLeft,
  chevronRight,
  circleSlash,
  close,
  copy,
  diff,
  edit,
  ellipsis,
  eyeClosed,
  file,
  folder,
  gitCommit,
  history,
  image,
  info,
  insert,
  lightbulb,
  newFile,
  note,
  refresh,
  selection,
  stop,
  symbol,
  terminal,
  trash,
  tools,
  unlock,
  warning,
  wordWrap,
};

/** The icons in the bundle of the page. Those of the list of conversations are in another one. */
export type IconName = keyof typeof sources;

/** The icons of the page, each parsed when it is first drawn. */
export const { icon, iconButton } = createIcons(sources);

const confirmationTime = 1500;
const confirming = new WeakSet<Element>();

/** Shows for a moment that a click did its work where nothing else on the screen changes. */
export function confirmOn(button: Element): void {
  if (confirming.has(button)) return;
  confirming.add(button);
  const before = [...button.childNodes];
  button.replaceChildren(icon('check'));
  setTimeout(() => {
    button.replaceChildren(...before);
    confirming.delete(button);
  }, confirmationTime);
}
