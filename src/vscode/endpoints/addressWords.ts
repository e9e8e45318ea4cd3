import * as vscode from 'vscode';
import type { ChatErrorDetails } from '../../core/errors';
import type { EndpointInputNote } from '../../core/pasted/pastedSecrets';
import { errorWords } from '../errorWords';
import { addressFaultWords } from '../faultWords';

/** What became of the rest of a paste. */
export function noteWords(note: EndpointInputNote): string {
  const words: Readonly<Record<EndpointInputNote, string>> = {
    otherHeader: vscode.l10n.t('The key will be sent as “Authorization: Bearer”'),
    placeholder: vscode.l10n.t('The token is still to be filled in'),
    password: vscode.l10n.t('User name and password are left out'),
    leftOut: vscode.l10n.t('A second key is left out'),
  };
  return words[note];
}

/** What is wrong with a text, in the user's language. */
export function problemWords(details: ChatErrorDetails): string {
  return addressFaultWords(details.code) ?? errorWords(details).title;
}
