import * as vscode from 'vscode';
import { type Endpoint, originOf } from '../../core/endpoints/endpoints';
import { askForEndpoint, chooseEndpoint } from '../ask';
import { askForToken } from '../quickSteps';

/** `isHeld`: the token could not be saved and lives in this window only, which the user has been told by then. */
export interface TokenCommandsDependencies {
  readonly endpoints: () => readonly Endpoint[];
  readonly tokens: {
    get(origin: string): Promise<string | undefined>;
    set(origin: string, token: string): Promise<void>;
    remove(origin: string): Promise<void>;
    isHeld(origin: string): boolean;
  };
  readonly target: () => { readonly endpoint: Endpoint } | undefined;
}

/** What stands behind the commands that set and remove tokens. */
export function createTokenCommands({ endpoints, tokens, target }: TokenCommandsDependencies) {
  /** Whether one was set. */
  async function setToken(name?: unknown): Promise<boolean> {
    const named = endpoints().find(candidate => candidate.name === name);
    const endpoint = named ?? (await chooseEndpoint(vscode.l10n.t('Set Token'), endpoints(), target()?.endpoint.name));
    if (!endpoint) return false;
    const origin = originOf(endpoint.url);
    // A keyring that cannot be read may still take another one.
    const stored = await tokens.get(origin).catch(() => undefined);
    const kept = stored === undefined ? 'none' : 'stored';
    const token = await askForToken(vscode.l10n.t('Set Token'), endpoint.url, kept);
    if (!token) return false;
    await tokens.set(origin, token);
    // That it could not be saved was said.
    if (tokens.isHeld(origin)) return true;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The token for {0} is kept in VS Code’s secret storage.', origin),
    );
    return true;
  }

  async function removeToken(): Promise<void> {
    const withTokens = await withToken(endpoints());
    if (withTokens.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No token is stored.'));
      return;
    }
    const endpoint = await askForEndpoint(vscode.l10n.t('Remove Token'), withTokens);
    if (!endpoint) return;
    await tokens.remove(originOf(endpoint.url));
    void vscode.window.showInformationMessage(vscode.l10n.t('The token for {0} is removed.', originOf(endpoint.url)));
  }

  async function withToken(all: readonly Endpoint[]): Promise<readonly Endpoint[]> {
    // What cannot be read may be there.
    const stored = await Promise.all(all.map(({ url }) => tokens.get(originOf(url)).catch(() => '')));
    return all.filter((_endpoint, index) => stored[index] !== undefined);
  }

  return { setToken, removeToken };
}
