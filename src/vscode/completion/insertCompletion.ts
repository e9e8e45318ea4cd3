import * as vscode from 'vscode';
import type { ChatEvent, FilePart } from '../../core/chat';
import { completionMessages, fillIn } from '../../core/completion/completionRequest';
import { createCompletionText } from '../../core/completion/completionText';
import type { CursorContext } from '../../core/completion/cursorContext';
import { sentCode } from '../../core/completion/excerpt';
import type { Endpoint } from '../../core/endpoints/endpoints';
import { errorDetails } from '../../core/errors';
import { watchSending } from '../../core/session/firstSend';
import { cursorContext } from '../codeAround';
import { cutWords } from '../cutWords';
import { CONTEXT_KEYS } from '../ids';
import { safeCode } from '../modelCode';
import { logLine, showError } from '../report';
import { noteSent, type WritingDependencies } from '../writing';
import { type CompletionMark, createCompletionMark } from './completionMark';
import { whyNotHere } from './completionPlace';
import { type Ending, tellEnd, waitingWords, whoWrites } from './completionWords';
import { beginInsertion, type LiveInsertion } from './liveInsertion';

/** `maySend` is asked once for each completion and may wait for the user: nothing is sent before it says yes. */
export interface InsertCompletionDependencies extends WritingDependencies {
  /** Asks about what looks like a secret in the code. */
  readonly maySend: (document: vscode.TextDocument, code: readonly FilePart[], host: string) => Promise<boolean>;
}

/**
 * Completions at the cursor, one at a time: `run` keeps what the one before has written. It resolves once nothing more is written;
 * what fails is shown and logged, not thrown.
 */
export interface InsertCompletion extends vscode.Disposable {
  run(): Promise<void>;
  /** Stops the completion that is being written; what there is of it stays, marked. False when there is none. */
  stop(): boolean;
  /** Keeps what there is, and stops. */
  keep(): Promise<void>;
  /** Takes back what there is, and stops. */
  takeBack(): Promise<void>;
}

/** A completion that is being written. */
interface Writing {
  readonly abort: AbortController;
  /** What becomes of the text: it stays marked until the user decides, unless that has been decided already. */
  fate: 'marked' | 'kept' | 'takenBack';
  /** Settles once nothing more is written. */
  done: Promise<void>;
}

/** What was written and can still be taken back. */
interface Pending {
  readonly insertion: LiveInsertion;
  readonly mark: CompletionMark;
}

