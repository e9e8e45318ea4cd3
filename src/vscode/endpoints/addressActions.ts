import * as vscode from 'vscode';
import { keyHeaders } from '../../core/client/refuse';
import { type Endpoint, originOf } from '../../core/endpoints/endpoints';
import type { OriginMemory } from '../../core/endpoints/originMemory';
import type { EndpointChangeDependencies } from './endpointChange';
import { askForMove, moveEndpoint } from './moveEndpoint';

/** `origins` remembers for this user, in every window, where tokens and words have gone and what may go unencrypted. */
export interface AddressActionsDependencies extends EndpointChangeDependencies {
  readonly origins: Pick<OriginMemory, 'forgetEndpoint' | 'plainHttp' | 'setPlainHttp'>;
}

/**
 * What the buttons do that change where, or how, something is sent: loaded with the first of them. Each asks first, whoever
 * called it (the suggested address may come from a server), and answers whether anything was changed.
 */
export function createAddressActions(dependencies: AddressActionsDependencies) {
  const { endpoints, origins } = dependencies;
  const find = (name: unknown): Endpoint | undefined => endpoints().find(endpoint => endpoint.name === name);

  async function useAddress(name: unknown, url: unknown): Promise<boolean> {
    const endpoint = find(name);
    if (!endpoint || typeof url !== 'string' || !URL.canParse(url)) return false;
    const { search } = new URL(endpoint.url);
    // Such as an `api-version`; it is left out of what is suggested.
    const address = originOf(url) === originOf(endpoint.url) ? url + search : url;
    const move = await askForMove(endpoint, address, dependencies);
    if (move) await moveEndpoint(endpoint, move, dependencies);
    return move !== undefined;
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
    return keyHeaders(endpoint).length === 0 ? askWithoutToken(endpoint) : sendKeys(endpoint);
  }

  async function askWithoutToken(endpoint: Endpoint): Promise<boolean> {
    const ask = vscode.l10n.t('Ask without a token');
    const question = vscode.l10n.t('Ask {0} without a token from now on?', originOf(endpoint.url));
    const detail = vscode.l10n.t('Your words go there; no token does, until you set one.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, ask)) !== ask) return false;
    await origins.forgetEndpoint(endpoint.name);
    return true;
  }

  async function sendKeys(endpoint: Endpoint): Promise<boolean> {
    const send = vscode.l10n.t('Send them there');
    const names = keyHeaders(endpoint).join(', ');
    const question = vscode.l10n.t(
      'Send the headers with a key ({0}) to {1} from now on?',
      names,
      originOf(endpoint.url),
    );
    const detail = vscode.l10n.t('Your words go there, and what stands in these headers.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) !== send) return false;
    await origins.forgetEndpoint(endpoint.name);
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
