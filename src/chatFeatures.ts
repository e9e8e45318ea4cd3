import { randomUUID } from 'node:crypto';
import type { FilePart, Part } from './core/chat';
import { createComposer } from './core/composer/composer';
import { draftSlot } from './core/composer/draftSlots';
import { originOf } from './core/endpoints/endpoints';
import type { PossibleTarget } from './core/endpoints/target';
import type { ModelCatalog } from './core/models/modelCatalog';
import { onFirstUse } from './core/onFirstUse';
import type { FindingWords } from './core/safety/sendCheck';
import { ChatSession } from './core/session/chatSession';
import { createChats } from './core/session/chats';
import type { Chat, ChatKind, Chats } from './core/session/chatsTypes';
import { postWhereShown } from './core/session/postWhereShown';
import type { SessionDependencies } from './core/session/sessionTypes';
import { askAgain } from './vscode/chat/askAgain';
import { ask, registerChatCommands } from './vscode/chat/chatCommands';
import type { ChatPageDependencies, CreateChatPage } from './vscode/chat/chatPage';
import { registerChatView } from './vscode/chat/chatView';
import { composerEditor } from './vscode/chat/composerEditor';
import { draftMemory, type Memory, recall, rememberThinkingOpen } from './vscode/chat/followSession';
import type { CodeActionsDependencies } from './vscode/code/codeActions';
import { createCodeButtons } from './vscode/code/codeButtons';
import { createContextEditor } from './vscode/context/contextEditor';
import type { InstructionsAlong } from './vscode/prompts/instructions';
import type { PromptsDependencies } from './vscode/prompts/loadedPrompts';
import { type Prompts, registerPrompts } from './vscode/prompts/prompts';
import { readExcludes, readSettings } from './vscode/settings';
import type { Tokens } from './vscode/tokens';
import { words } from './vscode/words';

type FromChatPage = Pick<
  ChatPageDependencies,
  'distUri' | 'viewTarget' | 'notSaved' | 'onOpen' | 'history' | 'log' | 'report'
>;

/** What a window has once and shares among its chats. What is a chat's own, such as its settings and ids, is added when one is made. */
export interface ChatFeaturesDependencies extends FromChatPage {
  /** What every session works on. */
  readonly session: Omit<SessionDependencies, 'opens' | 'settings' | 'instructions' | 'newId'>;
  readonly tokens: Tokens;
  readonly catalog: ModelCatalog;
  readonly memory: Memory;
  readonly instructions: InstructionsAlong;
  readonly findingWords: FindingWords;
  readonly contextWindow: (target: PossibleTarget) => number | undefined;
  /** Where the user's own prompts are. */
  readonly promptFolder: PromptsDependencies['userFolder'];
  /** Where is kept what goes along with messages that are not sent yet. */
  readonly waitingFolder: string;
  readonly propose: CodeActionsDependencies['propose'];
}

/** The chats of this window, and the ways into the one that had the focus last. */
export interface ChatFeatures {
  readonly chats: Chats;
  /** Brings the active chat to the front. */
  readonly reveal: () => Promise<void>;
  /** Sends everything but the messages again to every page, after a setting or the state of the disk changed. */
  readonly refreshFrames: () => void;
  readonly prompts: Prompts;
  /** Opens the chat and asks there. */
  readonly askInChat: (parts: readonly Part[]) => Promise<void>;
  /** Opens the chat and adds pieces of code, or what URIs name, to what goes along with the next message. */
  readonly addToChat: (things: readonly (FilePart | string)[]) => Promise<void>;
  dispose(): void;
}

const gitChanges = async () => (await import('./vscode/sourceControl/gitChanges')).gitChanges();
const composerWords = async () => (await import('./vscode/chat/composerWords')).composerWords;

