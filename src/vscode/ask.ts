import * as vscode from 'vscode';
import { type Endpoint, listedAddress } from '../core/endpoints/endpoints';
import { ChatError, CODES } from '../core/errors';

/** Lets the user choose one of the endpoints. */
export async function askForEndpoint(title: string, endpoints: readonly Endpoint[]): Promise<Endpoint | undefined> {
  const chosen = await vscode.window.showQuickPick(
    endpoints.map(endpoint => ({ label: endpoint.name, description: listedAddress(endpoint.url), endpoint })),
    { title, placeHolder: vscode.l10n.t('Choose an endpoint') },
  );
  return chosen?.endpoint;
}

/** The only endpoint there is, or the one that the user chooses. That of this conversation is most often the one that is meant. */
export async function chooseEndpoint(
  title: string,
  endpoints: readonly Endpoint[],
  current: string | undefined,
): Promise<Endpoint | undefined> {
  if (endpoints.length === 0) {
    throw new ChatError({ kind: 'config', message: 'No endpoint is configured.', code: CODES.noEndpoint });
  }
  return endpoints.length === 1 ? endpoints[0] : askForEndpoint(title, currentFirst(endpoints, current));
}

/** Puts the endpoint of this name in front. The others stay in the order of the settings, and so do all where none has the name. */
export function currentFirst(endpoints: readonly Endpoint[], current: string | undefined): readonly Endpoint[] {
  return endpoints.toSorted((left, right) => Number(right.name === current) - Number(left.name === current));
}