/** The text appears at the cursor as it is written. Loaded with the first completion. */
export function createInsertCompletion(dependencies: InsertCompletionDependencies): InsertCompletion {
  const { session, client, activity, maySend, log } = dependencies;
  let current: Writing | undefined;
  let pending: Pending | undefined;

  /** One after the other: two at one place would be in each other's way. */
  function run(): Promise<void> {
    const before = current;
    finish(before, 'kept');
    keepPending();
    const writing: Writing = { abort: new AbortController(), fate: 'marked', done: Promise.resolve() };
    current = writing;
    writing.done = (before?.done ?? Promise.resolve()).then(() => start(writing));
    return writing.done;
  }

  function finish(writing: Writing | undefined, fate: Writing['fate']): void {
    if (!writing) return;
    writing.fate = fate;
    writing.abort.abort();
  }

  function keepPending(): void {
    pending?.mark.dispose();
    pending = undefined;
  }

  async function start(writing: Writing): Promise<void> {
    let asked: string | undefined;
    try {
      const editor = vscode.window.activeTextEditor;
      const refusal = editor
        ? await whyNotHere(editor)
        : vscode.l10n.t('Open a file and put the cursor where the text should go.');
      if (!editor || refusal !== undefined) {
        if (refusal !== undefined) void vscode.window.showInformationMessage(refusal);
        return;
      }
      // Another one was begun meanwhile.
      if (writing.abort.signal.aborted) return;
      activity.setBusy('completion', true);
      await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.completing, true);
      asked = session.target()?.endpoint.name;
      await completeAt(editor, writing);
    } catch (error) {
      log.error(logLine(errorDetails(error)));
      void showError(error, asked);
    } finally {
      if (current === writing) {
        current = undefined;
        activity.setBusy('completion', false);
        await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.completing, false);
      }
    }
  }

  async function* answer(
    endpoint: Endpoint,
    model: string,
    context: CursorContext,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void, undefined> {
    const { parameters, stream } = endpoint;
    const messages = completionMessages(context);
    const request = { model, messages, fill: fillIn(context), parameters, stream };
    const events = (await client()).chat(endpoint, request, signal);
    yield* watchSending(events, () => noteSent(dependencies, endpoint.url, request.messages));
  }

  async function completeAt(editor: vscode.TextEditor, writing: Writing): Promise<void> {
    const { abort } = writing;
    const { endpoint, model } = session.requireTarget();
    const { document, selection } = editor;
    const context = cursorContext(editor, selection.active);
    const insertion = beginInsertion(editor, selection.active);
    insertion.misplaced.addEventListener('abort', () => abort.abort());
    const mark = createCompletionMark(document, insertion);
    const text = createCompletionText(context);
    let ending: Ending | undefined;
    try {
      const { host } = new URL(endpoint.url);
      if (!(await maySend(document, sentCode(context), host))) abort.abort();
      if (abort.signal.aborted) return;
      let answered: Ending = {};
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async progress => {
        let isWriting = false;
        let isAtCursor = true;
        const tell = (): void => progress.report({ message: whoWrites(model, document, isAtCursor) });
        progress.report({ message: waitingWords(model) });
        mark.followCursor(isHere => {
          isAtCursor = isHere;
          if (isWriting) tell();
        });
        for await (const event of answer(endpoint, model, context, abort.signal)) {
          if (event.type === 'finish')
            answered = { cut: cutWords(event), isFiltered: event.reason === 'contentFilter' };
          if (abort.signal.aborted || !text.take(event)) break;
          const soFar = text.soFar();
          if (event.type === 'progress' && soFar === '')
            progress.report({ message: waitingWords(model, event.progress) });
          if (event.type !== 'text') continue;
          if (soFar !== '' && !isWriting) {
            isWriting = true;
            tell();
          }
          if (!(await insertion.write(soFar))) break;
          mark.show();
        }
      });
      ending = abort.signal.aborted ? undefined : answered;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      await conclude({ insertion, mark }, text.whole(), writing, ending);
    }
  }

  async function conclude(written: Pending, whole: string, writing: Writing, ending?: Ending): Promise<void> {
    const { insertion, mark } = written;
    const text = writing.fate === 'takenBack' ? undefined : await safeCode(whole);
    // Also where it was decided while that was asked.
    if (text === undefined || writing.fate === 'takenBack') {
      mark.dispose();
      await insertion.takeBack();
      return;
    }
    const isWritten = await insertion.end(text);
    if (!isWritten || text === '' || writing.fate === 'kept') {
      mark.dispose();
    } else {
      pending = written;
      mark.hold(ending?.cut, () => {
        if (pending === written) pending = undefined;
      });
    }
    // Not awaited: the command is over, whenever the user answers.
    if (!isWritten) void offer(text, insertion);
    else if (ending && (text === '' || ending.isFiltered)) tellEnd(ending);
  }

  return {
    run,
    stop() {
      current?.abort.abort();
      return current !== undefined;
    },
    async keep() {
      finish(current, 'kept');
      keepPending();
      await current?.done;
    },
    async takeBack() {
      const taken = pending;
      finish(current, 'takenBack');
      keepPending();
      await taken?.insertion.takeBack();
      await current?.done;
    },
    dispose() {
      current?.abort.abort();
      keepPending();
    },
  };
}

/** What cannot be put in its place is offered instead of being lost. */
async function offer(text: string, { misplaced }: LiveInsertion): Promise<void> {
  // Whoever undoes it does not want it.
  if (text === '' || misplaced.reason === 'undone') return;
  const copy = vscode.l10n.t('Copy the completion');
  const message = misplaced.aborted
    ? vscode.l10n.t('The text at the cursor changed, so the completion was stopped.')
    : vscode.l10n.t('This document cannot be changed, so the completion was not inserted.');
  const chosen = await vscode.window.showWarningMessage(message, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(text);
}
