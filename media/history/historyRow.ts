import type { ViewHistoryRow, ViewMatchedText } from '../../src/shared/historyProtocol';
import { element } from '../dom';
import { icon, iconButton } from './historyIcons';
import { historyStrings as strings } from './historyStrings';

/** What can be done with a row. */
export type RowAction = 'open' | 'openToSide' | 'rename' | 'pin' | 'delete';

/** A conversation in the list: a button that opens it, and beside it, for pointer and keyboard, what else can be done with it. */
export function rowElement(row: ViewHistoryRow, act: (action: RowAction, row: ViewHistoryRow) => void): HTMLElement {
  const open = element(
    'button',
    { type: 'button', class: 'history-open', 'data-action': 'open', tabindex: '-1' },
    element('span', { class: 'history-title' }, ...pinMark(row), titleText(row.title)),
    element('span', { class: 'history-facts' }, factsOf(row)),
    ...(row.excerpt ? [element('span', { class: 'history-excerpt', dir: 'auto' }, ...marked(row.excerpt))] : []),
  );
  if (row.isOpen) open.setAttribute('aria-current', 'true');
  open.addEventListener('click', event => act(event.ctrlKey || event.metaKey ? 'openToSide' : 'open', row));
  const button = (action: RowAction, made: HTMLButtonElement): HTMLButtonElement => {
    made.dataset['action'] = action;
    made.tabIndex = -1;
    made.addEventListener('click', () => act(action, row));
    return made;
  };
  const actions = element(
    'div',
    { class: 'history-actions' },
    button('openToSide', iconButton('splitHorizontal', strings.openToSide)),
    ...(row.isOnlyHere
      ? []
      : [
          button('rename', iconButton('edit', strings.rename)),
          button('pin', row.pinned ? iconButton('pinned', strings.unpin) : iconButton('pin', strings.pin)),
        ]),
    button('delete', iconButton('trash', strings.delete)),
  );
  return element('li', { class: 'history-row' }, open, actions);
}

function pinMark({ pinned }: ViewHistoryRow): readonly Node[] {
  if (!pinned) return [];
  return [element('span', { class: 'history-pin', role: 'img', 'aria-label': strings.pinned }, icon('pinned'))];
}

function titleText(title: ViewMatchedText): HTMLElement {
  return element('span', { dir: 'auto', class: 'history-name', title: title.text }, ...marked(title));
}

function factsOf({ time, detail, isOpen }: ViewHistoryRow): string {
  return [time, ...(detail ? [detail] : []), ...(isOpen ? [strings.open] : [])].join(' · ');
}

/** The text, with what was looked for marked in it. */
function marked({ text, matches }: ViewMatchedText): readonly (Node | string)[] {
  const pieces: (Node | string)[] = [];
  let position = 0;
  for (const [from, to] of matches) {
    if (from < position || to <= from) continue;
    if (from > position) pieces.push(text.slice(position, from));
    pieces.push(element('mark', {}, text.slice(from, to)));
    position = to;
  }
  pieces.push(text.slice(position));
  return pieces;
}

/** The title in a box of its own, over the row's button. */
export function renameBox(title: string, end: (title: string | undefined) => void): HTMLInputElement {
  const box = element('input', {
    type: 'text',
    class: 'history-box',
    dir: 'auto',
    maxlength: '200',
    'aria-label': strings.title,
    title: strings.renameHint,
  });
  box.value = title;
  let hasEnded = false;
  const endOnce = (given: string | undefined): void => {
    if (hasEnded) return;
    hasEnded = true;
    end(given === title ? undefined : given);
  };
  box.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      // The row's button, which gets the focus now, would be pressed by the same key.
      event.preventDefault();
      // A key that is still held has opened it.
      if (!event.repeat) endOnce(box.value);
    } else if (event.key === 'Escape') endOnce(undefined);
  });
  box.addEventListener('blur', () => endOnce(box.value));
  return box;
}
