import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation';
import { errorDetails } from '../../core/errors';
import { conversationMarkdown, type MarkdownWords } from '../../core/exports/conversationMarkdown';
import { withoutDeleted } from '../../core/exports/exportedConversation';
import { exportedJson, exportFileName } from '../../core/exports/exportFile';
import { onlyShown, titleWithoutSecrets } from '../../core/exports/secretsInside';
import { errorWords } from '../errorWords';
import { currentConversation } from './currentConversation';
import { fileNameOf, writePieces } from './exportedFiles';
import type { Exporting } from './exportTypes';
import { passable, readTokenCleaner } from './secretQuestion';

/** Writes the current conversation to a file that the user chooses: Markdown for people, JSON to be imported. */
export async function exportConversation(exporting: Exporting): Promise<void> {
  const { dialogs } = exporting;
  const current = await currentConversation(exporting);
  if (!current?.entries.length) return nothingYet(exporting);
  const conversation = (await readTokenCleaner(exporting))?.(current);
  if (!conversation) return;
  const name = exportFileName(await titleWithoutSecrets(conversation), conversation.createdAt, '.md');
  const uri = await dialogs.saveAs(name, 'conversation');
  if (!uri) return;
  const isJson = /\.jsonl?$/i.test(uri.path);
  const passed = await passable(isJson ? withoutDeleted(conversation) : onlyShown(conversation), exporting);
  if (!passed) return;
  const text = isJson ? exportedJson(passed, Date.now()) : conversationMarkdown(passed, markdownWords(exporting));
  if (await writeExport(uri, whole(text), exporting)) await sayWhere(uri, exporting);
}

/** The current conversation as Markdown, into the clipboard. */
export async function copyConversation(exporting: Exporting): Promise<void> {
  const current = await currentConversation(exporting);
  if (!current?.entries.length) return nothingYet(exporting);
  const conversation = (await readTokenCleaner(exporting))?.(current);
  if (!conversation) return;
  const passed = await passable(onlyShown(conversation), exporting);
  if (!passed) return;
  await exporting.dialogs.copy(conversationMarkdown(passed, markdownWords(exporting)));
  void exporting.dialogs.say(vscode.l10n.t('The conversation is copied as Markdown.'));
}

function nothingYet({ dialogs }: Exporting): void {
  void dialogs.say(vscode.l10n.t('Nothing has been said in this conversation yet.'));
}

async function* whole(text: string): AsyncGenerator<string, void, undefined> {
  yield text;
}

/** True once it is written. Says why where it is not; throws where it is aborted, which is no failure. */
export async function writeExport(
  uri: vscode.Uri,
  pieces: AsyncIterable<string>,
  { dialogs }: Exporting,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await writePieces(uri, pieces);
    return true;
  } catch (error) {
    if (signal?.aborted) throw error;
    dialogs.warn(vscode.l10n.t('{0} could not be written: {1}', fileNameOf(uri), errorDetails(error).message));
    return false;
  }
}

/** Nobody waits for the button. */
export async function sayWhere(uri: vscode.Uri, { dialogs }: Exporting): Promise<void> {
  const open = vscode.l10n.t('Open');
  const place = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
  const chosen = await dialogs.say(vscode.l10n.t('Exported to {0}', place), open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', uri);
}

function markdownWords({ words }: Pick<Exporting, 'words'>): MarkdownWords {
  return {
    untitled: vscode.l10n.t('New conversation'),
    you: vscode.l10n.t('You'),
    date: time => new Date(time).toLocaleString(vscode.env.language, { dateStyle: 'long', timeStyle: 'short' }),
    thought: milliseconds =>
      milliseconds === undefined
        ? vscode.l10n.t('Thought')
        : vscode.l10n.t('Thought for {0} s', (Math.max(100, milliseconds) / 1000).toFixed(1)),
    image: vscode.l10n.t('Image'),
    lines: (first, last) =>
      first === last ? vscode.l10n.t('line {0}', first) : vscode.l10n.t('lines {0}–{1}', first, last),
    ending: answer => ending(answer) ?? words.notice(answer),
  };
}

function ending({ status, error }: Answer): string | undefined {
  switch (status) {
    case 'stopped':
      return vscode.l10n.t('Stopped');
    case 'interrupted':
      return vscode.l10n.t('Interrupted before the end');
    case 'waiting':
    case 'streaming':
      return vscode.l10n.t('Still being written');
    case 'failed': {
      const { title, serverMessage } = errorWords(error ?? { kind: 'internal', message: '' });
      return serverMessage === undefined ? title : `${title}: ${serverMessage}`;
    }
    default:
      return undefined;
  }
}
