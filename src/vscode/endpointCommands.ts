import * as vscode from 'vscode';
import { type Endpoint, isLoopback, originOf, parseEndpoints, suggestEndpointName } from '../core/endpoints';
import { ChatError, CODES } from '../core/errors';
import type { Target } from '../core/sessionTypes';
import { askForEndpoint, askForModel, askForToken, askForUrl, type LoadModels } from './ask';
import { COMMANDS } from './ids';

export interface EndpointCommandsDependencies {
  readonly endpoints: () => readonly Endpoint[];
  readonly saveEndpoint: (endpoint: {
    readonly name: string;
    readonly url: string;
    readonly model: string;
  }) => Promise<void>;
  readonly tokens: {
    get(origin: string): Promise<string | undefined>;
    set(origin: string, token: string): Promise<void>;
    remove(origin: string): Promise<void>;
  };
  /** The models of an endpoint, asked with a token that is not stored yet, or without one. */
  readonly modelsWith: (token: string | undefined, endpoint: Endpoint, signal: AbortSignal) => ReturnType<LoadModels>;
  readonly target: () => { readonly endpoint: Endpoint } | undefined;
  readonly setTarget: (target: Target) => Promise<void>;
  readonly revealChat: () => Promise<void>;
  /** Says what went wrong, and logs it. */
  readonly report: (error: unknown) => void;
}

/** The commands that add an endpoint, and that set and remove tokens. */
export function registerEndpointCommands(dependencies: EndpointCommandsDependencies): vscode.Disposable {
  const { tokens, setTarget } = dependencies;

  async function addEndpoint(): Promise<void> {
    const address = await askForUrl(vscode.l10n.t('Add Endpoint (1/3)'));
    if (!address) return;
    const name = suggestEndpointName(
      address.url,
      dependencies.endpoints().map(endpoint => endpoint.name),
    );
    const origin = originOf(address.url);
    const stored = await tokens.get(origin);
    const token = await askForToken(
      vscode.l10n.t('Add Endpoint (2/3)'),
      tokenPrompt(address.url, stored !== undefined),
    );
    if (token === undefined) return;

    const [draft] = parseEndpoints([{ name, ...address }]).endpoints;
    if (!draft) throw new ChatError({ kind: 'config', message: 'The endpoint cannot be used.' });
    const load = (signal: AbortSignal) => dependencies.modelsWith(token || stored, draft, signal);
    const chosen = await askForModel(vscode.l10n.t('Add Endpoint (3/3)'), [{ endpoint: name, known: [], load }]);
    if (!chosen) return;

    // Saved together at the end: whoever leaves half way has changed nothing.
    if (token !== '') await tokens.set(origin, token);
    await dependencies.saveEndpoint({ name, url: address.url, model: chosen.model });
    await setTarget(chosen);
    await dependencies.revealChat();
  }

  async function setToken(name?: unknown): Promise<void> {
    const named = dependencies.endpoints().find(candidate => candidate.name === name);
    const endpoint = named ?? (await chooseEndpoint(vscode.l10n.t('Set Token')));
    if (!endpoint) return;
    const origin = originOf(endpoint.url);
    const token = await askForToken(
      vscode.l10n.t('Set Token'),
      tokenPrompt(endpoint.url, (await tokens.get(origin)) !== undefined),
    );
    if (!token) return;
    await tokens.set(origin, token);
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
    const stored = await Promise.all(endpoints.map(({ url }) => tokens.get(originOf(url))));
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

  const register = (command: string, run: (argument?: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, (argument?: unknown) => run(argument).catch(dependencies.report));
  return vscode.Disposable.from(
    register(COMMANDS.addEndpoint, addEndpoint),
    register(COMMANDS.setToken, setToken),
    register(COMMANDS.removeToken, removeToken),
  );
}

function tokenPrompt(url: string, isStored: boolean): string {
  const origin = originOf(url);
  if (isStored) return vscode.l10n.t('The token for {0}. Leave it empty to keep the one that is stored.', origin);
  if (isLoopback(url)) return vscode.l10n.t('The token for {0}. Leave it empty if your server wants none.', origin);
  return vscode.l10n.t('The token (secret key) for {0}. It is kept in VS Code’s secret storage.', origin);
}
