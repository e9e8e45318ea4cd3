import * as vscode from 'vscode';
import type { PromptSource } from '../../core/prompts/prompt';
import {
  MAX_PROMPT_KILOBYTES,
  PROMPT_FILE_END,
  type PromptFileProblem,
  readPromptFile,
  slashName,
} from '../../core/prompts/promptFile';
import { type ListedPrompt, listPrompts } from '../../core/prompts/promptList';
import { leadsOut } from '../leadsOut';

/** What prompts are read through: VS Code's own, which tests replace. */
export type Workspace = Pick<typeof vscode.workspace, 'isTrusted' | 'workspaceFolders' | 'fs' | 'asRelativePath'>;

/** More files than a list of commands can show. */
const MAX_FILES = 200;

/** Every prompt there is. Nothing of a workspace is read before the user trusts it. */
export async function readPrompts(userFolder: vscode.Uri, workspace: Workspace): Promise<readonly ListedPrompt[]> {
  const folders = workspacePromptFolders(workspace);
  const read = await Promise.all([
    ...folders.map(folder => readFolder(folder, 'workspace', workspace)),
    readFolder(userFolder, 'user', workspace),
  ]);
  return listPrompts(read.flat());
}

/** Where VS Code looks for them, too. None in Restricted Mode. */
export function workspacePromptFolders({ isTrusted, workspaceFolders }: Workspace): readonly vscode.Uri[] {
  if (!isTrusted) return [];
  return (workspaceFolders ?? []).map(({ uri }) => vscode.Uri.joinPath(uri, '.github', 'prompts'));
}

async function readFolder(
  folder: vscode.Uri,
  source: PromptSource,
  workspace: Workspace,
): Promise<readonly ListedPrompt[]> {
  // Most workspaces have no such folder.
  const entries = await workspace.fs.readDirectory(folder).then(
    found => found,
    () => [],
  );
  const names = entries
    .filter(([name, type]) => name.toLowerCase().endsWith(PROMPT_FILE_END) && (type & vscode.FileType.Directory) === 0)
    .map(([name]) => name)
    .toSorted();
  const files = names
    .slice(0, MAX_FILES)
    .map(name => readFile(vscode.Uri.joinPath(folder, name), name, source, workspace));
  return Promise.all(files);
}

async function readFile(
  uri: vscode.Uri,
  fileName: string,
  source: PromptSource,
  { fs, asRelativePath, workspaceFolders }: Workspace,
): Promise<ListedPrompt> {
  const shown = source === 'workspace' ? asRelativePath(uri) : fileName;
  const file = { uri: uri.toString(), shown };
  const name = slashName(fileName.slice(0, -PROMPT_FILE_END.length)) || fileName;
  const unusable = (problem: PromptFileProblem): ListedPrompt => ({ name, source, file, problem });
  try {
    if (source === 'workspace' && (await leadsOut(uri, workspaceFolders))) return unusable({ reason: 'leadsOut' });
    const { size } = await fs.stat(uri);
    if (size > MAX_PROMPT_KILOBYTES * 1024) return unusable({ reason: 'tooLarge', bytes: size });
    const read = readPromptFile(fileName, await fs.readFile(uri));
    if ('problem' in read) return unusable(read.problem);
    return { name: read.prompt.name, source, file: { ...file, text: read.text }, prompt: read.prompt };
  } catch {
    return unusable({ reason: 'unreadable' });
  }
}
