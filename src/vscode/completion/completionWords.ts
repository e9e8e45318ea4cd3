import * as vscode from 'vscode';
import type { Progress } from '../../core/chat';
import { nameOf } from '../editor';
import { errorWords } from '../errorWords';

/** How an answer came to its end, where nobody stopped it. */
export interface Ending {
  /** Why it is not whole, in words. */
  readonly cut?: string | undefined;
  readonly isFiltered?: boolean;
}

/** What is said while nothing of an answer is there yet: that it is waited for, or why and when it is asked for again. */
export function waitingWords(model: string, progress?: Progress): string {
  if (progress?.phase !== 'retry') return vscode.l10n.t('Waiting for {0}…', model);
  // The countdown says when.
  const { retryAfterSeconds: _, ...reason } = progress.error;
  return vscode.l10n.t('{0}. Asking {1} again in {2} s…', errorWords(reason).title, model, progress.seconds);
}

/** In the status bar. The keys are named only where they mean the completion. */
export function whoWrites(model: string, document: vscode.TextDocument, isHere: boolean): string {
  return isHere
    ? vscode.l10n.t('{0} is writing. Tab keeps what is there, Esc takes it back.', model)
    : vscode.l10n.t('{0} is writing in {1}.', model, nameOf(document));
}

/** A limit is said beside the keys; a filter, or that there is nothing, aloud. */
export function tellEnd({ cut }: Ending): void {
  void vscode.window.showInformationMessage(cut ?? vscode.l10n.t('The model had nothing to add here.'));
}
