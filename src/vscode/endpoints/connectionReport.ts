// The connection doctor's report in words, loaded with the first check.
import * as vscode from 'vscode';
import type { CheckName, CheckNote, CheckStep } from '../../core/client/connectionCheck';
import type { Endpoint } from '../../core/endpoints/endpoints';
import type { ChatErrorDetails } from '../../core/errors';
import { errorWords } from '../errorWords';
import { carryOut } from '../report';

/** The buttons of the first failure, and the report for whoever is asked for help. */
export async function offerWhatNext(endpoint: Endpoint, steps: readonly CheckStep[], report: string): Promise<void> {
  const copy = vscode.l10n.t('Copy report');
  const failed = steps.find(({ error }) => error);
  const words = failed?.error && errorWords(failed.error);
  const useful = words?.remedies.filter(({ remedy }) => remedy !== 'retry' && remedy !== 'checkConnection') ?? [];
  const buttons = [...useful.map(({ label }) => label), copy];
  const chosen = words
    ? await vscode.window.showWarningMessage(words.title, ...buttons)
    : await vscode.window.showInformationMessage(
        answers(steps)
          ? vscode.l10n.t('{0} answers.', endpoint.name)
          : vscode.l10n.t('{0} is there. Choose a model to see whether it answers.', endpoint.name),
        ...buttons,
      );
  if (chosen === copy) await vscode.env.clipboard.writeText(report);
  const remedy = useful.find(({ label }) => label === chosen)?.remedy;
  if (remedy) await carryOut(remedy, { endpoint: endpoint.name, error: failed?.error });
}

const SIGNS: Readonly<Record<CheckStep['status'], string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

/** The report as Markdown. What comes from a server is text in it, never markup. */
export function reportOf(endpoint: Endpoint, steps: readonly CheckStep[]): string {
  return [
    `# ${vscode.l10n.t('Connection check')}: ${plain(endpoint.name)}`,
    verdict(steps),
    ...steps.map(stepOf),
    vscode.l10n.t('This report holds no token, no header and nothing of your conversations.'),
  ].join('\n\n');
}

/** A step: its name, what was asked, what came back, and what to do. Reads well at any width. */
function stepOf(step: CheckStep): string {
  const took = step.milliseconds < 1 ? '' : ` · ${vscode.l10n.t('{0} ms', Math.round(step.milliseconds))}`;
  const head = `${SIGNS[step.status]} **${stepName(step.name)}**${took}`;
  const facts = [`\`${step.asked.replaceAll('`', "'")}\``, plain(step.answered), meaning(step)];
  const shown = step.status === 'skipped' ? [meaning(step)] : facts;
  return [head, ...shown.filter(line => line !== '')].join('  \n');
}

function verdict(steps: readonly CheckStep[]): string {
  const failed = steps.find(({ status }) => status === 'failed');
  if (failed?.error) return `**${plain(errorWords(failed.error).title)}**`;
  if (isCancelled(steps)) return `**${vscode.l10n.t('Cancelled.')}**`;
  return answers(steps)
    ? `**${vscode.l10n.t('The endpoint answers.')}**`
    : `**${vscode.l10n.t('The endpoint is there. Choose a model to see whether it answers.')}**`;
}

/** The last step was not reached. */
export function isCancelled(steps: readonly CheckStep[]): boolean {
  return !steps.some(({ name }) => name === 'stream');
}

function answers(steps: readonly CheckStep[]): boolean {
  return steps.some(({ name, status }) => name === 'reply' && (status === 'ok' || status === 'warning'));
}

function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .slice(0, 600)
    .replace(/[\\`*_{}[\]<>()#+!|~$]/g, '\\$&');
}

/** What a step is called in the user's language, in the report and while it runs. */
export function stepName(name: CheckName): string {
  const names: Readonly<Record<CheckName, string>> = {
    address: vscode.l10n.t('Address'),
    proxy: vscode.l10n.t('Proxy'),
    name: vscode.l10n.t('Name'),
    connection: vscode.l10n.t('Connection'),
    certificate: vscode.l10n.t('Certificate'),
    token: vscode.l10n.t('Token'),
    models: vscode.l10n.t('List of models'),
    reply: vscode.l10n.t('Answer of one token'),
    stream: vscode.l10n.t('Streamed answer'),
  };
  return names[name];
}

/** What a finding means, and what to do about a failure. */
function meaning({ note, error }: CheckStep): string {
  if (error) return `**${plain(fix(error))}**`;
  return note === undefined ? '' : `_${noteWords(note)}_`;
}

function noteWords(note: CheckNote): string {
  const words: Readonly<Record<CheckNote, string>> = {
    noToken: vscode.l10n.t('No token is stored; none is sent.'),
    noList: vscode.l10n.t('This endpoint has no list of its models. That is normal for some.'),
    modelNotListed: vscode.l10n.t('The chosen model is not in the list.'),
    wholeOnly: vscode.l10n.t('The answer came in one piece: this endpoint does not stream.'),
    neverStreams: vscode.l10n.t('This protocol has no streaming; answers come whole.'),
    noModel: vscode.l10n.t('No model is chosen.'),
    byProxy: vscode.l10n.t('The connection to the endpoint is made by the proxy.'),
  };
  return words[note];
}

/** What to do about a failure. */
function fix(error: ChatErrorDetails): string {
  switch (error.fault) {
    case 'dns':
      return vscode.l10n.t('Check how the host is written. A name of a company network may need its VPN.');
    case 'refused':
      return vscode.l10n.t('Start the server, or check the port in the address.');
    case 'tls':
      return vscode.l10n.t(
        'Add the authority that issued the certificate to the system’s certificates, or name its file in NODE_EXTRA_CA_CERTS before VS Code starts.',
      );
    case 'proxy':
      return vscode.l10n.t(
        'This is about the proxy. See the settings http.proxy, http.proxyAuthorization and http.noProxy.',
      );
    case 'offline':
    case 'unreachable':
    case 'reset':
      return vscode.l10n.t('Check the network, the VPN and firewalls on the way.');
    default:
      return fixForReply(error);
  }
}

function fixForReply(error: ChatErrorDetails): string {
  switch (error.kind) {
    case 'unauthorized':
      return vscode.l10n.t('Set the token. A stored one may have expired, or belong to another model.');
    case 'notFound':
      return error.suggestedUrl === undefined
        ? vscode.l10n.t('Check the address and the model.')
        : vscode.l10n.t('Check the address. This one may be right: {0}', error.suggestedUrl);
    case 'rateLimited':
      return vscode.l10n.t('Wait a while. The limit is the endpoint’s, not VS Code’s.');
    case 'timeout':
      return vscode.l10n.t('Check the network. For a slow model, raise timeouts.firstByte of the endpoint.');
    default:
      return errorWords(error).title;
  }
}
