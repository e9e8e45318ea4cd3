import * as vscode from 'vscode';
import type { Progress } from '../../core/chat';
import { errorWords } from '../errorWords';

/** What is said while nothing of an answer is there yet: that it is waited for, or why and when it is asked for again. */
export function waitingWords(model: string, progress?: Progress): string {
  if (progress?.phase !== 'retry') return vscode.l10n.t('Waiting for {0}…', model);
  // The countdown says when.
  const { retryAfterSeconds: _, ...reason } = progress.error;
  return vscode.l10n.t('{0}. Asking {1} again in {2} s…', errorWords(reason).title, model, progress.seconds);
}
