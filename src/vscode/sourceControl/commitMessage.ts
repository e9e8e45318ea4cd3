import * as vscode from 'vscode';
import type { ChatEvent, Message } from '../../core/chat';
import type { FullTarget } from '../../core/endpoints/target';
import { errorDetails } from '../../core/errors';
import { createSendCheck, type FindingWords } from '../../core/safety/sendCheck';
import { watchSending } from '../../core/session/firstSend';
import {
  type CommitStyle,
  checkedParts,
  commitMessages,
  commitStyle,
  EXAMPLES,
} from '../../core/sourceControl/commitMessage';
import { type ChangePlan, changeBudget, isWhole, planChanges } from '../../core/sourceControl/commitMessagePlan';
import { summarise, summaryMessages } from '../../core/sourceControl/commitMessageSummaries';
import { cleanCommitMessage } from '../../core/sourceControl/commitMessageText';
import { cutWords } from '../cutWords';
import { CONTEXT_KEYS } from '../ids';
import { logLine, showError } from '../report';
import { namedFindings, noteSent, type WritingDependencies } from '../writing';
import { type CommitBox, openCommitBox } from './commitBox';
import {
  sayThatItIsLong,
  sayThatNothingChanged,
  sayWhyNot,
  showingProgress,
  summarisingWords,
  writingWords,
} from './commitMessageWords';
import { changesIn, chooseRepository, lastMessages, type Repository } from './commitRepository';

/** `findingWords` says what looks like a secret in the changes, in the question that the user is asked before they are sent. */
export interface CommitMessageDependencies extends WritingDependencies {
  readonly findingWords: FindingWords;
  /** What is known of how much a model can hold. */
  readonly contextWindow: (target: FullTarget) => number | undefined;
}

/** One message at a time, in whichever repository. What fails is shown and logged here. */
export interface CommitMessage {
  /** Writes a message into the box of a repository, or stops the one that is being written. */
  generate(argument: unknown): Promise<void>;
  /** Stops the message that is being written and keeps what there is of it. False when there is none. */
  stop(): boolean;
  dispose(): void;
}

/** "Generate Commit Message": from what is staged, else from all changes, as the last messages of the repository are written. */
export function createCommitMessage(dependencies: CommitMessageDependencies): CommitMessage {
  const { session, activity, log } = dependencies;
  let running: AbortController | undefined;
  /** The last one that was written to: one undo in it takes all of that back. */
  let box: CommitBox | undefined;

  async function generate(argument: unknown): Promise<void> {
    if (running) return running.abort();
    const abort = new AbortController();
    running = abort;
    activity.setBusy('commitMessage', true);
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.writingCommitMessage, true);
    const asked = session.target();
    try {
      await generateInto(argument, abort);
    } catch (error) {
      if (abort.signal.aborted) return;
      log.error(logLine(errorDetails(error)));
      void showError(error, asked?.endpoint.name);
    } finally {
      running = undefined;
      activity.setBusy('commitMessage', false);
      await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.writingCommitMessage, false);
    }
  }

  async function generateInto(argument: unknown, abort: AbortController): Promise<void> {
    const target = session.requireTarget();
    const repository = await chooseRepository(argument);
    if (typeof repository === 'string') return sayWhyNot(repository);
    const into = beginIn(repository, abort);
    const changes = await changesIn(repository);
    if (changes.length === 0) return sayThatNothingChanged();
    const style = commitStyle(await lastMessages(repository, EXAMPLES));
    const plan = planChanges(changes, changeBudget(dependencies.contextWindow(target)));
    if (abort.signal.aborted || !(await maySend(plan, style, target)) || abort.signal.aborted) return;
    // One or many requests: what goes there is told in one piece.
    const all = [...plan.groups.flatMap(summaryMessages), ...commitMessages(plan, style)];
    const tell = (): void => noteSent(dependencies, target.endpoint.url, all);
    await showingProgress(async say => {
      const ask = (messages: readonly Message[]): AsyncIterable<ChatEvent> =>
        watchSending(answer(target, messages, abort.signal), tell);
      const onRequest = (through: number, files: number): void => say(summarisingWords(through, files));
      const summaries = await summarise(plan, { ask, onRequest, signal: abort.signal });
      if (!isWhole(plan)) sayThatItIsLong(plan, summaries);
      say(writingWords(target.model));
      await writeInto(into, ask(commitMessages(plan, style, summaries)), style, abort.signal);
    });
  }

  /** Whoever types into the box from now on stops it. */
  function beginIn(repository: Repository, abort: AbortController): CommitBox {
    box?.dispose();
    box = openCommitBox(repository);
    box.taken.addEventListener('abort', () => abort.abort());
    return box;
  }

  /** What looks like a secret, or cannot be seen, is asked about; nothing is sent before that. */
  async function maySend(plan: ChangePlan, style: CommitStyle, { endpoint }: FullTarget): Promise<boolean> {
    const check = createSendCheck(dependencies.findingWords, () => endpoint.url);
    const history = vscode.l10n.t('names of files and earlier messages');
    const findings = await check.findings('commit message', checkedParts(plan, style, history), false);
    if (findings.length === 0) return true;
    const send = vscode.l10n.t('Send anyway');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('These changes hold what should perhaps not be sent to {0}.', new URL(endpoint.url).host),
      { modal: true, detail: namedFindings([...new Set(findings)]) },
      send,
    );
    return chosen === send;
  }

  async function writeInto(
    into: CommitBox,
    events: AsyncIterable<ChatEvent>,
    style: CommitStyle,
    signal: AbortSignal,
  ): Promise<void> {
    let written = '';
    /** Why it is not whole, in words; an error says that itself. */
    let cut: string | undefined;
    const clean = (ended: boolean): string => cleanCommitMessage(written, ended, style);
    try {
      for await (const event of events) {
        if (event.type === 'finish') cut = cutWords(event);
        if (event.type !== 'text') continue;
        written += event.text;
        const text = clean(false);
        // What was in the box stays there until there is something in its place.
        if (text !== '' && !(await into.write(text))) break;
      }
      if (clean(true) === '') cut ??= vscode.l10n.t('The model wrote no message.');
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await end(into, clean(true), cut, signal);
    }
  }

  async function* answer(
    { endpoint, model }: FullTarget,
    messages: readonly Message[],
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void, undefined> {
    const { parameters, stream } = endpoint;
    const client = await dependencies.client();
    for await (const event of client.chat(endpoint, { model, messages, parameters, stream }, signal)) {
      if (signal.aborted) return;
      yield event;
    }
  }

  return {
    generate,
    stop() {
      running?.abort();
      return running !== undefined;
    },
    dispose() {
      running?.abort();
      box?.dispose();
    },
  };
}

/** The last of it. What was replaced is offered back, however it ended. */
async function end(box: CommitBox, text: string, cut: string | undefined, signal: AbortSignal): Promise<void> {
  if (box.taken.aborted) return offerWhatWasThere(box);
  if (text !== '') await box.write(text);
  if (cut !== undefined && !signal.aborted) void vscode.window.showInformationMessage(cut);
  if (text !== '') offerWhatWasThere(box);
}

/** Not awaited: the command is over, whenever the user answers. */
function offerWhatWasThere(box: CommitBox): void {
  if (box.before.trim() === '' || !box.hasWritten()) return;
  const undo = vscode.l10n.t('Undo');
  void vscode.window
    .showInformationMessage(vscode.l10n.t('The commit message that you had was replaced.'), undo)
    .then(chosen => (chosen === undo ? box.undo() : undefined));
}
