import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { isLoopback } from '../../core/endpoints/endpoints';
import type { PossibleTarget } from '../../core/endpoints/target';
import type { ViewTarget } from '../../shared/viewState';

/** Where the next message goes, as the page shows it. */
export function viewTarget(
  { endpoint, model = '' }: PossibleTarget,
  isFirst: (url: string) => boolean,
  kind: vscode.ExtensionKind,
): ViewTarget {
  const { url, name } = endpoint;
  const isHere = isLoopback(url);
  const place = isHere ? placeWords(vscode.env.remoteName, kind) : undefined;
  return {
    endpoint: name,
    model,
    host: new URL(url).host,
    ...(isFirst(url) ? { isFirst: true } : {}),
    ...(!isHere && url.startsWith('http:') ? { isUnencrypted: true } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

/** Which machine `localhost` is, where VS Code works on two of them: the one where this extension runs. */
export function placeWords(
  remote: string | undefined,
  kind: vscode.ExtensionKind,
  name = hostname(),
): string | undefined {
  if (remote === undefined) return undefined;
  if (kind === vscode.ExtensionKind.UI) {
    return vscode.l10n.t('localhost is the computer in front of you, not the remote one.');
  }
  switch (remote) {
    case 'ssh-remote':
      return vscode.l10n.t('localhost is the SSH host “{0}”.', name);
    case 'wsl':
      return vscode.l10n.t('localhost is the Linux of WSL on “{0}”.', name);
    case 'dev-container':
    case 'attached-container':
    case 'k8s-container':
      return vscode.l10n.t('localhost is the container “{0}”, not the machine around it.', name);
    default:
      return vscode.l10n.t('localhost is “{0}”, where VS Code’s server runs.', name);
  }
}
