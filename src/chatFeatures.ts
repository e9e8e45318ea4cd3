import { randomUUID } from 'node:crypto';
import type { FilePart, Part } from './core/chat';
import type { ChatSession } from './core/chatSession';
import type { Client } from './core/client';
import { filesAskedAbout } from './core/code/place';
import { createComposer } from './core/composer';
import { originOf } from './core/endpoints';
import type { ModelCatalog } from './core/modelCatalog';
import type { FindingWords } from './core/sendCheck';
import type { PossibleTarget } from './core/target';
import { askAgain } from './vscode/chat/askAgain';
import { composerEditor } from './vscode/chat/attach';
import { type ChatView, type ChatViewDependencies, registerChatView } from './vscode/chat/chatView';
import { draftMemory, type Memory, rememberThinkingOpen } from './vscode/chat/followSession';
import type { CodeActionsDependencies } from './vscode/code/codeActions';
import { createCodeButtons } from './vscode/code/codeButtons';
import { createContextEditor } from './vscode/context/contextEditor';
import type { InstructionsAlong } from './vscode/prompts/instructions';
import type { PromptsDependencies } from './vscode/prompts/loadedPrompts';
import { type Prompts, registerPrompts } from './vscode/prompts/prompts';
import { readExcludes, readSettings } from './vscode/settings';
import type { Tokens } from './vscode/tokens';
import { words } from './vscode/words';

type FromChatView = Pick<
  ChatViewDependencies,
  'distUri' | 'viewTarget' | 'notSaved' | 'onOpen' | 'history' | 'log' | 'report'
>;

export interface ChatFeaturesDependencies extends FromChatView {
  readonly session: ChatSession;
  readonly client: () => Promise<Client>;
  readonly tokens: Tokens;
  readonly catalog: ModelCatalog;
  readonly memory: Memory;
  readonly instructions: InstructionsAlong;
  readonly findingWords: FindingWords;
  readonly contextWindow: (target: PossibleTarget) => number | undefined;
  /** Where the user's own prompts are. */
  readonly promptFolder: PromptsDependencies['userFolder'];
  /** False when the question was refused before anything was kept. */
  readonly ask: (parts: readonly Part[]) => Promise<boolean>;
  readonly propose: CodeActionsDependencies['propose'];
}

export interface ChatFeatures {
  readonly chatView: ChatView;
  readonly prompts: Prompts;
  /** Opens the chat and asks there. */
  readonly askInChat: (parts: readonly Part[]) => Promise<void>;
  /** Opens the chat and adds pieces of code, or what URIs name, to what goes along with the next message. */
  readonly addToChat: (things: readonly (FilePart | string)[]) => Promise<void>;
  /** Asks the last question again. */
  readonly regenerate: () => Promise<void>;
}

const gitChanges = async () => (await import('./vscode/sourceControl/gitChanges')).gitChanges();
const composerWords = async () => (await import('./vscode/chat/composerWords')).composerWords;

/** Constructs and connects the chat: its view, its message box, its prompts and the buttons of its code. */
export function registerChatFeatures(dependencies: ChatFeaturesDependencies): ChatFeatures {
  const { session, client, tokens, catalog, memory, instructions, findingWords, contextWindow, ask, report } =
    dependencies;

  const { promptFolder: userFolder } = dependencies;
  const prompts = registerPrompts({ userFolder, memory: memory.workspace, editor: composerEditor, askInChat }, report);
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
    contextWindow,
    editor: {
      ...composerEditor,
      ...createContextEditor({ changes: gitChanges, excludes: readExcludes }),
      offers: prompts.offers,
    },
    instructions: instructions.text,
    instructionFiles: instructions.files,
    slashMessage: prompts.slashMessage,
    words: {
      problem: async of => (await composerWords()).problem(of),
      starter: async of => (await composerWords()).starter(of),
      finding: findingWords,
    },
  });
  const chatView = registerChatView({
    ...dependencies,
    words,
    settings: readSettings,
    instructions: instructions.line,
    composer,
    thinkingOpen: rememberThinkingOpen(memory),
    async prepare() {
      await instructions.read();
      const target = session.target();
      if (!target) return;
      // Whatever takes time between Enter and the request is at hand by then.
      const loaded = [import('./core/secretScan'), tokens.get(originOf(target.endpoint.url))];
      await Promise.all([...loaded, (await client()).prepare(target.endpoint)]);
    },
    code: createCodeButtons({
      fileAskedAbout: id => filesAskedAbout(session.conversation).get(id),
      propose: dependencies.propose,
    }),
  });

  async function askInChat(parts: readonly Part[]): Promise<void> {
    await chatView.reveal();
    await composer.ask(parts, chatView.post);
  }

  async function addToChat(things: readonly (FilePart | string)[]): Promise<void> {
    await chatView.reveal();
    await composer.takeAlong(things, chatView.post);
  }

  async function regenerate(): Promise<void> {
    await session.restore();
    await askAgain(await composer.problemOfAskingAgain(), () => session.regenerate());
  }

  return { chatView, prompts, askInChat, addToChat, regenerate };
}
