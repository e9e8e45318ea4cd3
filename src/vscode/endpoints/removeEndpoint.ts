import * as vscode from 'vscode';
import { putBack, type Removed, takeOut } from '../../core/endpoints/endpointEntries';
import { type Endpoint, originOf, sharerOf } from '../../core/endpoints/endpoints';
import type { EndpointChangeDependencies } from './endpointChange';

/** `report` is told where taking the removal back fails, when nobody waits for that any more. */
export interface RemoveEndpointDependencies extends EndpointChangeDependencies {
  readonly report: (error: unknown) => void;
}

/** Takes an endpoint out of the settings after asking, and its token with it, unless another endpoint uses that, too. */
export async function removeEndpoint(endpoint: Endpoint, dependencies: RemoveEndpointDependencies): Promise<boolean> {
  const { endpoints, changeEntries, forgetEndpoint, tokens } = dependencies;
  const origin = originOf(endpoint.url);
  const sharer = sharerOf(endpoint, endpoints());
  // Where the secret storage cannot be read, there may be one.
  const stored = await tokens.get(origin).then(
    token => ({ token, hasToken: token !== undefined }),
    () => ({ token: undefined, hasToken: true }),
  );
  const { hasToken } = stored;
  const remove = vscode.l10n.t('Remove');
  const detail = [tokenWords(origin, hasToken, sharer), vscode.l10n.t('Your conversations stay.')];
  const question = vscode.l10n.t('Remove the endpoint {0}?', endpoint.name);
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: detail.filter(part => part !== '').join(' ') },
    remove,
  );
  if (answer !== remove) return false;
  let removed: Removed | undefined;
  await changeEntries(entries => {
    const rest = takeOut(entries, endpoint.name);
    removed = rest.removed;
    return rest.entries;
  });
  await forgetEndpoint(endpoint.name);
  if (hasToken && !sharer) await tokens.remove(origin);
  // In memory until the offer is gone: many portals show a key only once.
  const token = sharer ? undefined : stored.token;
  const undo = async (): Promise<void> => {
    if (token !== undefined) await tokens.set(origin, token);
    const entry = removed;
    if (entry) await changeEntries(entries => putBack(entries, entry));
  };
  offerUndo(endpoint.name, undo).catch(dependencies.report);
  return true;
}

function tokenWords(origin: string, hasToken: boolean, sharer: Endpoint | undefined): string {
  if (!hasToken) return '';
  return sharer
    ? vscode.l10n.t('The token for {0} stays, because {1} uses it, too.', origin, sharer.name)
    : vscode.l10n.t('The token for {0} is deleted with it.', origin);
}

async function offerUndo(name: string, undo: () => Promise<void>): Promise<void> {
  const label = vscode.l10n.t('Undo');
  const words = vscode.l10n.t('The endpoint {0} is removed.', name);
  if ((await vscode.window.showInformationMessage(words, label)) === label) await undo();
}
