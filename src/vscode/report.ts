import * as vscode from 'vscode';
import type { EndpointProblem } from '../core/endpoints';
import { type ChatErrorDetails, errorDetails } from '../core/errors';
import type { Remedy, RemedyButton, ViewError } from '../shared/protocol';
import { COMMANDS } from './ids';

/** The one place that turns an error into a sentence, the server's own words, and buttons. */
export function errorWords(details: ChatErrorDetails): ViewError {
  const { title, remedies } = describe(details);
  return {
    title,
    ...(details.serverMessage === undefined ? {} : { serverMessage: details.serverMessage }),
    ...(details.request === undefined ? {} : { request: details.request }),
    remedies: remedies.map(button),
  };
}

interface Description {
  readonly title: string;
  readonly remedies: readonly Remedy[];
}

function describe(details: ChatErrorDetails): Description {
  const status = details.status ?? details.code ?? '';
  switch (details.kind) {
    case 'config':
      return describeConfig(details);
    case 'unauthorized':
      return {
        title: vscode.l10n.t('The endpoint refused the token ({0})', status),
        remedies: ['setToken', 'retry'],
      };
    case 'notFound':
      return {
        title: vscode.l10n.t('The endpoint does not know this address or model ({0})', status),
        remedies: ['chooseModel', 'openSettings'],
      };
    case 'rateLimited':
      return {
        title: vscode.l10n.t('The endpoint is busy, or your limit is reached ({0})', status),
        remedies: ['retry'],
      };
    case 'tooLong':
      return { title: vscode.l10n.t('The conversation is too long for this model'), remedies: ['chooseModel'] };
    case 'server':
      return { title: vscode.l10n.t('The endpoint could not answer ({0})', status), remedies: ['retry', 'showLog'] };
    case 'network':
      return { title: networkTitle(details), remedies: ['retry', 'chooseModel', 'openSettings'] };
    case 'timeout':
      return { title: vscode.l10n.t('The endpoint did not answer in time'), remedies: ['retry', 'openSettings'] };
    case 'protocol':
      return {
        title: vscode.l10n.t('This is not the reply of a chat endpoint'),
        remedies: ['openSettings', 'retry', 'showLog'],
      };
    case 'truncated':
      return { title: vscode.l10n.t('The connection ended before the answer did'), remedies: ['retry'] };
    case 'internal':
      return { title: vscode.l10n.t('Something went wrong: {0}', details.message), remedies: ['showLog'] };
  }
}

function describeConfig({ code, message }: ChatErrorDetails): Description {
  switch (code) {
    case 'NO_ENDPOINT':
      return { title: vscode.l10n.t('Add an endpoint first'), remedies: ['addEndpoint'] };
    case 'NO_MODEL':
      return { title: vscode.l10n.t('Choose a model first'), remedies: ['chooseModel'] };
    case 'BUSY':
      return {
        title: vscode.l10n.t('An answer is still being written. Stop it, or wait until it has ended.'),
        remedies: [],
      };
    default:
      return { title: message, remedies: ['openSettings'] };
  }
}

function networkTitle({ code = '' }: ChatErrorDetails): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return vscode.l10n.t('The endpoint’s host was not found');
  if (code === 'ECONNREFUSED') return vscode.l10n.t('Nothing answers at this address. Is the server running?');
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER|SIGNATURE/.test(code)) {
    return vscode.l10n.t('The endpoint’s certificate is not trusted ({0})', code);
  }
  return vscode.l10n.t('The endpoint could not be reached');
}

function button(remedy: Remedy): RemedyButton {
  const labels: Readonly<Record<Remedy, string>> = {
    setToken: vscode.l10n.t('Set token'),
    chooseModel: vscode.l10n.t('Choose model'),
    addEndpoint: vscode.l10n.t('Add endpoint'),
    openSettings: vscode.l10n.t('Open settings'),
    retry: vscode.l10n.t('Retry'),
    showLog: vscode.l10n.t('Show log'),
  };
  return { remedy, label: labels[remedy] };
}

/** Does what a button promises, for the endpoint whose failure it stood under. */
export async function carryOut(remedy: Remedy, endpoint?: string): Promise<void> {
  switch (remedy) {
    case 'setToken':
      return vscode.commands.executeCommand(COMMANDS.setToken, endpoint);
    case 'chooseModel':
      return vscode.commands.executeCommand(COMMANDS.selectModel);
    case 'addEndpoint':
      return vscode.commands.executeCommand(COMMANDS.addEndpoint);
    case 'openSettings':
      return vscode.commands.executeCommand('workbench.action.openSettings', '@ext:endpoint-chat.endpoint-chat');
    case 'retry':
      return vscode.commands.executeCommand(COMMANDS.regenerate);
    case 'showLog':
      return vscode.commands.executeCommand(COMMANDS.showLog);
  }
}

/** Shows an error outside the chat. Buttons that need a conversation are left out. */
export async function showError(error: unknown): Promise<void> {
  const { title, serverMessage, remedies } = errorWords(errorDetails(error));
  const usable = remedies.filter(({ remedy }) => remedy !== 'retry');
  const text = serverMessage === undefined ? title : `${title}: ${serverMessage}`;
  const chosen = await vscode.window.showErrorMessage(text, ...usable.map(({ label }) => label));
  const remedy = usable.find(({ label }) => label === chosen)?.remedy;
  if (remedy) await carryOut(remedy);
}

/** Says which entries of the endpoints setting cannot be used, instead of leaving them out in silence. */
export async function warnOfProblems(problems: readonly EndpointProblem[]): Promise<void> {
  if (problems.length === 0) return;
  const openSettings = vscode.l10n.t('Open settings');
  const list = problems.map(({ name, message }) => `${name}: ${message}`).join(' · ');
  const text = vscode.l10n.t('Endpoints that cannot be used: {0}', list);
  if ((await vscode.window.showWarningMessage(text, openSettings)) === openSettings) await carryOut('openSettings');
}

/** The facts of an error for the log: never a token, never a word of the conversation. */
export function logLine(details: ChatErrorDetails): string {
  const { kind, status, code, message, serverMessage, request } = details;
  return [kind, status, code, request, message, serverMessage].filter(part => part !== undefined).join(' | ');
}
