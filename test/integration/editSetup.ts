import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import type { Step } from '../support/scriptedReply';
import { type Answering, answering } from './answering';
import { type CodeFolder, codeFolder } from './codeFolder';
import { streamed } from './streamed';
import { closeAllEditors, practiceServer, select, untilAnswered, useEndpoint } from './support';

export const CODE = 'class Sum {\n  add(a, b) {\n    return a - b;\n  }\n}\n';
export const FIXED = CODE.replace('a - b', 'a + b');
export const METHOD = '  add(a, b) {\n    return a + b;\n  }';
/** The first diff that a VS Code shows takes its time on a busy machine. */
export const PATIENCE = 120_000;

/** What a user does who edits a selection, and what the model answers. */
export interface Editing {
  readonly folder: CodeFolder;
  readonly questions: Answering;
  readonly server: () => PracticeServer;
  /** A file in which the method is selected. */
  opened(content?: string): Promise<vscode.TextEditor>;
  /** How many questions the model got. */
  asked(): number;
  /** The last of them. */
  sent(): string;
  script(...steps: readonly Step[]): void;
  /** Answers the box of what was started, as soon as it is there. Resolves when the question has arrived. */
  say(words: string): Promise<void>;
  /** Asks for a change of what is selected, and waits until it is shown. */
  edit(...steps: readonly Step[]): Promise<void>;
  /** Asks for a change that comes to nothing. */
  editInVain(...steps: readonly Step[]): Promise<void>;
  /** Leaves the box, also one that is about to open, until the command is over. */
  left(command: Thenable<unknown>): Promise<void>;
  /** Whether a difference is in front. */
  isShown(): boolean;
}

export function run(name: string, argument?: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand(`endpointChat.${name}`, argument);
}

/** For the tests of one `describe`. */
export function editing(): Editing {
  let server: PracticeServer;
  const folder = codeFolder();
  const questions = answering();

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(() => server.close());
  beforeEach(() => questions.begin());
  afterEach(async () => {
    questions.end();
    await run('leaveEdit');
    await closeAllEditors();
  });

  const asked = (): number => server.requests.filter(isQuestion).length;

  function script(...steps: readonly Step[]): void {
    server.script(streamed(...steps));
  }

  async function say(words: string): Promise<void> {
    const before = asked();
    await untilAnswered('the question arrives', async () => {
      // Not again once it is there: the box may be open anew by now, and would ask another one.
      if (asked() === before) await run('submitEdit', { body: words });
      return asked() > before;
    });
  }

  async function left(command: Thenable<unknown>): Promise<void> {
    let isOver = false;
    const over = command.then(() => {
      isOver = true;
    });
    await untilAnswered('it is over', async () => {
      await run('leaveEdit');
      return isOver;
    });
    await over;
  }

  async function begun(steps: readonly Step[]): Promise<{ readonly edited: Thenable<unknown> }> {
    script(...steps);
    const edited = run('editSelection');
    await say('add them');
    return { edited };
  }

  return {
    folder,
    questions,
    server: () => server,
    async opened(content = CODE) {
      const editor = await folder.open(content);
      await select(editor, new vscode.Selection(1, 2, 3, 3));
      return editor;
    },
    asked,
    sent: () => JSON.stringify(lastQuestion(server.requests)?.body),
    script,
    say,
    edit: async (...steps) => void (await (await begun(steps)).edited),
    editInVain: async (...steps) => left((await begun(steps)).edited),
    left,
    isShown: () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff,
  };
}
