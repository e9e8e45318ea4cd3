import * as vscode from 'vscode';
import { keyHeaders } from '../../core/client/refuse';
import { withAddress } from '../../core/endpoints/endpointEntries';
import { type Endpoint, originOf, sharerOf, withoutQuery } from '../../core/endpoints/endpoints';
import { readEndpointInput } from '../../core/pasted/endpointInput';
import { COMMANDS } from '../ids';
import type { EndpointChangeDependencies } from './endpointChange';

/** What the user wants with a new address. */
export interface Move {
  /** As it was pasted. */
  readonly address: string;
  readonly setToken: boolean;
  /** The origin of the token that nothing uses any more. */
  readonly orphan: string | undefined;
}

/** Whether an address, as it was pasted, is another server's. */
export function isAnotherServer(address: string, { url }: Endpoint): boolean {
  return originOf(readEndpointInput(address).url) !== originOf(url);
}

/** A token belongs to an origin (row S2): whoever moves an endpoint must know what stays behind, and what goes along. */
export async function askForMove(
  endpoint: Endpoint,
  address: string,
  dependencies: EndpointChangeDependencies,
): Promise<Move | undefined> {
  const origin = originOf(endpoint.url);
  const isMove = isAnotherServer(address, endpoint);
  const orphan = isMove && (await isOrphaned(endpoint, dependencies)) ? origin : undefined;
  const use = vscode.l10n.t('Use this address');
  const useAndSetToken = vscode.l10n.t('Use it and set its token');
  const question = vscode.l10n.t(
    'Shall {0} ask {1} from now on?',
    endpoint.name,
    withoutQuery(readEndpointInput(address).url),
  );
  const detail = isMove ? moveWords(endpoint, orphan) : vscode.l10n.t('It is the same server.');
  const answers = isMove ? [use, useAndSetToken] : [use];
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, ...answers);
  return answer === undefined ? undefined : { address, setToken: answer === useAndSetToken, orphan };
}

function moveWords(endpoint: Endpoint, orphan: string | undefined): string {
  const keys = keyHeaders(endpoint);
  return [
    vscode.l10n.t(
      'It is another server. The token for {0} is not sent there: set one for it, if it wants one.',
      originOf(endpoint.url),
    ),
    ...(orphan === undefined ? [] : [vscode.l10n.t('It is deleted, because no other endpoint uses it.')]),
    ...(keys.length === 0 ? [] : [vscode.l10n.t('The headers with a key go along: {0}.', keys.join(', '))]),
  ].join(' ');
}

async function isOrphaned(endpoint: Endpoint, { endpoints, tokens }: EndpointChangeDependencies): Promise<boolean> {
  if (sharerOf(endpoint, endpoints())) return false;
  // What cannot be read stays.
  const token = await tokens.get(originOf(endpoint.url)).catch(() => undefined);
  return token !== undefined;
}

/** Gives an endpoint another address. Whoever agreed to another server is not told afterwards that it is one. */
export async function moveEndpoint(
  endpoint: Endpoint,
  move: Move,
  dependencies: EndpointChangeDependencies,
): Promise<void> {
  const { changeEntries, forgetEndpoint, tokens } = dependencies;
  const { name } = endpoint;
  const { address, setToken, orphan } = move;
  await changeEntries(entries => withAddress(entries, name, address));
  if (isAnotherServer(address, endpoint)) await forgetEndpoint(name);
  if (orphan !== undefined) await tokens.remove(orphan);
  if (setToken) await vscode.commands.executeCommand(COMMANDS.setToken, name);
}
