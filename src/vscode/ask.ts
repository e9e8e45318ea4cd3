import * as vscode from 'vscode';
import { type Endpoint, withoutQuery } from '../core/endpoints';

/** Lets the user choose one of the endpoints. */
export async function askForEndpoint(title: string, endpoints: readonly Endpoint[]): Promise<Endpoint | undefined> {
  const chosen = await vscode.window.showQuickPick(
    endpoints.map(endpoint => ({ label: endpoint.name, description: withoutQuery(endpoint.url), endpoint })),
    { title, placeHolder: vscode.l10n.t('Choose an endpoint') },
  );
  return chosen?.endpoint;
}