/** Constructs and connects the chats: their pages, message boxes, prompts and the buttons of their code. */
export function registerChatFeatures(dependencies: ChatFeaturesDependencies): ChatFeatures {
  const { catalog, memory, instructions, findingWords, contextWindow, report } = dependencies;
  const { promptFolder: userFolder } = dependencies;
  const prompts = registerPrompts({ userFolder, memory: memory.workspace, editor: composerEditor, askInChat }, report);
  const editor = {
    ...composerEditor,
    ...createContextEditor({ changes: gitChanges, excludes: readExcludes, returnToChat }),
    offers: prompts.offers,
  };

  const draftsKept = draftMemory(memory);

  function createChat({ id, isPrivate = false }: { readonly id?: string; readonly isPrivate?: boolean }): Chat {
    const settings = () => (isPrivate ? { ...readSettings(), keepHistory: false } : readSettings());
    const session = new ChatSession({
      ...dependencies.session,
      ...(id === undefined ? {} : { opens: id }),
      settings,
      instructions: instructions.read,
      newId: randomUUID,
    });
    const composer = createComposer({
      session,
      ask: parts => ask(session, parts, report),
      newId: randomUUID,
      draftMemory: draftSlot(draftsKept, id, () => session.id),
      async keepAlong(box) {
        const { createKeptAlong } = await import('./core/composer/keptAlong');
        return createKeptAlong(box, dependencies.waitingFolder);
      },
      settings,
      async modelInfo(endpoint, model) {
        await catalog.learn(endpoint);
        return catalog.info({ endpoint, model });
      },
      edit: (question, text) => session.edit(question, text).catch(report),
      contextWindow,
      editor,
      instructions: instructions.text,
      instructionFiles: instructions.files,
      slashMessage: prompts.slashMessage,
      words: {
        problem: async of => (await composerWords()).problem(of),
        starter: async of => (await composerWords()).starter(of),
        finding: findingWords,
      },
    });
    return { session, composer, isPrivate };
  }

  const createPage = onFirstUse(async (): Promise<CreateChatPage> => {
    const { createChatPage } = await import('./vscode/chat/chatPage');
    return (chat, place) => createChatPage(pages, chat, place);
  });
  const panels = onFirstUse(async () => {
    const { createChatPanels } = await import('./vscode/chat/chatPanel');
    return createChatPanels({ chats, createPage: await createPage.get(), distUri });
  });
  const chats = createChats({
    create: createChat,
    lastConversation: recall(memory).lastConversation,
    openTab: async chat => (await panels.get()).open(chat),
  });
  const { distUri } = dependencies;
  const pages: ChatPageDependencies = {
    ...dependencies,
    chats,
    words,
    settings: readSettings,
    instructions: instructions.line,
    thinkingOpen: rememberThinkingOpen(memory),
    regenerate,
    prepare: ({ session }) => prepare(session),
    code: createCodeButtons({ propose: dependencies.propose }),
  };
  const view = registerChatView(chats, createPage.get);

  async function prepare(session: ChatSession): Promise<void> {
    await instructions.read();
    const target = session.target();
    if (!target) return;
    // Whatever takes time between Enter and the request is at hand by then.
    const loaded = [import('./core/safety/findings'), dependencies.tokens.get(originOf(target.endpoint.url))];
    await Promise.all([...loaded, (await dependencies.session.client()).prepare(target.endpoint)]);
  }

  async function returnToChat(): Promise<void> {
    await chats.activeSurface()?.takeKeyboard();
  }

  const reveal = async (): Promise<void> => (chats.activeSurface() ?? view).reveal();

  async function askInChat(parts: readonly Part[]): Promise<void> {
    await reveal();
    const chat = chats.active();
    await chat.composer.ask(parts, postWhereShown(chats, chat));
  }

  async function addToChat(things: readonly (FilePart | string)[]): Promise<void> {
    await reveal();
    const chat = chats.active();
    await chat.composer.takeAlong(things, postWhereShown(chats, chat));
  }

  async function regenerate({ session, composer }: Chat): Promise<void> {
    await session.restore();
    await askAgain(await composer.problemOfAskingAgain(), () => session.regenerate());
  }

  async function begin(kind: ChatKind): Promise<void> {
    await chats.newChat(kind);
    await reveal();
  }

  const commands = registerChatCommands(
    {
      focus: reveal,
      newConversation: () => begin('kept'),
      newPrivateConversation: () => begin('private'),
      openToSide: chats.openToSide,
      regenerate: () => regenerate(chats.active()),
    },
    async (panel, state) => (await panels.get()).restore(panel, state),
    report,
  );
  return {
    chats,
    reveal,
    refreshFrames() {
      view.refreshFrame();
      void panels.loaded()?.then(({ refreshFrames }) => refreshFrames());
    },
    prompts,
    askInChat,
    addToChat,
    dispose() {
      for (const each of [commands, prompts, view]) each.dispose();
    },
  };
}
