import * as vscode from 'vscode';
import type { FilePart, Part } from '../../src/core/chat';
import { listPrompts } from '../../src/core/prompts/promptList';
import { createPromptRunner } from '../../src/core/prompts/promptRunner';
import { createSelectionActions } from '../../src/vscode/selection/selectionActions';

export const at = (line: number, character: number, endLine = line, endCharacter = character): vscode.Selection =>
  new vscode.Selection(line, character, endLine, endCharacter);

/** What the commands about a selection do, with what they ask, add and say. `user`: what is typed into the box, and the active editor. */
export function useSelectionActions() {
  const asked: (readonly Part[])[] = [];
  const added: (FilePart | string)[] = [];
  const said: string[] = [];
  /** What documents hold, which are on no disk, and which nobody can write. */
  const contents: string[] = [];
  const boxes: vscode.InputBoxOptions[] = [];
  const user: { typed?: string | undefined; editor?: unknown } = {};
  /** The prompts that are built in. */
  const prompts = createPromptRunner({
    list: async () => listPrompts([]),
    code: async () => undefined,
    file: () => undefined,
    problems: () => [],
    folder: () => undefined,
    askForInput: async () => undefined,
    approve: async () => false,
    approved: { get: () => undefined, set: () => undefined },
  });
  const actions = createSelectionActions({
    async promptAbout(name, code) {
      const result = await prompts.run(name, { code });
      return result?.type === 'parts' ? result.parts : undefined;
    },
    ask: async parts => void asked.push(parts),
    addToChat: async things => void added.push(...things),
  });

  // The active editor, the box and the messages are those of the test: none of them depends on where the focus is.
  const real = Object.getOwnPropertyDescriptors(vscode.window);
  let provider: vscode.Disposable;
  before(() => {
    provider = vscode.workspace.registerTextDocumentContentProvider('selection-test', {
      provideTextDocumentContent: () => contents.at(-1),
    });
    Object.defineProperty(vscode.window, 'activeTextEditor', { configurable: true, get: () => user.editor });
    Object.assign(vscode.window, {
      showInformationMessage: async (words: string) => void said.push(words),
      showInputBox: async (options: vscode.InputBoxOptions) => {
        boxes.push(options);
        return user.typed;
      },
    });
  });
  after(() => {
    provider.dispose();
    for (const name of ['activeTextEditor', 'showInformationMessage', 'showInputBox'] as const)
      Object.defineProperty(vscode.window, name, real[name]);
  });
  beforeEach(() => {
    for (const list of [asked, added, said, boxes]) list.length = 0;
    user.typed = undefined;
    user.editor = undefined;
  });

  async function open(content: string, ...selections: readonly vscode.Selection[]): Promise<vscode.TextDocument> {
    contents.push(content);
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.parse(`selection-test:/folder/file${contents.length}.txt`),
    );
    user.editor = { document, selection: selections[0], selections };
    return document;
  }

  const files = (): readonly FilePart[] => (asked.at(-1) ?? []).filter(part => part.type === 'file');
  const words = (): string | undefined => {
    const last = asked.at(-1)?.at(-1);
    return last?.type === 'text' ? last.text : undefined;
  };

  return { actions, asked, added, said, boxes, contents, user, open, files, words };
}
