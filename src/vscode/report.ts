import * as vscode from 'vscode';
import type { EndpointProblem } from '../core/endpoints/endpoints';
import { type ChatErrorDetails, errorDetails } from '../core/errors';
import type { Remedy } from '../shared/viewState';
import { errorWords } from './errorWords';
import { COMMANDS, INTERNAL_COMMANDS, SETTINGS, SETTINGS_SECTION } from './ids';

const KEYRING_HELP = 'https://code.visualstudio.com/docs/configure/settings-sync#_troubleshooting-keychain-issues';

/** What a button stands under. */
export interface RemedyContext {
  /** The endpoint whose failure it is. */
  readonly endpoint?: string | undefined;
  readonly error?: ChatErrorDetails | undefined;
}

/** Does what a button promises. True when it has changed what failed, so that it is worth another try. */
export async function carryOut(remedy: Remedy, { endpoint, error }: RemedyContext = {}): Promise<unknown> {
  switch (remedy) {
    case 'setToken':
      return vscode.commands.executeCommand(COMMANDS.setToken, endpoint);
    case 'chooseModel':
      return vscode.commands.executeCommand(COMMANDS.selectModel);
    case 'addEndpoint':
      return vscode.commands.executeCommand(COMMANDS.addEndpoint);
    case 'openSettings':
      return vscode.commands.executeCommand('workbench.action.openSettingsJson', {
        revealSetting: { key: `${SETTINGS_SECTION}.${SETTINGS.endpoints}` },
      });
    case 'openProxySettings':
      return vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy');
    case 'retry':
      return vscode.commands.executeCommand(COMMANDS.regenerate);
    case 'showLog':
      return vscode.commands.executeCommand(COMMANDS.showLog);
    case 'checkConnection':
      return vscode.commands.executeCommand(COMMANDS.checkConnection, endpoint);
    case 'useAddress':
      return vscode.commands.executeCommand(INTERNAL_COMMANDS.useAddress, endpoint, error?.suggestedUrl);
    case 'allowPlainHttp':
      return vscode.commands.executeCommand(INTERNAL_COMMANDS.allowPlainHttp, endpoint);
    case 'sendWithoutToken':
      return vscode.commands.executeCommand(INTERNAL_COMMANDS.sendWithoutToken, endpoint);
    case 'keyringHelp':
      return vscode.env.openExternal(vscode.Uri.parse(KEYRING_HELP));
  }
}

/** Shows an error outside the chat. Buttons that need a conversation are left out. */
export async function showError(error: unknown, endpoint?: string): Promise<void> {
  const details = errorDetails(error);
  const { title, serverMessage, remedies } = errorWords(details);
  const usable = remedies.filter(({ remedy }) => remedy !== 'retry');
  const text = serverMessage === undefined ? title : `${title}: ${serverMessage}`;
  const chosen = await vscode.window.showErrorMessage(text, ...usable.map(({ label }) => label));
  const remedy = usable.find(({ label }) => label === chosen)?.remedy;
  if (remedy) await carryOut(remedy, { endpoint, error: details });
}

let warnedOf = '[]';

/** Says which entries of the endpoints setting cannot be used, instead of leaving them out in silence. */
export async function warnOfProblems(problems: readonly EndpointProblem[]): Promise<void> {
  // Once for each mistake, not at every change of any setting.
  const isNew = JSON.stringify(problems) !== warnedOf;
  warnedOf = JSON.stringify(problems);
  if (problems.length === 0 || !isNew) return;
  const openSettings = vscode.l10n.t('Open settings');
  const { endpointProblemWords } = await import('./faultWords');
  const list = problems.map(problem => `${problem.name}: ${endpointProblemWords(problem)}`).join(' · ');
  const text = vscode.l10n.t('Endpoints that cannot be used: {0}', list);
  if ((await vscode.window.showWarningMessage(text, openSettings)) === openSettings) await carryOut('openSettings');
}

/**
 * The facts of an error for the log: never a token, never a word of the conversation. A server may quote a question in its
 * refusal, so its words stay out; those of the system, about a connection, do not.
 */
export function logLine(details: ChatErrorDetails): string {
  const { kind, status, code, message, serverMessage, request, proxy } = details;
  const parts = [kind, status, code, request, proxy && `proxy ${proxy}`, message, kind === 'network' && serverMessage];
  return parts.filter(part => part !== undefined && part !== '' && part !== false).join(' | ');
}
