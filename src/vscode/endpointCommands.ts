import * as vscode from 'vscode';
import { type Endpoint, originOf } from '../core/endpoints';
import { askForEndpoint, chooseEndpoint } from './ask';
import { COMMANDS } from './ids';
import { askForToken, tokenPrompt } from './quickSteps';

export interface EndpointCommandsDependencies {
  readonly endpoints: () => readonly Endpoint[];
  /** Loads the wizard, with its first use. */
  readonly loadAddEndpoint: () => Promise<() => Promise<void>>;
  readonly tokens: {
    get(origin: string): Promise<string | undefined>;
    set(origin: string, token: string): Promise<void>;
    remove(origin: string): Promise<void>;
    isHeld(origin: string): boolean;
  };
  readonly target: () => { readonly endpoint: Endpoint } | undefined;
  /** Says what went wrong, and logs it. */
  readonly report: (error: unknown) => void;
}

/** The commands that add an endpoint, and that set and remove tokens. */
export function registerEndpointCommands(dependencies: EndpointCommandsDependencies): vscode.Disposable {
  const { tokens, loadAddEndpoint } = dependencies;
  let wizard: Promise<() => Promise<void>> | undefined;

  async function addEndpoint(): Promise<void> {
    wizard ??= loadAddEndpoint();
    await (await wizard)();
  }

  async function setToken(name?: unknown): Promise<void> {
    const named = dependencies.endpoints().find(candidate => candidate.name === name);
    const endpoint =
      named ??
      (await chooseEndpoint(
        vscode.l10n.t('Set Token'),
        dependencies.endpoints(),
        dependencies.target()?.endpoint.name,
      ));
    if (!endpoint) return;
    const origin = originOf(endpoint.url);
    // A keyring that cannot be read may still take another one.
    const stored = await tokens.get(origin).catch(() => undefined);
    const token = await askForToken(
      vscode.l10n.t('Set Token'),
      tokenPrompt(endpoint.url, stored === undefined ? 'none' : 'stored'),
    );
    if (!token) return;
    await tokens.set(origin, token);
    // That it could not be saved was said.
    if (tokens.isHeld(origin)) return;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The token for {0} is kept in VS Code’s secret storage.', origin),
    );
  }

  async function removeToken(): Promise<void> {
    const withTokens = await withToken(dependencies.endpoints());
    if (withTokens.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No token is stored.'));
      return;
    }
    const endpoint = await askForEndpoint(vscode.l10n.t('Remove Token'), withTokens);
    if (!endpoint) return;
    await tokens.remove(originOf(endpoint.url));
    void vscode.window.showInformationMessage(vscode.l10n.t('The token for {0} is removed.', originOf(endpoint.url)));
  }

  async function withToken(endpoints: readonly Endpoint[]): Promise<readonly Endpoint[]> {
    // What cannot be read may be there.
    const stored = await Promise.all(endpoints.map(({ url }) => tokens.get(originOf(url)).catch(() => '')));
    return endpoints.filter((_endpoint, index) => stored[index] !== undefined);
  }

  const register = (command: string, run: (argument?: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, (argument?: unknown) => run(argument).catch(dependencies.report));
  return vscode.Disposable.from(
    register(COMMANDS.addEndpoint, addEndpoint),
    register(COMMANDS.setToken, setToken),
    register(COMMANDS.removeToken, removeToken),
  );
}
