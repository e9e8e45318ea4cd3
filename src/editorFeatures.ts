import type { FilePart, Part } from './core/chat';
import type { Activity } from './core/client/activity';
import type { Client } from './core/client/client';
import type { PossibleTarget } from './core/endpoints/target';
import { onFirstUse } from './core/onFirstUse';
import type { FindingWords } from './core/safety/sendCheck';
import type { ChatSession } from './core/session/chatSession';
import type { FirstSends } from './core/session/firstSend';
import { registerCompletionCommand } from './vscode/completion/completionCommand';
import { registerInlineCompletion } from './vscode/completion/inlineCompletion';
import { type EditCommands, registerEditCommands } from './vscode/edits/editCommands';
import type { SelectionActionsDependencies } from './vscode/selection/selectionActions';
import { registerSelectionCommands } from './vscode/selection/selectionCommands';
import { readSettings, showsComments } from './vscode/settings';
import type { CommitMessageDependencies } from './vscode/sourceControl/commitMessage';
import { registerCommitMessage } from './vscode/sourceControl/commitMessageCommand';
import { firstSendWords } from './vscode/words';

/** `session` is about the active chat, whichever that is when it is asked: code goes to the endpoint and model that are chosen there. */
export interface EditorFeaturesDependencies {
  readonly session: Pick<ChatSession, 'target' | 'requireTarget'>;
  readonly client: () => Promise<Client>;
  readonly activity: Activity;
  readonly firstSends: FirstSends;
  readonly findingWords: FindingWords;
  readonly contextWindow: (target: PossibleTarget) => number | undefined;
  /** Opens the chat and asks there. */
  readonly askInChat: (parts: readonly Part[]) => Promise<void>;
  /** Opens the chat and adds pieces of code, or what URIs name, to what goes along with the next message. */
  readonly addToChat: (things: readonly (FilePart | string)[]) => Promise<void>;
  readonly promptAbout: SelectionActionsDependencies['promptAbout'];
  readonly log: CommitMessageDependencies['log'];
  readonly report: (error: unknown) => void;
}

/** What works outside the chat, once it is registered. Inline suggestions and their switch are not there before the first `refresh`. */
export interface EditorFeatures {
  /** Stops everything that is being written outside the chat, wherever the user is. False when there is nothing. */
  stop(): boolean;
  /** Shows a change to accept or reject. */
  readonly propose: EditCommands['propose'];
  /** The settings have changed. */
  refresh(): void;
  dispose(): void;
}

/** Constructs and connects what works in editors and in the source-control view. */
export function registerEditorFeatures(dependencies: EditorFeaturesDependencies): EditorFeatures {
  const {
    session,
    client,
    activity,
    firstSends,
    findingWords,
    contextWindow,
    askInChat,
    promptAbout,
    addToChat,
    log,
    report,
  } = dependencies;
  const writing = { session, client, activity, firstSends, firstSendWords, log };

  const completion = registerCompletionCommand(async () => {
    const [{ createInsertCompletion }, { createCompletionCheck }] = await Promise.all([
      import('./vscode/completion/insertCompletion'),
      import('./vscode/completion/completionCheck'),
    ]);
    const { maySend } = createCompletionCheck(findingWords);
    return createInsertCompletion({ ...writing, maySend });
  }, report);

  const inlineCompletion = registerInlineCompletion({
    isEnabled: () => readSettings().inlineCompletion,
    hasEndpoint: () => session.target() !== undefined,
    async load(onTrouble) {
      const { createInlineCompletionProvider } = await import('./vscode/completion/inlineCompletionProvider');
      const target = () => session.target();
      const languages = () => readSettings().inlineLanguages;
      return createInlineCompletionProvider({ target, client, firstSends, firstSendWords, languages, log, onTrouble });
    },
  });

  const commitMessage = registerCommitMessage({ ...writing, findingWords, contextWindow }, report);
  const edits = registerEditCommands({ ...writing, findingWords, contextWindow, showsComments }, report);

  const selectionActions = onFirstUse(async () => {
    const { createSelectionActions } = await import('./vscode/selection/selectionActions');
    return createSelectionActions({ ask: askInChat, promptAbout, addToChat });
  });
  const selectionCommands = registerSelectionCommands(selectionActions.get, report);

  const all = [completion, inlineCompletion, commitMessage, edits, selectionCommands];
  return {
    stop: () => [completion, commitMessage, edits].filter(writer => writer.stop()).length > 0,
    propose: edits.propose,
    refresh: inlineCompletion.refresh,
    dispose() {
      for (const feature of all) feature.dispose();
    },
  };
}
