import * as vscode from 'vscode';
import { registerChatFeatures } from './chatFeatures';
import { createLazyStore } from './core/conversation/conversationStore';
import type { PossibleTarget } from './core/endpoints/target';
import { errorDetails } from './core/errors';
import type { FindingWords } from './core/safety/sendCheck';
import type { ChatSession } from './core/session/chatSession';
import { registerEditorFeatures } from './editorFeatures';
import { createEndpointAccess } from './endpointAccess';
import { registerEndpointFeatures } from './endpointFeatures';
import { followChats, learnModels, recall } from './vscode/chat/followSession';
import { viewTarget } from './vscode/chat/viewTarget';
import { registerExportCommands } from './vscode/history/exportCommands';
import { registerHistory } from './vscode/history/historyFeature';
import { listedChats } from './vscode/history/listedChats';
import { COMMANDS, CONTEXT_KEYS } from './vscode/ids';
import { registerLanguageModels } from './vscode/languageModels/languageModels';
import { createInstructions } from './vscode/prompts/instructions';
import { logLine, showError, warnOfProblems } from './vscode/report';
import { onSettingsChange, readSettings, saveInlineCompletion } from './vscode/settings';
import { registerStatusBar } from './vscode/statusBar';
import { forkWords, notSavedWords, words } from './vscode/words';

const findingWords: FindingWords = async finding => (await import('./vscode/findingWords')).findingWords(finding);
let shutDown: (() => Promise<void>) | undefined;

/** Constructs everything in dependency order and connects it. Nothing here reads a disk or a network. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Endpoint Chat', { log: true });
  const { origins, activity, tokens, clients, catalog } = createEndpointAccess({
    context,
    appRoot: vscode.env.appRoot,
    modelListsFile: vscode.Uri.joinPath(context.globalStorageUri, 'modelLists.json').fsPath,
    log,
    report,
    onRecalled: () => chatFeatures.refreshFrames(),
    onLearned() {
      languageModels.changed();
      chatFeatures.refreshFrames();
    },
  });
  const client = clients.shared;

  const languageModels = registerLanguageModels({
    onSettingsChange,
    async load() {
      const { createLanguageModelProvider } = await import('./vscode/languageModels/languageModelProvider');
      return createLanguageModelProvider({ endpoints: () => readSettings().endpoints, client, catalog });
    },
  });

  let notSaved: string | undefined;
  function onFailure(error: Error | undefined): void {
    const reason = error && notSavedWords(error);
    if (reason === notSaved) return;
    notSaved = reason;
    chatFeatures.refreshFrames();
  }
  const store = createLazyStore(async () => {
    const { createHistoryStore } = await import('./core/store/historyStore');
    return createHistoryStore({
      directory: vscode.Uri.joinPath(context.globalStorageUri, 'conversations').fsPath,
      onFailure,
      onFork(fork) {
        chats.moved(fork);
        void vscode.window.showInformationMessage(forkWords(fork.reason));
      },
    });
  }, onFailure);
  const memory = { workspace: context.workspaceState, global: context.globalState };
  const instructions = createInstructions(readSettings, () => chatFeatures.refreshFrames());

  const history = registerHistory({
    store,
    isKept: () => readSettings().keepHistory,
    current: () => chats.active().session.id,
    showMenu: () => exportCommands.menu(),
    chats: listedChats(() => chats),
    report,
  });
  const contextWindow = (target: PossibleTarget) => catalog.info(target)?.contextWindow;
  const { lastTarget, renames } = recall(memory);
  const chatFeatures = registerChatFeatures({
    session: { client, store, firstSends: origins, now: Date.now, lastTarget, renames },
    tokens,
    catalog,
    memory,
    instructions,
    findingWords,
    contextWindow,
    promptFolder: vscode.Uri.joinPath(context.globalStorageUri, 'prompts'),
    waitingFolder: vscode.Uri.joinPath(context.globalStorageUri, 'waiting').fsPath,
    distUri: vscode.Uri.joinPath(context.extensionUri, 'dist'),
    viewTarget: target => viewTarget(target, origins.isFirst, context.extension.extensionKind),
    notSaved: () => notSaved,
    history: history.forPage,
    onOpen() {
      statusBar.chatOpened();
      instructions.read().catch(report);
    },
    propose: (...change) => editorFeatures.propose(...change),
    log,
    report,
  });

  const { chats, prompts, askInChat, addToChat } = chatFeatures;
  const exportCommands = registerExportCommands({
    ...{ store, tokens, client, activity, log, words, findingWords, report, settings: readSettings },
    session: () => chats.active().session,
    isDeleted: history.isDeleted,
    isInSidebar: () => chats.active() === chats.inSidebar(),
    onChange: listener =>
      chats.onChange((chat, change) => {
        if (chat && change) listener(chat.session, change);
      }),
  });
  /** Where the next question goes is for the active chat to say. */
  const session: Pick<ChatSession, 'target' | 'requireTarget' | 'setTarget'> = {
    target: () => chats.active().session.target(),
    requireTarget: () => chats.active().session.requireTarget(),
    setTarget: target => chats.active().session.setTarget(target),
  };

  function report(error: unknown): void {
    log.error(logLine(errorDetails(error)));
    void showError(error);
  }

  const statusBar = registerStatusBar({ chats, activity });
  const editorFeatures = registerEditorFeatures({
    session,
    client,
    activity,
    firstSends: origins,
    findingWords,
    contextWindow,
    askInChat,
    addToChat,
    promptAbout: prompts.about,
    log,
    report,
  });
  const run = (command: string, action: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(command, async () => {
      await Promise.resolve(action()).catch(report);
    });

  context.subscriptions.push(
    log,
    tokens,
    chatFeatures,
    editorFeatures,
    exportCommands,
    history,
    languageModels,
    statusBar,
    followChats(chats, memory, activity),
    learnModels(chats, catalog),
    ...registerEndpointFeatures({
      session,
      clients,
      catalog,
      tokens,
      origins,
      activity,
      memory,
      revealChat: chatFeatures.reveal,
      report,
    }),
    run(COMMANDS.toggleInlineCompletion, () => saveInlineCompletion(!readSettings().inlineCompletion)),
    run(COMMANDS.stop, () => editorFeatures.stop() || chats.stop()),
    run(COMMANDS.showLog, () => log.show()),
    onSettingsChange(() => {
      for (const { session: each } of chats.all()) each.obeySettings();
      chatFeatures.refreshFrames();
      instructions.read().catch(report);
      showSettings();
    }),
  );

  function showSettings(): void {
    statusBar.refresh();
    editorFeatures.refresh();
    readEndpoints();
  }
  // To read the settings takes longer than all of the above, and nothing waits for it.
  const shown = setImmediate(showSettings);
  context.subscriptions.push({ dispose: () => clearImmediate(shown) });

  shutDown = async () => {
    // Each whatever became of the one before.
    for (const end of [chats.interrupt, history.close, store.close, clients.close]) await end().catch(report);
  };
}

function readEndpoints(): void {
  const { endpoints, problems } = readSettings();
  void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasEndpoint, endpoints.length > 0);
  void warnOfProblems(problems);
}

/** VS Code waits for this: the last words of a running answer reach the disk. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
