import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { createActivity } from './core/activity';
import type { Part } from './core/chat';
import { ChatSession } from './core/chatSession';
import { createClients } from './core/clients';
import { filesAskedAbout } from './core/code/place';
import { createComposer } from './core/composer';
import { createConversationStore } from './core/conversationStore';
import { originOf } from './core/endpoints';
import { CODES, errorDetails } from './core/errors';
import { createModelCatalog } from './core/modelCatalog';
import { onFirstUse } from './core/onFirstUse';
import { createOriginMemory } from './core/originMemory';
import type { FindingWords } from './core/sendCheck';
import type { PossibleTarget } from './core/target';
import { registerAddressCommands } from './vscode/addressCommands';
import { composerEditor } from './vscode/attach';
import { registerChatView } from './vscode/chatView';
import { createCodeButtons } from './vscode/codeButtons';
import { registerCommitMessage } from './vscode/commitMessageCommand';
import { registerCompletionCommand } from './vscode/completionCommand';
import { composerWords } from './vscode/composerWords';
import { registerEndpointCommands } from './vscode/endpointCommands';
import { registerEndpointManagement } from './vscode/endpointManagement';
import { registerExplainSelection } from './vscode/explainSelection';
import {
  choiceMemory,
  draftMemory,
  followSession,
  learnModels,
  recall,
  rememberThinkingOpen,
} from './vscode/followSession';
import { gitChanges } from './vscode/gitChanges';
import { COMMANDS, CONTEXT_KEYS } from './vscode/ids';
import { registerInlineCompletion } from './vscode/inlineCompletion';
import { registerLanguageModels } from './vscode/languageModels';
import { createNetwork } from './vscode/network';
import { logLine, showError, warnOfProblems } from './vscode/report';
import { logRequest, withTracedText } from './vscode/requestLog';
import {
  changeEndpoints,
  onSettingsChange,
  readHttpSettings,
  readSettings,
  saveEndpoint,
  saveInlineCompletion,
  takenNames,
} from './vscode/settings';
import { registerStatusBar } from './vscode/statusBar';
import { createTokens } from './vscode/tokens';
import { viewTarget } from './vscode/viewTarget';
import { firstSendWords, words } from './vscode/words';

/** Milliseconds to wait for a list of models that nobody has asked for. */
const MODEL_LIST_PATIENCE = 3000;

const findingWords: FindingWords = async finding => (await import('./vscode/findingWords')).findingWords(finding);

let shutDown: (() => Promise<void>) | undefined;

