import type { HistoryFact, HistoryIntent, ViewHistoryRow } from '../../src/shared/historyProtocol';
import { element, setText } from '../dom';
import { fill } from '../translation';
import { isHistoryFact } from './historyFacts';
import { icon } from './historyIcons';
import type { RowAction } from './historyRow';
import { createHistoryRows } from './historyRows';
import { historyStrings as strings } from './historyStrings';
import type { HistoryPlace, HistoryView } from './view';

/** Rows that are asked for at first; twice as many each time that the end comes near. */
const FIRST_ROWS = 100;
/** How near the end is near, in pixels. */
const NEAR_END = 800;

/** All conversations: a box to search in, and rows by day. */
export function createHistoryView({ node, post, close, leave }: HistoryPlace): HistoryView {
  const search = element('input', {
    type: 'text',
    role: 'searchbox',
    class: 'history-box',
    dir: 'auto',
    maxlength: '200',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': strings.search,
    placeholder: strings.search,
  });
  const status = element('div', { class: 'history-status', role: 'status' });
  const setting = textButton(strings.openSetting);
  const off = element('div', { class: 'history-off', hidden: '' }, element('span', {}, strings.off), setting);
  const nothing = element('div', { class: 'history-nothing', hidden: '' });
  const undoText = element('span', { class: 'history-deleted', dir: 'auto' });
  const undo = textButton(strings.undo);
  const undoBar = element('div', { class: 'history-undo', role: 'status', hidden: '' }, undoText, undo);
  const end = element('div', { class: 'history-end' });
  const rows = createHistoryRows(act, () => search.focus());
  const list = element('div', { class: 'history-list', tabindex: '-1' }, rows.node, nothing, end);
  const searchRow = element('div', { class: 'history-search' }, icon('search'), search);
  node.append(searchRow, status, off, list, undoBar);

  let query = '';
  let limit = FIRST_ROWS;
  let shown: HistoryFact | undefined;
  let lastDeleted: string | undefined;

  function ask(): void {
    post({ type: 'showHistory', query, limit });
  }

  function act(action: RowAction, row: ViewHistoryRow): void {
    const { id } = row;
    if (action === 'delete') lastDeleted = id;
    if (action === 'rename') rows.rename(row, title => post({ type: 'renameConversation', id, title }));
    else post(intentOf(action, row));
    if (action === 'open') leave();
  }

  /** The row that a key is about. From the box it is the first one, where that answers what is in the box. */
  function rowOfKey(): ViewHistoryRow | undefined {
    if (document.activeElement !== search) return rows.focused();
    return shown?.query === query ? rows.first() : undefined;
  }

  /** True where the key meant something. */
  function onKey({ key, ctrlKey, metaKey, repeat }: KeyboardEvent): boolean {
    const inSearch = document.activeElement === search;
    switch (key) {
      case 'Escape':
        close();
        return true;
      case 'ArrowDown':
        if (inSearch) rows.focus();
        return inSearch || (rows.focused() !== undefined && rows.move(1));
      case 'ArrowUp':
        if (inSearch || !rows.focused()) return false;
        if (!rows.move(-1)) search.focus();
        return true;
      case 'Home':
        return !inSearch && rows.focused() !== undefined && rows.move(Number.NEGATIVE_INFINITY);
      case 'End':
        return !inSearch && rows.focused() !== undefined && rows.move(Number.POSITIVE_INFINITY);
      case 'Enter':
        if (!inSearch && !ctrlKey && !metaKey) return false;
        return actOnRow(ctrlKey || metaKey ? 'openToSide' : 'open', repeat);
      case 'F2':
        return !inSearch && actOnRow('rename', repeat);
      case 'Delete':
        return !inSearch && actOnRow('delete', repeat);
      default:
        return false;
    }
  }

  /** @param isHeld once is enough: by now the focus may be on another row */
  function actOnRow(action: RowAction, isHeld: boolean): boolean {
    const row = rowOfKey();
    // What is only in this window has no name that could be kept.
    if (row && !isHeld && !(action === 'rename' && row.isOnlyHere)) act(action, row);
    return row !== undefined;
  }

  function showMore(): void {
    if (!shown || shown.query !== query || rows.count < limit || rows.count >= shown.total) return;
    limit *= 2;
    ask();
  }

  const observer = new IntersectionObserver(
    entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) showMore();
    },
    { root: list, rootMargin: `${NEAR_END}px 0px` },
  );

  function show(fact: HistoryFact): void {
    shown = fact;
    rows.update(fact.groups);
    status.classList.toggle('is-searching', fact.isSearching === true);
    setText(status, fact.isSearching ? strings.searching : countWords(fact.total));
    off.hidden = !fact.isOff;
    nothing.hidden = fact.groups.length > 0 || fact.isSearching === true;
    if (!nothing.hidden) nothing.replaceChildren(...nothingWords(fact));
    const hadFocus = document.activeElement === undo;
    undoBar.hidden = fact.deleted === undefined;
    if (fact.deleted !== undefined) setText(undoText, fill(strings.deleted, { title: fact.deleted }));
    else if (hadFocus) search.focus();
    // Tells anew whether the end is near.
    observer.unobserve(end);
    observer.observe(end);
  }

  search.addEventListener('input', () => {
    query = search.value;
    limit = FIRST_ROWS;
    list.scrollTop = 0;
    status.classList.add('is-searching');
    setText(status, strings.searching);
    ask();
  });
  window.addEventListener('message', ({ data }) => {
    // An answer to another query comes late.
    if (isHistoryFact(data) && data.query === query && !node.hidden) show(data);
  });
  setting.addEventListener('click', () => post({ type: 'openHistorySetting' }));
  undo.addEventListener('click', () => {
    if (lastDeleted !== undefined) rows.awaitRow(lastDeleted);
    post({ type: 'undoDeleteConversation' });
  });
  node.addEventListener('keydown', event => {
    if (event.isComposing || !onKey(event)) return;
    event.preventDefault();
    // VS Code hears of every key, too.
    event.stopPropagation();
  });

  return {
    open() {
      query = '';
      search.value = '';
      limit = FIRST_ROWS;
      setText(status, strings.loading);
      status.classList.add('is-searching');
      search.focus();
      ask();
    },
    close() {
      observer.disconnect();
      post({ type: 'closeHistory' });
    },
  };
}

/** What a row asks the host for. */
function intentOf(action: Exclude<RowAction, 'rename'>, { id, pinned }: ViewHistoryRow): HistoryIntent {
  switch (action) {
    case 'open':
      return { type: 'openConversation', id };
    case 'openToSide':
      return { type: 'openConversation', id, toSide: true };
    case 'pin':
      return { type: 'pinConversation', id, pinned: !pinned };
    case 'delete':
      return { type: 'deleteConversation', id };
  }
}

function textButton(label: string): HTMLButtonElement {
  return element('button', { type: 'button', class: 'button secondary' }, label);
}

function countWords(count: number): string {
  if (count === 0) return '';
  return count === 1 ? strings.oneFound : fill(strings.found, { count: count.toLocaleString() });
}

function nothingWords({ query, isOff }: HistoryFact): readonly Node[] {
  if (query.trim() !== '') return [element('p', { dir: 'auto' }, fill(strings.nothingFound, { query }))];
  const hint = isOff ? [] : [element('p', { class: 'history-hint' }, strings.emptyHint)];
  return [element('p', {}, strings.empty), ...hint];
}
