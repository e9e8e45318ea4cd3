import * as vscode from 'vscode';
import type { Client } from '../core/client';
import { CHECK_NAMES, type CheckName, type CheckNote, type CheckStep } from '../core/connectionCheck';
import type { Endpoint } from '../core/endpoints';
import { ChatError, type ChatErrorDetails, CODES } from '../core/errors';
import type { PossibleTarget } from '../core/target';
import { askForEndpoint } from './ask';
import { errorWords } from './errorWords';
import { carryOut } from './report';

const SCHEME = 'endpoint-chat-check';

export interface ConnectionCheck extends vscode.Disposable {
  /** `name`: of the endpoint; without it the user chooses. */
  check(name?: unknown): Promise<void>;
}

export interface CheckConnectionDependencies {
  readonly endpoints: () => readonly Endpoint[];
  /** Of this conversation: its endpoint is offered first. */
  readonly target: () => PossibleTarget | undefined;
  readonly client: () => Promise<Client>;
  readonly report: (error: unknown) => void;
}

/** "Check Connection": every step to an answer, as a report that can be read, copied and passed on. */
export function createConnectionCheck(dependencies: CheckConnectionDependencies): ConnectionCheck {
  const { endpoints, target, client } = dependencies;
  const reports = new Map<string, string>();

  async function check(name?: unknown): Promise<void> {
    const endpoint =
      endpoints().find(candidate => candidate.name === name) ??
      (await chooseEndpoint(endpoints(), target()?.endpoint.name));
    if (!endpoint) return;
    const steps = await runSteps(endpoint);
    const report = reportOf(endpoint, steps);
    await showReport(report, endpoint.name);
    if (isCancelled(steps)) return;
    offerWhatNext(endpoint, steps, report).catch(dependencies.report);
  }

  /** The one that a conversation with this endpoint would use. */
  function modelFor(endpoint: Endpoint): string | undefined {
    const current = target();
    return current?.endpoint.name === endpoint.name ? current.model : (endpoint.model ?? endpoint.models[0]);
  }

  async function runSteps(endpoint: Endpoint): Promise<readonly CheckStep[]> {
    const steps: CheckStep[] = [];
    const title = vscode.l10n.t('Checking the connection to {0}…', endpoint.name);
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, cancelled) => {
      const abort = new AbortController();
      cancelled.onCancellationRequested(() => abort.abort('cancelled'));
      const tell = (done: number): void => {
        const next = CHECK_NAMES[done];
        if (next)
          progress.report({ message: `${stepName(next)}…`, increment: done === 0 ? 0 : 100 / CHECK_NAMES.length });
      };
      tell(0);
      try {
        for await (const step of (await client()).check(endpoint, modelFor(endpoint), abort.signal)) {
          steps.push(step);
          tell(steps.length);
        }
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      }
    });
    return steps;
  }

  /** Under a name of its own each time: VS Code does not show changes of such a document reliably. */
  async function showReport(report: string, name: string): Promise<void> {
    const title = `${vscode.l10n.t('Connection check')} ${name} ${new Date().toLocaleTimeString()}`.replaceAll(
      '/',
      '-',
    );
    let path = `/${title}.md`;
    for (let number = 2; reports.has(path); number++) path = `/${title} (${number}).md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    reports.set(uri.path, report);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  const documents = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: uri => reports.get(uri.path) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === SCHEME && reports.delete(uri.path)),
  );
  return { check, dispose: () => documents.dispose() };
}

async function chooseEndpoint(
  endpoints: readonly Endpoint[],
  current: string | undefined,
): Promise<Endpoint | undefined> {
  if (endpoints.length === 0) {
    throw new ChatError({ kind: 'config', message: 'No endpoint is configured.', code: CODES.noEndpoint });
  }
  const currentFirst = endpoints.toSorted(
    (left, right) => Number(right.name === current) - Number(left.name === current),
  );
  return endpoints.length === 1 ? endpoints[0] : askForEndpoint(vscode.l10n.t('Check Connection'), currentFirst);
}

/** The buttons of the first failure, and the report for whoever is asked for help. */
async function offerWhatNext(endpoint: Endpoint, steps: readonly CheckStep[], report: string): Promise<void> {
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
function reportOf(endpoint: Endpoint, steps: readonly CheckStep[]): string {
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
function isCancelled(steps: readonly CheckStep[]): boolean {
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

function stepName(name: CheckName): string {
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
