import * as vscode from 'vscode';
import type { HistoryWords } from '../../core/history/historyFact';

/** What a list of conversations says in the user's language. */
export function historyWords(): HistoryWords {
  const { language } = vscode.env;
  const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const dayOfYear = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric' });
  const month = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long' });
  return {
    untitled: vscode.l10n.t('New conversation'),
    pinned: vscode.l10n.t('Pinned'),
    onlyHere: vscode.l10n.t('Only in this window'),
    today: vscode.l10n.t('Today'),
    yesterday: vscode.l10n.t('Yesterday'),
    previous7Days: vscode.l10n.t('Previous 7 days'),
    previous30Days: vscode.l10n.t('Previous 30 days'),
    month: firstDay => month.format(firstDay),
    time(time, now) {
      const date = new Date(time);
      const today = new Date(now);
      const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
      if (date.getTime() >= yesterday.getTime()) return clock.format(date);
      return (date.getFullYear() === today.getFullYear() ? day : dayOfYear).format(date);
    },
    messages: count => (count === 1 ? vscode.l10n.t('1 message') : vscode.l10n.t('{0} messages', count)),
  };
}
