import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { createActivity } from './core/activity';
import type { Part } from './core/chat';
import { ChatSession } from './core/chatSession';
import type { Client, ClientDependencies } from './core/client';
import { filesAskedAbout } from './core/code/place';
import { createComposer } from './core/composer';
import { createConversationStore } from './core/conversationStore';
import { originOf } from './core/endpoints';
import { errorDetails } from './core/errors';
import { createModelCatalog } from './core/modelCatalog';
import { createOriginMemory } from './core/originMemory';
import type { PossibleTarget } from './core/target';
import { registerAddressCommands } from './vscode/addressCommands';
import { composerEditor } from './vscode/attach';
import { registerChatView } from './vscode/chatView';
import { createCodeButtons } from './vscode/codeButtons';
import { registerCommitMessage } from './vscode/commitMessageCommand';
import { composerWords } from './vscode/composerWords';
import { registerEndpointCommands } from './vscode/endpointCommands';
import { registerEndpointManagement } from './vscode/endpointManagement';
import { registerExplainSelection } from './vscode/explainSelection';
import {
  choiceMemory,
  draftMemory,
  followSession,
  learnModels,
  modelMemory,
  recall,
  rememberThinkingOpen,
} from './vscode/followSession';
import { gitChanges } from './vscode/gitChanges';
import { COMMANDS, CONTEXT_KEYS } from './vscode/ids';
import { registerInsertCompletion } from './vscode/insertCompletion';
import { registerLanguageModels } from './vscode/languageModels';
import { createNetwork } from './vscode/network';
import { logLine, showError, warnOfProblems } from './vscode/report';
import { logRequest, withTracedText } from './vscode/requestLog';
import {
  changeEndpoints,
  onSettingsChange,
  readHttpSettings,
  readSettings,
  saveAddress,
  saveEndpoint,
} from './vscode/settings';
import { registerStatusBar } from './vscode/statusBar';
import { createTokens } from './vscode/tokens';
import { viewTarget } from './vscode/viewTarget';
import { firstSendWords, words } from './vscode/words';

/** Milliseconds to wait for a list of models that nobody has asked for. */
const MODEL_LIST_PATIENCE = 3000;

let shutDown: (() => Promise<void>) | undefined;

