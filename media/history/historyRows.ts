import type { ViewHistoryGroup, ViewHistoryRow } from '../../src/shared/historyProtocol';
import { element } from '../dom';
import { type RowAction, renameBox, rowElement } from './historyRow';

interface ShownRow {
  readonly row: ViewHistoryRow;
  /** The row as text: another one is built where that differs. */
  readonly key: string;
  readonly node: HTMLElement;
}

/** The rows of the list, by group. One of them is the one that Tab reaches; arrows go to the others. */
export interface HistoryRows {
  readonly node: HTMLElement;
  readonly count: number;
  update(groups: readonly ViewHistoryGroup[]): void;
  first(): ViewHistoryRow | undefined;
  /** The row that holds the focus. */
  focused(): ViewHistoryRow | undefined;
  /** Focuses the row that Tab reaches. */
  focus(): void;
  /** Goes so many rows on, or as far as there are; false for a step up from the first. */
  move(by: number): boolean;
  /** Where the focus goes once the row with this id is there. */
  awaitRow(id: string): void;
  rename(row: ViewHistoryRow, save: (title: string) => void): void;
}

/** Rows that stay as they were keep their elements, and updates wait while a title is written. `loseFocus` takes a focus that has no row left. */
export function createHistoryRows(
  act: (action: RowAction, row: ViewHistoryRow) => void,
  loseFocus: () => void,
): HistoryRows {
  const node = element('div', { class: 'history-groups' });
  let shown: readonly ShownRow[] = [];
  let currentId: string | undefined;
  let awaited: string | undefined;
  let isRenaming = false;
  let waiting: readonly ViewHistoryGroup[] | undefined;

  const indexOf = (id: string | undefined): number => shown.findIndex(({ row }) => row.id === id);
  const focusedIndex = (): number => shown.findIndex(row => row.node.contains(document.activeElement));

  function choose(index: number): void {
    const before = shown[indexOf(currentId)];
    const next = shown[index];
    if (before && before !== next) setReachable(before.node, false);
    if (next) setReachable(next.node, true);
    currentId = next?.row.id;
  }

  function focusRow(index: number, action = 'open', options: FocusOptions = {}): void {
    choose(index);
    buttonOf(shown[index]?.node, action)?.focus(options);
  }

  function update(groups: readonly ViewHistoryGroup[]): void {
    // A box in which somebody writes stays where it is.
    if (isRenaming) {
      waiting = groups;
      return;
    }
    const focused = focusedIndex();
    const focusedId = shown[focused]?.row.id;
    const action = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['action'] : undefined;
    const known = new Map(shown.map(row => [row.row.id, row]));
    const rows: ShownRow[] = [];
    const sections = groups.map(({ label, rows: ofGroup }, index) => {
      const made = ofGroup.map(row => reuse(known.get(row.id), row));
      rows.push(...made);
      const heading = element('h2', { id: `history-group-${index}` }, label);
      const list = element('ul', { 'aria-labelledby': heading.id }, ...made.map(row => row.node));
      return element('div', { class: 'history-group' }, heading, list);
    });
    const wasAt = Math.max(0, indexOf(currentId));
    node.replaceChildren(...sections);
    shown = rows;
    const index = indexOf(currentId);
    choose(index < 0 ? Math.min(wasAt, rows.length - 1) : index);
    giveFocusBack(focused, focusedId, action);
  }

  /** To the same row, else to the one that has come into its place. */
  function giveFocusBack(index: number, id: string | undefined, action: string | undefined): void {
    const wanted = indexOf(awaited);
    if (wanted >= 0) {
      awaited = undefined;
      focusRow(wanted);
    } else if (index >= 0) {
      const same = indexOf(id);
      if (shown.length === 0) loseFocus();
      else if (same < 0) focusRow(Math.min(index, shown.length - 1));
      // The reader may have scrolled on.
      else focusRow(same, action, { preventScroll: true });
    }
  }

  function reuse(before: ShownRow | undefined, row: ViewHistoryRow): ShownRow {
    const key = JSON.stringify(row);
    return before?.key === key ? before : { row, key, node: rowElement(row, act) };
  }

  node.addEventListener('focusin', () => {
    const index = focusedIndex();
    if (index >= 0) choose(index);
  });

  return {
    node,
    get count() {
      return shown.length;
    },
    update,
    first: () => shown[0]?.row,
    focused: () => shown[focusedIndex()]?.row,
    focus: () => focusRow(Math.max(0, indexOf(currentId))),
    move(by) {
      const index = focusedIndex() + by;
      if (index === -1) return false;
      focusRow(Math.max(0, Math.min(index, shown.length - 1)));
      return true;
    },
    awaitRow(id) {
      awaited = id;
    },
    rename(row, save) {
      const place = shown[indexOf(row.id)]?.node;
      const open = buttonOf(place, 'open');
      if (!place || !open || isRenaming) return;
      isRenaming = true;
      const box = renameBox(row.title.text, title => {
        isRenaming = false;
        const hadFocus = document.activeElement === box;
        box.remove();
        place.classList.remove('is-renaming');
        if (hadFocus) open.focus();
        if (title !== undefined) save(title);
        if (waiting) update(waiting);
        waiting = undefined;
      });
      place.classList.add('is-renaming');
      place.append(box);
      box.focus();
      box.select();
      // Of a long title the beginning is seen.
      box.scrollLeft = 0;
    },
  };
}

function buttonOf(node: HTMLElement | undefined, action: string): HTMLButtonElement | null {
  return node?.querySelector<HTMLButtonElement>(`[data-action="${CSS.escape(action)}"]`) ?? null;
}

function setReachable(node: HTMLElement, isReachable: boolean): void {
  for (const button of node.querySelectorAll('button')) button.tabIndex = isReachable ? 0 : -1;
}
