import * as vscode from 'vscode';
import { type ChatErrorDetails, CODES } from '../core/errors';
import type { Remedy } from '../shared/viewState';

/** What is on the button under an error. */
export function remedyLabel(remedy: Remedy, { suggestedUrl = '', request = '', code }: ChatErrorDetails): string {
  const labels: Readonly<Record<Remedy, string>> = {
    setToken: vscode.l10n.t('Set token'),
    chooseModel: vscode.l10n.t('Choose model'),
    addEndpoint: vscode.l10n.t('Add endpoint'),
    openSettings: vscode.l10n.t('Open settings'),
    openProxySettings: vscode.l10n.t('Proxy settings'),
    retry: vscode.l10n.t('Retry'),
    showLog: vscode.l10n.t('Show log'),
    checkConnection: vscode.l10n.t('Check connection'),
    useAddress: vscode.l10n.t('Use {0}', whatIsNew(suggestedUrl, request)),
    allowPlainHttp: vscode.l10n.t('Send it unencrypted'),
    sendWithoutToken:
      code === CODES.keysElsewhere ? vscode.l10n.t('Send them there') : vscode.l10n.t('Ask without a token'),
    keyringHelp: vscode.l10n.t('How to mend the keyring'),
  };
  return labels[remedy];
}

/** The suggested address, without the host when it is the same. */
function whatIsNew(suggestedUrl: string, request: string): string {
  if (!URL.canParse(suggestedUrl)) return '';
  const { origin, pathname } = new URL(suggestedUrl);
  return request.includes(`${origin}/`) ? pathname : `${origin}${pathname}`;
}