/** Constructs everything in dependency order and connects it. Nothing here reads a disk or a network. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Endpoint Chat', { log: true });
  const origins = createOriginMemory(context.globalState);
  const tokens = createTokens(context.secrets, process.env, { onNotSaved: report, onRemoved: origins.forgetToken });
  const activity = createActivity();

  const network = createNetwork({ settings: readHttpSettings, appRoot: vscode.env.appRoot, environment: process.env });
  // The network part is a file of its own, loaded when a message is being typed, at the latest with the first request.
  const newClient = async (
    token: (origin: string) => Promise<string | undefined>,
    more: Pick<ClientDependencies, 'tokenOrigins'> = {},
  ): Promise<Client> => {
    const { createClient } = await import('./core/client');
    const client = createClient({
      token,
      tokenChanges: tokens.changes,
      network,
      hostFetch: (url, init) => fetch(url, init),
      plainHttpAllowed: origin => origins.plainHttp().includes(origin),
      ...more,
      log(record) {
        logRequest(log, record);
        activity.requestEnded(record);
      },
      onModels: (endpoint, list) => void languageModels.learn(endpoint, list).catch(report),
    });
    return withTracedText(client, log);
  };
  const tokenOrigins = { of: origins.tokenOrigin, note: origins.noteToken };
  let sharedClient: Promise<Client> | undefined;
  const client = (): Promise<Client> => (sharedClient ??= newClient(tokens.get, { tokenOrigins }));

  const languageModels = registerLanguageModels({
    onSettingsChange,
    async load(changed) {
      const { createLanguageModelProvider } = await import('./vscode/languageModelProvider');
      const listsFile = vscode.Uri.joinPath(context.globalStorageUri, 'modelLists.json').fsPath;
      return createLanguageModelProvider({ endpoints: () => readSettings().endpoints, client, listsFile, changed });
    },
  });

  let notSaved: string | undefined;
  const store = createConversationStore({
    directory: vscode.Uri.joinPath(context.globalStorageUri, 'conversations').fsPath,
    onFailure(error) {
      const reason = error && vscode.l10n.t('Not saved: {0}', error.message);
      if (reason === notSaved) return;
      notSaved = reason;
      chatView.refreshFrame();
    },
  });
  const memory = { workspace: context.workspaceState, global: context.globalState };
  const session = new ChatSession({
    client,
    store,
    settings: readSettings,
    firstSends: origins,
    newId: randomUUID,
    now: Date.now,
    ...recall(memory),
  });

  const catalog = createModelCatalog(
    async endpoint => (await client()).models(endpoint, AbortSignal.timeout(MODEL_LIST_PATIENCE)),
    modelMemory(memory),
  );
  const contextWindow = (target: PossibleTarget) => catalog.info(target)?.contextWindow;
  const composer = createComposer({
    session,
    ask,
    newId: randomUUID,
    draftMemory: draftMemory(memory),
    settings: readSettings,
    async modelInfo(endpoint, model) {
      await catalog.learn(endpoint);
      return catalog.info({ endpoint, model });
    },
    edit: (id, text) => session.edit(id, text).catch(report),
    editor: { ...composerEditor, changes: gitChanges },
    words: composerWords,
  });
  const codeButtons = createCodeButtons({ fileAskedAbout: id => filesAskedAbout(session.conversation).get(id) });
  const chatView = registerChatView({
    session,
    words,
    distUri: vscode.Uri.joinPath(context.extensionUri, 'dist'),
    settings: readSettings,
    viewTarget: target => viewTarget(target, origins.isFirst, context.extension.extensionKind),
    notSaved: () => notSaved,
    composer,
    contextWindow,
    thinkingOpen: rememberThinkingOpen(memory),
    report,
    onOpen: () => statusBar.chatOpened(),
    async prepare() {
      const target = session.target();
      if (!target) return;
      // Whatever takes time between Enter and the request is at hand by then.
      const loaded = [import('./core/secretScan'), tokens.get(originOf(target.endpoint.url))];
      await Promise.all([...loaded, (await client()).prepare(target.endpoint)]);
    },
    code: codeButtons,
    log,
  });

  function report(error: unknown): void {
    log.error(logLine(errorDetails(error)));
    void showError(error);
  }

  /** False when the question was refused before anything was kept. */
  async function ask(parts: readonly Part[]): Promise<boolean> {
    try {
      await session.send(parts);
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  }

  async function askInChat(parts: readonly Part[]): Promise<void> {
    await chatView.reveal();
    await composer.ask(parts, chatView.post);
  }

  const addressActions = async () => {
    const { createAddressActions } = await import('./vscode/addressActions');
    return createAddressActions({ endpoints: () => readSettings().endpoints, saveAddress, origins });
  };
  const loadAddEndpoint = async (): Promise<() => Promise<void>> => {
    const { createAddEndpoint } = await import('./vscode/addEndpoint');
    return createAddEndpoint({
      endpoints: () => readSettings().endpoints,
      saveEndpoint,
      tokens,
      clientWith: token => newClient(async () => token),
      plainHttpAllowed: origin => origins.plainHttp().includes(origin),
      askForPlainHttp: async origin => (await addressActions()).askForPlainHttp(origin),
      setTarget: target => session.setTarget(target),
      revealChat: chatView.reveal,
    });
  };
  const statusBar = registerStatusBar({ session, activity });
  const writing = { session, client, activity, firstSends: origins, firstSendWords, log };
  const completion = registerInsertCompletion(writing);
  const commitMessage = registerCommitMessage(
    { ...writing, findingWords: composerWords.finding, contextWindow },
    report,
  );
  const run = (command: string, action: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(command, async () => {
      await Promise.resolve(action()).catch(report);
    });

  context.subscriptions.push(
    log,
    tokens,
    chatView,
    completion,
    commitMessage,
    languageModels,
    codeButtons,
    statusBar,
    followSession(session, memory, activity),
    learnModels(session, catalog, () => chatView.refreshFrame()),
    registerExplainSelection({ ask: askInChat }),
    registerEndpointCommands({
      endpoints: () => readSettings().endpoints,
      loadAddEndpoint,
      tokens,
      target: () => session.target(),
      report,
    }),
    registerEndpointManagement({
      endpoints: () => readSettings().endpoints,
      changeEntries: changeEndpoints,
      tokens,
      client,
      target: () => session.target(),
      setTarget: target => session.setTarget(target),
      ...choiceMemory(memory),
      report,
    }),
    registerAddressCommands(addressActions, report),
    run(COMMANDS.focus, chatView.reveal),
    run(COMMANDS.newConversation, async () => {
      await session.newConversation();
      await chatView.reveal();
    }),
    run(COMMANDS.regenerate, () => session.regenerate()),
    run(COMMANDS.stop, () => completion.stop() || commitMessage.stop() || session.stop()),
    run(COMMANDS.showLog, () => log.show()),
    run(COMMANDS.acceptChanges, codeButtons.accept),
    run(COMMANDS.rejectChanges, codeButtons.reject),
    onSettingsChange(() => {
      chatView.refreshFrame();
      statusBar.refresh();
      readEndpoints();
    }),
  );
  readEndpoints();

  shutDown = async () => {
    await session.stop('interrupted');
    await store.close();
    await (await sharedClient)?.close();
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
