import * as vscode from 'vscode';
import type { EndpointFault, EndpointProblem } from '../core/endpoints/endpoints';
import type { AddressFault } from '../core/errors';

/** What is wrong with an address, or with a text that should hold one, in the user's language; undefined for other codes. */
export function addressFaultWords(code: string | undefined): string | undefined {
  const words: Readonly<Record<AddressFault, string>> = {
    ADDRESS_EMPTY: vscode.l10n.t('The address is empty.'),
    ADDRESS_NONE: vscode.l10n.t('This is not an address.'),
    ADDRESS_NOT_IN_TEXT: vscode.l10n.t('There is no address in this text.'),
    ADDRESS_NOT_IN_COMMAND: vscode.l10n.t('There is no address in this command.'),
    ADDRESS_IS_TOKEN: vscode.l10n.t('This looks like a token. Paste the address first; the token comes next.'),
    ADDRESS_HOLDS_TOKEN: vscode.l10n.t('The address holds the token. Paste the address without it.'),
    ADDRESS_UNFINISHED: vscode.l10n.t('A piece of this address is still to be filled in: put your own in its place.'),
    ADDRESS_SCHEME: vscode.l10n.t('The address must begin with https:// or http://.'),
    ADDRESS_HAS_USER: vscode.l10n.t('Leave user name and password out of the address.'),
    ADDRESS_UNREADABLE: vscode.l10n.t('This cannot be read.'),
  };
  return new Map<string | undefined, string>(Object.entries(words)).get(code);
}

/** Why an entry of the endpoints setting cannot be used. */
export function endpointProblemWords({ code, field = '' }: EndpointProblem): string {
  const words: Readonly<Record<EndpointFault, string>> = {
    NOT_A_LIST: vscode.l10n.t('This is not a list.'),
    NOT_AN_ENTRY: vscode.l10n.t('This is not an entry of the list.'),
    NAME_MISSING: vscode.l10n.t('It has no name.'),
    NAME_TAKEN: vscode.l10n.t('Another endpoint has the same name.'),
    FIELD: vscode.l10n.t('“{0}” is not what it should be.', field),
    UNUSABLE: vscode.l10n.t('It cannot be used.'),
  };
  return new Map<string, string>(Object.entries(words)).get(code) ?? addressFaultWords(code) ?? words.UNUSABLE;
}
