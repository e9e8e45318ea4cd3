import * as vscode from 'vscode';
import type { Activity } from '../../core/activity';
import type { ChatRequest, FilePart } from '../../core/chat';
import type { ChatSession } from '../../core/chatSession';
import type { Client } from '../../core/client';
import { cleanCompletion, completionMessages, sentCode } from '../../core/completion';
import type { FirstSend } from '../../core/conversation';
import type { Endpoint } from '../../core/endpoints';
import { errorDetails } from '../../core/errors';
import { type FirstSends, measure, watchSending } from '../../core/firstSend';
import { cursorContext } from '../editor';
import { CONTEXT_KEYS } from '../ids';
import { logLine, showError } from '../report';
import { beginInsertion, type LiveInsertion } from './liveInsertion';

export interface InsertCompletionDependencies {
  readonly session: ChatSession;
  /** Loads the network part on first use. */
  readonly client: () => Promise<Client>;
  readonly firstSends: FirstSends;
  readonly firstSendWords: (first: FirstSend) => string;
  /** Asks about what looks like a secret in the code. */
  readonly maySend: (document: vscode.TextDocument, code: FilePart, host: string) => Promise<boolean>;
  readonly activity: Activity;
  readonly log: vscode.LogOutputChannel;
}

export interface InsertCompletion extends vscode.Disposable {
  run(): Promise<void>;
  /** Stops the completion that is being written and keeps what there is of it. False when there is none. */
  stop(): boolean;
}

/** The text appears at the cursor as it is written. Loaded with the first completion. */
export function createInsertCompletion(dependencies: InsertCompletionDependencies): InsertCompletion {
  const { session, client, activity, firstSends, firstSendWords, maySend, log } = dependencies;
  let running: AbortController | undefined;

  async function run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a file and put the cursor where the text should go.'),
      );
      return;
    }
    running?.abort();
    const abort = new AbortController();
    running = abort;
    activity.setBusy('completion', true);
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.completing, true);
    try {
      await completeAt(editor, abort);
    } catch (error) {
      log.error(logLine(errorDetails(error)));
      void showError(error, session.target()?.endpoint.name);
    } finally {
      if (running === abort) {
        running = undefined;
        activity.setBusy('completion', false);
        await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.completing, false);
      }
    }
  }

  /** Said where the panel may not be; nothing waits for it. */
  function noteSent({ url }: Endpoint, { messages }: ChatRequest): void {
    if (!firstSends.isFirst(url)) return;
    firstSends.noteSent(url);
    void vscode.window.showInformationMessage(firstSendWords(measure({ url }, messages)));
  }

  async function completeAt(editor: vscode.TextEditor, abort: AbortController): Promise<void> {
    const { endpoint, model } = session.requireTarget();
    const position = editor.selection.active;
    const context = cursorContext(editor, position);
    const insertion = beginInsertion(editor, position);
    insertion.misplaced.addEventListener('abort', () => abort.abort());
    const title = vscode.l10n.t('{0} is writing. Esc stops it.', model);
    let written = '';
    let answered = false;
    try {
      const { host } = new URL(endpoint.url);
      if (!(await maySend(editor.document, sentCode(context), host))) abort.abort();
      if (abort.signal.aborted) return;
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
        const request = {
          model,
          messages: completionMessages(context),
          parameters: endpoint.parameters,
          stream: endpoint.stream,
        };
        const events = (await client()).chat(endpoint, request, abort.signal);
        for await (const event of watchSending(events, () => noteSent(endpoint, request))) {
          if (abort.signal.aborted) break;
          if (event.type !== 'text') continue;
          written += event.text;
          if (!(await insertion.write(cleanCompletion(written, context, false)))) break;
        }
      });
      answered = !abort.signal.aborted;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      const text = cleanCompletion(written, context, true);
      const isWritten = await insertion.end(text);
      // Not awaited: the command is over, whenever the user answers.
      if (!isWritten) void offer(text, insertion);
      else if (text === '' && answered) tellNothingToAdd();
    }
  }

  return {
    run,
    stop() {
      running?.abort();
      return running !== undefined;
    },
    dispose: () => running?.abort(),
  };
}

function tellNothingToAdd(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The model had nothing to add here.'));
}

/** What cannot be put in its place is offered instead of being lost. */
async function offer(text: string, insertion: LiveInsertion): Promise<void> {
  if (text === '') return;
  const copy = vscode.l10n.t('Copy the completion');
  const message = insertion.misplaced.aborted
    ? vscode.l10n.t('The text at the cursor changed, so the completion was stopped.')
    : vscode.l10n.t('This document cannot be changed, so the completion was not inserted.');
  const chosen = await vscode.window.showWarningMessage(message, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(text);
}
