import * as vscode from 'vscode';
import { type Endpoint, originOf } from '../core/endpoints';
import { ChatError, CODES } from '../core/errors';
import { onFirstUse } from '../core/onFirstUse';
import { askForEndpoint } from './ask';
import { COMMANDS } from './ids';
import { askForToken } from './quickSteps';

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
  const wizard = onFirstUse(loadAddEndpoint);

  async function addEndpoint(): Promise<void> {
    const run = await wizard.get();
    await run();
  }

  /** Whether one was set. */
  async function setToken(name?: unknown): Promise<boolean> {
    const named = dependencies.endpoints().find(candidate => candidate.name === name);
    const endpoint = named ?? (await chooseEndpoint(vscode.l10n.t('Set Token')));
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

  /** The endpoint of this conversation is most often the one that is meant. */
  function currentFirst(endpoints: readonly Endpoint[]): readonly Endpoint[] {
    const current = dependencies.target()?.endpoint.name;
    return endpoints.toSorted((left, right) => Number(right.name === current) - Number(left.name === current));
  }

  async function chooseEndpoint(title: string): Promise<Endpoint | undefined> {
    const endpoints = dependencies.endpoints();
    if (endpoints.length === 0) {
      throw new ChatError({ kind: 'config', message: 'No endpoint is configured.', code: CODES.noEndpoint });
    }
    return endpoints.length === 1 ? endpoints[0] : askForEndpoint(title, currentFirst(endpoints));
  }

  const register = (command: string, run: (argument?: unknown) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(command, (argument?: unknown) => run(argument).catch(dependencies.report));
  return vscode.Disposable.from(
    register(COMMANDS.addEndpoint, addEndpoint),
    register(COMMANDS.setToken, setToken),
    register(COMMANDS.removeToken, removeToken),
  );
}
