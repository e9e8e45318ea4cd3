import * as vscode from 'vscode';
import type { SecretKind } from '../core/safety/secretScan';
import type { Finding, HiddenFinding } from '../core/safety/sendCheck';

/** What was found in something that is about to be sent, in the user's language. Loaded with the first finding. */
export function findingWords(of: Finding): string {
  const { file, line } = of;
  const what = of.kind === 'hidden' ? hiddenWords(of) : kindWords(of.kind);
  return file === undefined
    ? vscode.l10n.t('{0} in your message, line {1}', what, line)
    : vscode.l10n.t('{0} in {1}, line {2}', what, file, line);
}

function hiddenWords({ count }: HiddenFinding): string {
  return count === 1 ? vscode.l10n.t('A hidden character') : vscode.l10n.t('{0} hidden characters', count);
}

function kindWords(kind: SecretKind): string {
  switch (kind) {
    case 'privateKey':
      return vscode.l10n.t('A private key');
    case 'awsAccessKey':
      return vscode.l10n.t('An AWS access key');
    case 'googleKey':
      return vscode.l10n.t('A Google key');
    case 'azureKey':
      return vscode.l10n.t('An Azure key');
    case 'githubToken':
      return vscode.l10n.t('A GitHub token');
    case 'gitlabToken':
      return vscode.l10n.t('A GitLab token');
    case 'slackToken':
      return vscode.l10n.t('A Slack token');
    case 'stripeKey':
      return vscode.l10n.t('A Stripe key');
    case 'modelKey':
      return vscode.l10n.t('A key of a model provider');
    case 'packageToken':
      return vscode.l10n.t('A token of a package registry');
    case 'serviceToken':
      return vscode.l10n.t('A token of a service');
    case 'jsonWebToken':
      return vscode.l10n.t('A JSON web token');
    case 'connectionString':
      return vscode.l10n.t('A password in an address');
    case 'password':
      return vscode.l10n.t('A password');
    case 'apiKey':
      return vscode.l10n.t('A key or token');
  }
}
