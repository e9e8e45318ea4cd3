import * as vscode from 'vscode';
import type { Changes, ChosenFile, Offer } from '../../core/composer/composerTypes';
import { changesPart } from '../../core/context/contextParts';
import { tokensOf } from '../../core/context/tokens';
import { baseName } from '../../core/text';
import { selectionPart } from '../codeAround';
import { activeEditor, filePart, nameOf } from '../editor';
import { folderOffer } from './folder';
import type { Pick } from './pick';
import { problemOffers } from './problems';
import { tabUris } from './readUri';
import { symbolOffers } from './symbols';
import { terminalOffer } from './terminal';
import { fileOffer } from './workspaceFiles';
import type { ReadExcludes } from './workspaceRules';

/** What an offer calls once it is taken, and not before: the list of them is made anew at every key. */
export interface Mentioning {
  readonly changes: () => Promise<Changes | undefined>;
  readonly excludes: ReadExcludes;
  readonly pick: Pick;
  readonly read: (uri: vscode.Uri) => Promise<ChosenFile>;
}

/** What can be taken along at once: what is in front of the user, what has a name of its own, and what is open in tabs. */
export function mentionOffers({ changes, excludes, pick, read }: Mentioning): readonly Offer[] {
  const editor = activeEditor();
  const selection = editor && selectionOffer(editor);
  const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
  const hasProblems = vscode.languages.getDiagnostics().some(([, list]) => list.length > 0);
  const tabs = new Map(tabUris().map(uri => [uri.toString(), uri]));
  return [
    ...(selection ? [selection] : []),
    ...(editor ? [currentFile(editor)] : []),
    ...symbolOffers(pick),
    ...(hasFolder ? [folderOffer(excludes, pick), changesOffer(changes)] : []),
    ...(hasFolder || hasProblems ? problemOffers(editor?.document.uri) : []),
    terminalOffer(pick),
    // What is marked first is what Enter takes.
    ...(selection ? [] : [emptySelection()]),
    ...[...tabs.values()].map(uri => ({ ...fileOffer(uri, read), ...sizeOf(uri) })),
  ];
}

/** Of what is open, and so at hand. */
function sizeOf(uri: vscode.Uri): { readonly tokens?: number } {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  return open ? { tokens: tokensIn(open) } : {};
}

/** This list is made anew at every key, and most documents stay as they are. */
const counted = new WeakMap<vscode.TextDocument, { readonly version: number; readonly tokens: number }>();

function tokensIn(document: vscode.TextDocument): number {
  const before = counted.get(document);
  if (before?.version === document.version) return before.tokens;
  const tokens = tokensOf(document.getText());
  counted.set(document, { version: document.version, tokens });
  return tokens;
}

/** Offered although it gives nothing: who types its name is told why. */
function emptySelection(): Offer {
  const take = async (): Promise<ChosenFile> => ({ type: 'refused', problem: { reason: 'noSelection' } });
  return {
    id: 'selection',
    icon: 'selection',
    label: '#selection',
    detail: vscode.l10n.t('nothing is selected'),
    take,
  };
}

function selectionOffer(editor: vscode.TextEditor): Offer | undefined {
  const part = selectionPart(editor);
  if (!part) return undefined;
  const [first, last] = part.lines ?? [1, 1];
  const lines = first === last ? String(first) : `${first}–${last}`;
  const detail = `${baseName(part.name)} ${lines}`;
  const tokens = tokensOf(part.text);
  const take = async (): Promise<ChosenFile> => ({ type: 'part', part });
  return { id: 'selection', icon: 'selection', label: '#selection', detail, tokens, take };
}

function currentFile({ document }: vscode.TextEditor): Offer {
  const detail = baseName(nameOf(document));
  const take = async (): Promise<ChosenFile> => ({ type: 'part', part: filePart(document) });
  return { id: 'file', icon: 'file', label: '#file', detail, tokens: tokensIn(document), take };
}

function changesOffer(changes: Mentioning['changes']): Offer {
  return {
    id: 'changes',
    icon: 'changes',
    label: '#changes',
    detail: vscode.l10n.t('since the last commit'),
    async take() {
      const found = await changes();
      if (!found) return { type: 'refused', problem: { reason: 'noChanges' } };
      const shown = { label: vscode.l10n.t('Changes'), detail: changesDetail(found) };
      return { type: 'part', part: changesPart(found.diff, shown) };
    },
  };
}

/** How much of what, and what has changed as well and does not go along. */
function changesDetail({ files, repository, others }: Changes): string {
  const count = files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
  if (repository === undefined) return count;
  if (others.length === 0) return vscode.l10n.t('{0} in {1}', count, repository);
  return vscode.l10n.t('{0} in {1}, without {2}', count, repository, others.join(', '));
}
