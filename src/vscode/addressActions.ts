import * as vscode from 'vscode';
import { type Endpoint, originOf } from '../core/endpoints';
import type { OriginMemory } from '../core/originMemory';

export interface AddressActionsDependencies {
  readonly endpoints: () => readonly Endpoint[];
  readonly saveAddress: (name: string, url: string) => Promise<void>;
  readonly origins: Pick<OriginMemory, 'missNoToken' | 'plainHttp' | 'setPlainHttp'>;
}

/**
 * What the buttons do that change where, or how, something is sent: loaded with the first of them. Each asks first, whoever
 * called it (the suggested address may come from a server), and answers whether anything was changed.
 */
export function createAddressActions(dependencies: AddressActionsDependencies) {
  const { endpoints, saveAddress, origins } = dependencies;
  const find = (name: unknown): Endpoint | undefined => endpoints().find(endpoint => endpoint.name === name);

  async function useAddress(name: unknown, url: unknown): Promise<boolean> {
    const endpoint = find(name);
    if (!endpoint || typeof url !== 'string' || !URL.canParse(url)) return false;
    const use = vscode.l10n.t('Use this address');
    const moves = originOf(url) !== originOf(endpoint.url);
    const detail = moves
      ? vscode.l10n.t(
          'It is another server. The token for {0} is not sent there: set one for it, if it wants one.',
          originOf(endpoint.url),
        )
      : vscode.l10n.t('It is the same server.');
    const question = vscode.l10n.t('Shall {0} ask {1} from now on?', endpoint.name, url);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, use)) !== use) return false;
    const { search } = new URL(endpoint.url);
    // Such as an `api-version`; it is left out of what is shown.
    await saveAddress(endpoint.name, moves ? url : url + search);
    // That the token does not come along was said.
    if (moves) await origins.missNoToken(endpoint.name);
    return true;
  }

  /** Whether the token of an origin may be sent without encryption. Nothing of it is remembered. */
  async function askForPlainHttp(origin: string): Promise<boolean> {
    const send = vscode.l10n.t('Send it unencrypted');
    const question = vscode.l10n.t('Send the token to {0} without encryption?', origin);
    const detail = vscode.l10n.t(
      'Everyone on the way can read the token, and everything that you and the model write. Do this only within a network that you trust.',
    );
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
  }

  async function allowPlainHttp(name: unknown): Promise<boolean> {
    const endpoint = find(name);
    if (!endpoint || !(await askForPlainHttp(originOf(endpoint.url)))) return false;
    await origins.setPlainHttp([...origins.plainHttp(), originOf(endpoint.url)]);
    return true;
  }

  async function sendWithoutToken(name: unknown): Promise<boolean> {
    const endpoint = find(name);
    if (!endpoint) return false;
    const ask = vscode.l10n.t('Ask without a token');
    const question = vscode.l10n.t('Ask {0} without a token from now on?', originOf(endpoint.url));
    const detail = vscode.l10n.t('Your words go there; no token does, until you set one.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, ask)) !== ask) return false;
    await origins.missNoToken(endpoint.name);
    return true;
  }

  async function forgetUnencryptedAddresses(): Promise<boolean> {
    const allowed = origins.plainHttp();
    await origins.setPlainHttp([]);
    void vscode.window.showInformationMessage(
      allowed.length === 0
        ? vscode.l10n.t('No token is allowed to go anywhere unencrypted.')
        : vscode.l10n.t('From now on you are asked again before a token goes unencrypted to {0}.', allowed.join(', ')),
    );
    return allowed.length > 0;
  }

  return { askForPlainHttp, useAddress, allowPlainHttp, sendWithoutToken, forgetUnencryptedAddresses };
}
