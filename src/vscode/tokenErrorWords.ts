import * as vscode from 'vscode';
import { type ChatErrorDetails, CODES } from '../core/errors';
import type { Remedy } from '../shared/viewState';

interface Words {
  readonly title: string;
  readonly remedies: readonly Remedy[];
}

/** A token that is not where it should be. None of these is a token that was refused. */
export function tokenErrorWords({ code }: ChatErrorDetails, host: string, tokenHost: string): Words {
  switch (code) {
    case CODES.addressChanged:
      return {
        title: vscode.l10n.t(
          'Nothing was sent: the address of this endpoint has changed to {0}. The token for {1} is not sent there.',
          host,
          tokenHost,
        ),
        remedies: ['setToken', 'retry', 'sendWithoutToken', 'openSettings'],
      };
    case CODES.keysElsewhere:
      return {
        title: vscode.l10n.t(
          'Nothing was sent: the address of this endpoint has changed to {0}. The headers with a key were for {1}.',
          host,
          tokenHost,
        ),
        remedies: ['sendWithoutToken', 'retry', 'openSettings'],
      };
    case CODES.tokenGone:
      return {
        title: vscode.l10n.t(
          'Nothing was sent: the token for {0} is no longer in VS Code’s secret storage. Set it again.',
          host,
        ),
        remedies: ['setToken', 'retry', 'sendWithoutToken', 'keyringHelp'],
      };
    case CODES.tokenNotRead:
      return {
        title: withHint(vscode.l10n.t('Nothing was sent: VS Code could not read the token from the system’s keyring')),
        remedies: ['retry', 'setToken', 'keyringHelp'],
      };
    case CODES.tokenNotRemoved:
      return {
        title: vscode.l10n.t('VS Code could not remove the token from the system’s keyring: it may still be there'),
        remedies: ['keyringHelp'],
      };
    default:
      return {
        title: withHint(
          vscode.l10n.t(
            'The token is not saved: the system’s keyring does not work. Until it is mended, the token is known to this window only, and written nowhere',
          ),
        ),
        remedies: ['keyringHelp'],
      };
  }
}

/** What is missing most often, where VS Code and its keyring are on this machine. */
function withHint(title: string): string {
  if (process.platform !== 'linux' || vscode.env.remoteName !== undefined) return title;
  const hint = vscode.l10n.t(
    'On Linux it needs gnome-keyring or KWallet; VS Code’s option --password-store says which',
  );
  return `${title}. ${hint}`;
}
