import * as vscode from 'vscode';
import type { ChatEvent } from '../core/chat';

/** Why an answer is not all that the model would have written, in a sentence; undefined where the model ended by itself. */
export function cutWords({ reason, word = '' }: Extract<ChatEvent, { readonly type: 'finish' }>): string | undefined {
  switch (reason) {
    case 'stop':
      return undefined;
    case 'length':
      return vscode.l10n.t('The answer was cut at the model’s token limit.');
    case 'contentFilter':
      return vscode.l10n.t('The endpoint’s content filter ended the answer.');
    case 'toolCalls':
      return vscode.l10n.t('The model asked for a tool instead of going on, and there is none here.');
    case 'other':
      return vscode.l10n.t('The endpoint ended the answer for a reason of its own: {0}', word);
  }
}
