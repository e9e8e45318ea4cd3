import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chat';
import { editMessages } from '../../core/edits/editMessages';
import type { FullTarget } from '../../core/endpoints/target';
import { errorDetails } from '../../core/errors';
import type { FindingWords } from '../../core/safety/sendCheck';
import { watchSending } from '../../core/session/firstSend';
import { cutWords } from '../cutWords';
import { errorWords } from '../errorWords';
import { logLine, showError } from '../report';
import { noteSent, type WritingDependencies } from '../writing';
import { createEditCheck, type EditQuestion } from './editCheck';
import { followEditCursor } from './editCursor';

/** `findingWords` says what looks like a secret in the question that the user is asked before anything is sent. */
export interface AskForEditDependencies extends WritingDependencies {
  readonly findingWords: FindingWords;
  /** What is known of how much a model can hold. */
  readonly contextWindow: (target: FullTarget) => number | undefined;
}

/** Asks a model how code should be. One question at a time. */
export interface AskForEdit extends vscode.Disposable {
  /** The answer as it was written; undefined where there is none, or the user has stopped it. */
  ask(question: EditQuestion, leave?: AbortSignal): Promise<string | undefined>;
  /** False when nobody is asked. */
  stop(): boolean;
}

interface Answer {
  readonly text: string;
  /** Why it is not whole, in words. */
  readonly cut?: string;
}

/**
 * Keeps the question that is under way, which another one ends, and what the user has agreed to send. What fails is shown and logged:
 * `ask` does not throw.
 */
export function createAskForEdit(dependencies: AskForEditDependencies): AskForEdit {
  const { session, client, activity, log } = dependencies;
  const check = createEditCheck(dependencies.findingWords);
  let running: AbortController | undefined;
  let cursor: vscode.Disposable | undefined;

  async function ask(question: EditQuestion, leave?: AbortSignal): Promise<string | undefined> {
    const answer = await settledAnswer(question, leave);
    if (!answer) return undefined;
    // By now it is not busy any more: a notification may stay unanswered.
    return answer.cut === undefined || (await isWantedAnyway(answer)) ? answer.text : undefined;
  }

  /** Busy from the question until the answer has settled. */
  async function settledAnswer(question: EditQuestion, leave?: AbortSignal): Promise<Answer | undefined> {
    running?.abort();
    const abort = new AbortController();
    running = abort;
    const stop = (): void => abort.abort();
    leave?.addEventListener('abort', stop);
    activity.setBusy('edit', true);
    cursor?.dispose();
    cursor = followEditCursor(question.document, question.place);
    const asked = session.target();
    try {
      const answer = await answerTo(question, abort);
      return abort.signal.aborted ? undefined : answer;
    } catch (error) {
      if (abort.signal.aborted) return undefined;
      log.error(logLine(errorDetails(error)));
      void showError(error, asked?.endpoint.name);
      return undefined;
    } finally {
      leave?.removeEventListener('abort', stop);
      if (running === abort) {
        running = undefined;
        cursor.dispose();
        activity.setBusy('edit', false);
      }
    }
  }

  async function answerTo(question: EditQuestion, abort: AbortController): Promise<Answer | undefined> {
    const target = session.requireTarget();
    const { endpoint, model } = target;
    const window = dependencies.contextWindow(target);
    const { place, turns, instruction } = question;
    const { host } = new URL(endpoint.url);
    if (!(await check.maySend(question, window, host)) || abort.signal.aborted) return undefined;
    const messages = editMessages(place, turns, instruction, window);
    const request = { model, messages, parameters: endpoint.parameters, stream: endpoint.stream };
    return showingProgress(model, abort, tell => read(target, request, abort.signal, tell));
  }

  /** What has come before an error is kept: the user decides. */
  async function read(
    { endpoint }: FullTarget,
    request: ChatRequest,
    signal: AbortSignal,
    tell: (lines: number) => void,
  ): Promise<Answer> {
    let text = '';
    let cut: string | undefined;
    try {
      const events = (await client()).chat(endpoint, request, signal);
      for await (const event of watchSending(events, () => noteSent(dependencies, endpoint.url, request.messages))) {
        if (event.type === 'finish') cut = cutWords(event);
        if (event.type !== 'text') continue;
        text += event.text;
        tell(text.split('\n').length);
      }
    } catch (error) {
      if (signal.aborted || text.trim() === '') throw error;
      log.error(logLine(errorDetails(error)));
      cut = vscode.l10n.t('The answer broke off: {0}.', errorWords(errorDetails(error)).title);
    }
    return cut === undefined ? { text } : { text, cut };
  }

  function stop(): boolean {
    running?.abort();
    return running !== undefined;
  }

  return { ask, stop, dispose: () => void stop() };
}

async function isWantedAnyway({ text, cut = '' }: Answer): Promise<boolean> {
  const message = vscode.l10n.t('{0} Nothing has been changed.', cut);
  if (text.trim() === '') {
    void vscode.window.showWarningMessage(message);
    return false;
  }
  const show = vscode.l10n.t('Show what there is');
  return (await vscode.window.showWarningMessage(message, show)) === show;
}

async function showingProgress<T>(
  model: string,
  abort: AbortController,
  work: (tell: (lines: number) => void) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('{0} is writing. Esc in the editor stops it.', model),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => abort.abort());
    const begin = Date.now();
    let lines = 0;
    const report = (): void => {
      const seconds = vscode.l10n.t('{0} s', Math.round((Date.now() - begin) / 1000));
      progress.report({ message: lines === 0 ? seconds : vscode.l10n.t('{0}, {1} lines', seconds, lines) });
    };
    const timer = setInterval(report, 1000);
    try {
      return await work(written => {
        lines = written;
      });
    } finally {
      clearInterval(timer);
    }
  });
}
