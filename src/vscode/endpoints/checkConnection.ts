import * as vscode from 'vscode';
import type { Client } from '../../core/client/client';
import { CHECK_NAMES, type CheckStep } from '../../core/client/connectionCheck';
import type { Endpoint } from '../../core/endpoints/endpoints';
import type { PossibleTarget } from '../../core/endpoints/target';
import { chooseEndpoint } from '../ask';
import { isCancelled, offerWhatNext, reportOf, stepName } from './connectionReport';

const SCHEME = 'endpoint-chat-check';

/** `check` resolves once the report is shown, or the user has left. It throws what is no finding, such as that there is no endpoint. */
export interface ConnectionCheck extends vscode.Disposable {
  /** `name`: of the endpoint; without it the user chooses. */
  check(name?: unknown): Promise<void>;
}

/** `report` is told what fails after the report is shown, when nobody waits for the command any more. */
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
      (await chooseEndpoint(vscode.l10n.t('Check Connection'), endpoints(), target()?.endpoint.name));
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
    const title = `${vscode.l10n.t('Connection check')} ${name} ${new Date().toLocaleTimeString()}`;
    const path = `/${title.replaceAll('/', '-')}`;
    // Two checks can end in one second. VS Code 1.106 knows previews by their path alone.
    let uri = vscode.Uri.from({ scheme: SCHEME, path: `${path}.md` });
    for (let number = 2; reports.has(uri.path); number++) uri = uri.with({ path: `${path} (${number}).md` });
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
