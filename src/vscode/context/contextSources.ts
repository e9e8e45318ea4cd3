import * as vscode from 'vscode';
import type { ComposerEditor } from '../../core/composer/composerTypes';
import { baseName } from '../../core/text';
import { chooseContext } from './chooseContext';
import { readFolder } from './folder';
import { mentionOffers } from './mentions';
import { createPick } from './pick';
import { isInTab, readUri } from './readUri';
import { foundSymbols } from './symbols';
import { findByName } from './workspaceFiles';
import type { ReadExcludes } from './workspaceRules';

/** What other features and the settings give. `excludes` is read anew for every search, list of folders and folder. */
export interface ContextSourcesDependencies {
  /** What has changed since the last commit. */
  readonly changes: ComposerEditor['changes'];
  readonly excludes: ReadExcludes;
  /** Gives the keyboard back to the chat that has asked, once its list or dialog is closed. */
  readonly returnToChat: () => Promise<void>;
}

/** Everything that can be taken along from the workspace. Loaded with the first `#`, drop or click on the paper clip. */
export function createContextSources(
  dependencies: ContextSourcesDependencies,
): Pick<ComposerEditor, 'mentions' | 'search' | 'read' | 'readDropped' | 'choose'> {
  const { excludes, returnToChat } = dependencies;
  const pick = createPick(returnToChat);
  const folder = (uri: vscode.Uri) => readFolder(uri, excludes);
  const read = (uri: vscode.Uri) => readUri(uri, folder);
  const mentions = async () => mentionOffers({ ...dependencies, pick, read });
  return {
    mentions,
    async *search(query, signal) {
      const symbols = foundSymbols(query, signal);
      const files = await findByName(query, { excludes, read, signal });
      yield files;
      yield [...files, ...(await symbols)];
    },
    read: uri => read(vscode.Uri.parse(uri)),
    async readDropped(text) {
      const uri = asSeenHere(vscode.Uri.parse(text));
      if (isInTab(uri) || isInWorkspace(uri)) return read(uri);
      const name = baseName(uri.path) || uri.scheme;
      return { type: 'refused', problem: { reason: 'elsewhere', name } };
    },
    choose: async () => chooseContext(await mentions(), { read, pick, returnToChat }),
  };
}

/** In a remote window the page says which machine a file is on. Where the extension runs on that machine, it is a file. */
function asSeenHere(uri: vscode.Uri): vscode.Uri {
  if (uri.scheme !== 'vscode-remote' || isInTab(uri) || isInWorkspace(uri)) return uri;
  return uri.with({ scheme: 'file', authority: '' });
}

/** The page may be anybody's: `..` in a path would lead out of a folder that it only begins with. */
function isInWorkspace(uri: vscode.Uri): boolean {
  const isPlain = uri.path.split(/[/\\]/).every(part => part !== '..');
  return isPlain && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}
