import * as vscode from 'vscode';
import type { Answer } from '../core/conversation';
import type { SnapshotWords } from '../core/snapshot';
import { errorWords } from './errorWords';

/** What a snapshot says in the user's language. */
export const words: SnapshotWords = { error: errorWords, notice, summary };

function notice({ status, finishReason, finishWord = '', text }: Answer): string | undefined {
  if (status !== 'complete') return undefined;
  switch (finishReason) {
    case 'length':
      return vscode.l10n.t('Cut at the token limit');
    case 'contentFilter':
      return vscode.l10n.t('Ended by the endpoint’s content filter');
    case 'toolCalls':
      return vscode.l10n.t('The model asked for a tool, which this chat does not have');
    case 'other':
      return vscode.l10n.t('Ended for a reason of the endpoint’s own: {0}', finishWord);
    default:
      return text === '' ? vscode.l10n.t('The model ended without an answer') : undefined;
  }
}

/** `0.4 s · 61 tok/s · 312 tokens`: time to the first text, speed after it, length, as far as they are known. */
function summary({ status, askedAt, firstTextAt, endedAt, usage }: Answer): string | undefined {
  if (status === 'waiting' || status === 'streaming' || firstTextAt === undefined) return undefined;
  const tokens = usage?.outputTokens;
  const writing = ((endedAt ?? firstTextAt) - firstTextAt) / 1000;
  return [
    vscode.l10n.t('{0} s', ((firstTextAt - askedAt) / 1000).toFixed(1)),
    // The rate of an answer that came whole would be nonsense.
    tokens !== undefined && writing > 0.2 ? vscode.l10n.t('{0} tok/s', Math.round(tokens / writing)) : '',
    tokens === undefined ? '' : vscode.l10n.t('{0} tokens', tokens),
  ]
    .filter(part => part !== '')
    .join(' · ');
}
