import * as vscode from 'vscode';
import type { ChatErrorDetails } from '../core/errors';
import type { EndpointInputNote } from '../core/pasted/pastedSecrets';
import { errorWords } from './errorWords';

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
  const words: Readonly<Record<string, string>> = {
    'The address is empty.': vscode.l10n.t('The address is empty.'),
    'This is not an address.': vscode.l10n.t('This is not an address.'),
    'There is no address in this text.': vscode.l10n.t('There is no address in this text.'),
    'There is no address in this command.': vscode.l10n.t('There is no address in this command.'),
    'This looks like a token. Paste the address first; the token comes next.': vscode.l10n.t(
      'This looks like a token. Paste the address first; the token comes next.',
    ),
    'The address holds the token. Paste the address without it.': vscode.l10n.t(
      'The address holds the token. Paste the address without it.',
    ),
    'A piece of this address is still to be filled in: put your own in its place.': vscode.l10n.t(
      'A piece of this address is still to be filled in: put your own in its place.',
    ),
    'The address must begin with https:// or http://.': vscode.l10n.t(
      'The address must begin with https:// or http://.',
    ),
    'Leave user name and password out of the address.': vscode.l10n.t(
      'Leave user name and password out of the address.',
    ),
  };
  return words[details.message] ?? errorWords(details).title;
}
