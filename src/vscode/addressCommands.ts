import * as vscode from 'vscode';
import { type Endpoint, originOf } from '../core/endpoints';
import { INTERNAL_COMMANDS } from './ids';

export interface AddressCommandsDependencies {
  readonly endpoints: () => readonly Endpoint[];
  readonly saveAddress: (name: string, url: string) => Promise<void>;
  /** Origins to which the user lets the token go without encryption; small, kept with the user's data. */
  readonly memory: vscode.Memento;
  readonly report: (error: unknown) => void;
}

const PLAIN_HTTP = 'plainHttpOrigins';

/** Whether the user wants the token of an origin sent without encryption (row S4). */
export function plainHttpAllowed(memory: vscode.Memento, origin: string): boolean {
  return allowedOrigins(memory).includes(origin);
}

function allowedOrigins(memory: vscode.Memento): readonly string[] {
  const origins = memory.get<unknown>(PLAIN_HTTP);
  return Array.isArray(origins) ? origins.filter(origin => typeof origin === 'string') : [];
}

/** Asks whether the token of an origin may be sent without encryption, and remembers a yes. */
export async function askForPlainHttp(memory: vscode.Memento, origin: string): Promise<boolean> {
  const send = vscode.l10n.t('Send it unencrypted');
  const question = vscode.l10n.t('Send the token to {0} without encryption?', origin);
  const detail = vscode.l10n.t(
    'Everyone on the way can read the token, and everything that you and the model write. Do this only within a network that you trust.',
  );
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) !== send) return false;
  await memory.update(PLAIN_HTTP, [...new Set([...allowedOrigins(memory), origin])]);
  return true;
}

/**
 * The two buttons that change where, or how, something is sent. Both ask first, whoever called them (the suggested address
 * may come from a server), and answer whether anything was changed.
 */
export function registerAddressCommands(dependencies: AddressCommandsDependencies): vscode.Disposable {
  const { endpoints, saveAddress, memory } = dependencies;
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
    return true;
  }

  async function allowPlainHttp(name: unknown): Promise<boolean> {
    const endpoint = find(name);
    return endpoint !== undefined && askForPlainHttp(memory, originOf(endpoint.url));
  }

  const register = (command: string, run: (name: unknown, url: unknown) => Promise<boolean>): vscode.Disposable =>
    vscode.commands.registerCommand(command, (name: unknown, url: unknown) =>
      run(name, url).catch(dependencies.report),
    );
  return vscode.Disposable.from(
    register(INTERNAL_COMMANDS.useAddress, useAddress),
    register(INTERNAL_COMMANDS.allowPlainHttp, allowPlainHttp),
  );
}