/** Constructs everything in dependency order and connects it. Nothing here reads a disk or a network. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Endpoint Chat', { log: true });
  const origins = createOriginMemory(context.globalState);
  const activity = createActivity();
  const stored = createTokens(context.secrets, process.env, {
    onNotSaved: report,
    onRemoved(origin) {
      forgetFailuresAt(origin);
      return origins.forgetToken(origin);
    },
  });
  const tokens = {
    ...stored,
    async set(origin: string, token: string) {
      await stored.set(origin, token);
      forgetFailuresAt(origin);
    },
  };
  /** What failed with another token may not fail with this one. */
  function forgetFailuresAt(origin: string): void {
    for (const { name, url } of readSettings().endpoints) if (originOf(url) === origin) activity.forgetFailure(name);
  }

  const network = createNetwork({ settings: readHttpSettings, appRoot: vscode.env.appRoot, environment: process.env });
  const clients = createClients({
    token: tokens.get,
    tokenChanges: tokens.changes,
    tokenOrigins: { of: origins.tokenOrigin, note: origins.noteToken },
    keyOrigins: { of: origins.keyOrigin, note: origins.noteKey },
    network,
    hostFetch: (url, init) => fetch(url, init),
    plainHttpAllowed: origin => origins.plainHttp().includes(origin),
    log: record => logRequest(log, record),
    onRequest: record => activity.requestEnded(record),
    onModels: (endpoint, list) => void catalog.take(endpoint, list).catch(report),
    traced: client => withTracedText(client, log),
  });
  const client = clients.shared;

  const languageModels = registerLanguageModels({
    onSettingsChange,
    async load() {
      const { createLanguageModelProvider } = await import('./vscode/languageModelProvider');
      return createLanguageModelProvider({ endpoints: () => readSettings().endpoints, client, catalog });
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

  const modelLists = onFirstUse(async () => {
    const { createModelLists } = await import('./core/modelLists');
    return createModelLists(vscode.Uri.joinPath(context.globalStorageUri, 'modelLists.json').fsPath);
  });
  const catalog = createModelCatalog({
    lists: modelLists.get,
    models: async endpoint => (await client()).models(endpoint, AbortSignal.timeout(MODEL_LIST_PATIENCE)),
    tokenChanges: tokens.changes,
    onRecalled: () => chatView.refreshFrame(),
    onLearned() {
      languageModels.changed();
      chatView.refreshFrame();
    },
  });
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
    words: { ...composerWords, finding: findingWords },
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
      // Who has asked without an endpoint wants one, not a message that there is none. What was asked stays in the box.
      const { code } = errorDetails(error);
      if (code === CODES.noEndpoint) void vscode.commands.executeCommand(COMMANDS.addEndpoint);
      else if (code === CODES.noModel) void vscode.commands.executeCommand(COMMANDS.selectModel);
      else report(error);
      return false;
    }
  }

  async function askInChat(parts: readonly Part[]): Promise<void> {
    await chatView.reveal();
    await composer.ask(parts, chatView.post);
  }

  /** What the commands need that change an endpoint. */
  const endpointChanges = {
    endpoints: () => readSettings().endpoints,
    changeEntries: changeEndpoints,
    tokens,
    forgetEndpoint(name: string) {
      activity.forgetFailure(name);
      return origins.forgetEndpoint(name);
    },
  };
  const addressActions = async () => {
    const { createAddressActions } = await import('./vscode/addressActions');
    return createAddressActions({ ...endpointChanges, origins });
  };
  const loadAddEndpoint = async (): Promise<() => Promise<void>> => {
    const { createAddEndpoint } = await import('./vscode/addEndpoint');
    return createAddEndpoint({
      endpoints: takenNames,
      async saveEndpoint(endpoint) {
        await saveEndpoint(endpoint);
        // Whatever had this name before was another one.
        await endpointChanges.forgetEndpoint(endpoint.name);
      },
      tokens,
      clientFor: clients.trying,
      plainHttpAllowed: origin => origins.plainHttp().includes(origin),
      allowPlainHttp: origin => origins.setPlainHttp([...origins.plainHttp(), origin]),
      askForPlainHttp: async origin => (await addressActions()).askForPlainHttp(origin),
      setTarget: target => session.setTarget(target),
      revealChat: chatView.reveal,
    });
  };
  const statusBar = registerStatusBar({ session, activity });
  const writing = { session, client, activity, firstSends: origins, firstSendWords, log };
  const completion = registerCompletionCommand(async () => {
    const [{ createInsertCompletion }, { createCompletionCheck }] = await Promise.all([
      import('./vscode/insertCompletion'),
      import('./vscode/completionCheck'),
    ]);
    const { maySend } = createCompletionCheck(findingWords);
    return createInsertCompletion({ ...writing, maySend });
  }, report);
  const commitMessage = registerCommitMessage({ ...writing, findingWords, contextWindow }, report);
  const inlineCompletion = registerInlineCompletion({
    isEnabled: () => readSettings().inlineCompletion,
    hasEndpoint: () => session.target() !== undefined,
    async load(onTrouble) {
      const { createInlineCompletionProvider } = await import('./vscode/inlineCompletionProvider');
      const target = () => session.target();
      const languages = () => readSettings().inlineLanguages;
      const sending = { target, client, firstSends: origins, firstSendWords };
      return createInlineCompletionProvider({ ...sending, languages, log, onTrouble });
    },
  });
  const run = (command: string, action: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(command, async () => {
      await Promise.resolve(action()).catch(report);
    });

  context.subscriptions.push(
    log,
    tokens,
    chatView,
    completion,
    inlineCompletion,
    commitMessage,
    languageModels,
    codeButtons,
    statusBar,
    followSession(session, memory, activity),
    learnModels(session, catalog),
    registerExplainSelection({ ask: askInChat }),
    registerEndpointCommands({ loadAddEndpoint, report }),
    registerEndpointManagement({
      ...endpointChanges,
      client,
      catalog,
      target: () => session.target(),
      setTarget: target => session.setTarget(target),
      ...choiceMemory(memory, origins.rename),
      report,
    }),
    registerAddressCommands(addressActions, report),
    run(COMMANDS.focus, chatView.reveal),
    run(COMMANDS.newConversation, async () => {
      await session.newConversation();
      await chatView.reveal();
    }),
    run(COMMANDS.regenerate, () => session.regenerate()),
    run(COMMANDS.toggleInlineCompletion, () => saveInlineCompletion(!readSettings().inlineCompletion)),
    run(COMMANDS.stop, () => completion.stop() || commitMessage.stop() || session.stop()),
    run(COMMANDS.showLog, () => log.show()),
    run(COMMANDS.acceptChanges, codeButtons.accept),
    run(COMMANDS.rejectChanges, codeButtons.reject),
    onSettingsChange(() => {
      chatView.refreshFrame();
      statusBar.refresh();
      inlineCompletion.refresh();
      readEndpoints();
    }),
  );
  readEndpoints();

  shutDown = async () => {
    await session.stop('interrupted');
    await store.close();
    await clients.close();
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
