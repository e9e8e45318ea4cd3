import * as vscode from 'vscode';
import type { ConversationList } from '../../core/history/conversationList';
import { groupByDay } from '../../core/history/dayGroups';
import { type HistoryWords, shownTitle } from '../../core/history/historyFact';
import type { HistoryMatch } from '../../core/store/historyTypes';
import { SETTINGS, SETTINGS_SECTION } from '../ids';
import { pressRowButton, rowButtons } from './rowButtons';

/** More rows than this take VS Code long to show. Whoever wants another one types a word of it. */
const MOST_ROWS = 1000;

/** A conversation, a heading, or one of the lines below the list. */
export interface ConversationItem extends vscode.QuickPickItem {
  readonly match?: HistoryMatch;
  readonly run?: () => unknown;
}

/** `isKept` is asked whenever rows are shown: where new conversations are not kept, the last one leads to the setting. */
export interface PickerDependencies {
  readonly list: ConversationList;
  readonly words: HistoryWords;
  readonly isKept: () => boolean;
  readonly report: (error: unknown) => void;
}

/** Lets the user find a conversation by its title or by anything that was said in it, and do what a list of them can do. */
export function pickConversation(dependencies: PickerDependencies, query = ''): Promise<void> {
  const { list, report } = dependencies;
  const pick = vscode.window.createQuickPick<ConversationItem>();
  pick.title = vscode.l10n.t('Open Conversation');
  pick.placeholder = vscode.l10n.t('Search in titles and in what was said');
  pick.value = query;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  let stop = new AbortController();

  async function look(): Promise<void> {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const query = pick.value;
    pick.busy = true;
    const found: HistoryMatch[] = [];
    try {
      for await (const match of list.find(query, signal)) {
        if (signal.aborted) return;
        found.push(match);
        if (found.length >= MOST_ROWS) break;
      }
    } finally {
      if (!signal.aborted) pick.busy = false;
    }
    if (!signal.aborted) show(found);
  }

  function show(found: readonly HistoryMatch[]): void {
    const activeId = pick.activeItems[0]?.match?.summary.id;
    const items = itemsOf(found, pick.value, dependencies);
    pick.keepScrollPosition = pick.items.length > 0;
    pick.items = items;
    const active = items.find(({ match }) => match !== undefined && match.summary.id === activeId);
    if (active) pick.activeItems = [active];
  }

  async function press(button: vscode.QuickInputButton, summary: HistoryMatch['summary']): Promise<void> {
    const typed = pick.value;
    const comesBack = await pressRowButton(button, summary, list);
    if (comesBack === 'leave') pick.hide();
    // VS Code shows one box at a time.
    else if (comesBack === 'again') await pickConversation(dependencies, typed);
  }

  const lookNow = (): void => void look().catch(report);
  return new Promise(resolve => {
    const unsubscribe = list.onChange(lookNow);
    pick.onDidChangeValue(lookNow);
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen?.run) return void chosen.run();
      if (!chosen?.match) return;
      pick.hide();
      list.open(chosen.match.summary.id, 'here').catch(report);
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      if (item.match) press(button, item.match.summary).catch(report);
    });
    pick.onDidHide(() => {
      stop.abort();
      unsubscribe();
      pick.dispose();
      resolve();
    });
    lookNow();
    pick.show();
  });
}

/** Every row is shown whatever VS Code's own filter makes of it: the search has found it, by words that may stand anywhere. */
function itemsOf(found: readonly HistoryMatch[], query: string, dependencies: PickerDependencies): ConversationItem[] {
  const { list, words, isKept } = dependencies;
  const now = Date.now();
  const items: ConversationItem[] = undoItem(list);
  for (const { label, matches } of groupByDay(found, now, words)) {
    items.push({ label, kind: vscode.QuickPickItemKind.Separator });
    for (const match of matches) items.push(conversationItem(match, now, words, list.isOpen(match.summary.id)));
  }
  if (found.length === 0) {
    const nothing = query.trim() === '' ? vscode.l10n.t('No conversations yet') : vscode.l10n.t('Nothing found');
    items.push({ label: nothing, alwaysShow: true });
  }
  if (!isKept()) items.push(settingItem());
  return items;
}

function conversationItem(match: HistoryMatch, now: number, words: HistoryWords, isOpen: boolean): ConversationItem {
  const { summary, excerpt } = match;
  const description = [
    words.time(summary.updatedAt, now),
    words.messages(summary.messages),
    ...(isOpen ? [vscode.l10n.t('open')] : []),
  ];
  return {
    label: withoutIcons(shownTitle(match.title, words).text),
    description: description.join(' · '),
    ...(excerpt ? { detail: withoutIcons(excerpt.text) } : {}),
    ...(summary.pinned ? { iconPath: new vscode.ThemeIcon('pinned') } : {}),
    alwaysShow: true,
    buttons: rowButtons(summary),
    match,
  };
}

/** What was deleted last can be brought back for a while. */
function undoItem(list: ConversationList): ConversationItem[] {
  if (!list.deleted) return [];
  const label = `$(discard) ${vscode.l10n.t('Undo: bring back “{0}”', withoutIcons(list.deleted.title))}`;
  return [{ label, alwaysShow: true, run: () => list.undoDelete() }];
}

function settingItem(): ConversationItem {
  return {
    label: `$(gear) ${vscode.l10n.t('New conversations are not kept. Open the setting')}`,
    alwaysShow: true,
    run: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `${SETTINGS_SECTION}.${SETTINGS.historyEnable}`),
  };
}

/** `$(name)` in what somebody wrote is text and no icon. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
