import * as vscode from 'vscode';
import type { Answer, FirstSend } from '../core/conversation/conversation';
import type { SnapshotWords } from '../core/page/snapshot';
import type { ForkReason } from '../core/store/conversationWriter';
import { stringField } from '../core/unknown';
import type { ViewSummary } from '../shared/viewState';
import { errorWords } from './errorWords';

/** What a snapshot says in the user's language. */
export const words: SnapshotWords = { error: errorWords, notice, firstSend, summary };

/** Why a conversation goes on in a copy of itself. */
export function forkWords(reason: ForkReason): string {
  return reason === 'otherWindow'
    ? vscode.l10n.t(
        'Another window has written to this conversation, too. What you write here goes on in a copy of it.',
      )
    : vscode.l10n.t(
        'A newer version of Endpoint Chat has written this conversation. It stays as it is; what you write here goes on in a copy of it.',
      );
}

/** Why what is said is not on disk. It is tried again by itself. */
export function notSavedWords(error: Error): string {
  switch (stringField(error, 'code')) {
    case 'ENOSPC':
    case 'EDQUOT':
      return vscode.l10n.t('Not saved: the disk is full.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return vscode.l10n.t('Not saved: VS Code may not write into the folder of its extensions.');
    default:
      return vscode.l10n.t('Not saved: {0}', error.message);
  }
}

function notice({ status, finishReason, finishWord = '', text, usage }: Answer): string | undefined {
  if (status !== 'complete') return undefined;
  switch (finishReason) {
    case 'length':
      return usage?.outputTokens === undefined
        ? vscode.l10n.t('Cut at the token limit')
        : vscode.l10n.t('Cut at the limit of {0} tokens', count(usage.outputTokens));
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

/** Not where nothing was sent in the end. */
function firstSend({ firstSend: first, error }: Answer): string | undefined {
  return first === undefined || error?.kind === 'config' ? undefined : firstSendWords(first);
}

/** `First message to api.example.com: about 1,200 tokens (4.8 kB)` */
export function firstSendWords({ host, bytes, tokens }: FirstSend): string {
  const size = (Math.max(100, bytes) / 1000).toLocaleString(vscode.env.language, { maximumFractionDigits: 1 });
  return vscode.l10n.t('First message to {0}: about {1} tokens ({2} kB)', host, count(tokens), size);
}

/** `0.4 s · 61 tok/s · 312 tokens`: time to the first text, speed after it, length, as far as they are known. */
function summary(answer: Answer): ViewSummary | undefined {
  const { status, askedAt, firstTextAt, endedAt, usage, earlierTokens = 0 } = answer;
  if (status === 'waiting' || status === 'streaming' || firstTextAt === undefined) return undefined;
  // A server on this machine answers at once, and "0.0 s" looks like a mistake.
  const wait = Math.max(0.1, (firstTextAt - askedAt) / 1000).toFixed(1);
  const { inputTokens, outputTokens } = usage ?? {};
  const writing = ((endedAt ?? firstTextAt) - firstTextAt) / 1000;
  // The rate of an answer that came whole would be nonsense.
  const rate = outputTokens !== undefined && writing > 0.2 ? Math.round(outputTokens / writing) : undefined;
  const written = outputTokens === undefined ? undefined : outputTokens + earlierTokens;
  const join = (separator: string, ...parts: readonly (string | false)[]): string =>
    parts.filter(part => part !== false).join(separator);
  return {
    short: join(
      ' · ',
      vscode.l10n.t('{0} s', wait),
      rate !== undefined && vscode.l10n.t('{0} tok/s', rate),
      written !== undefined && vscode.l10n.t('{0} tokens', count(written)),
    ),
    full: join(
      '\n',
      vscode.l10n.t('First word after {0} seconds', wait),
      rate !== undefined && vscode.l10n.t('{0} tokens per second', rate),
      inputTokens !== undefined && vscode.l10n.t('{0} tokens read', count(inputTokens)),
      written !== undefined && vscode.l10n.t('{0} tokens written', count(written)),
    ),
  };
}

function count(tokens: number): string {
  return tokens.toLocaleString(vscode.env.language);
}
