import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { errorDetails, isChatError } from '../../core/errors';
import type { ImportProblem } from '../../core/exports/importedConversation';
import { importedConversations } from '../../core/exports/importFile';
import { errorWords } from '../errorWords';
import { fileNameOf, readPieces } from './exportedFiles';
import type { Exporting } from './exportTypes';

/** What came of a file: the ids of what it held, and what was not taken, in words. */
interface ImportedFile {
  readonly ids: readonly string[];
  readonly problems: readonly string[];
}

/** Adds the conversations of files to the history, each under a new id, and opens the last one. */
export async function importConversation(exporting: Exporting): Promise<void> {
  const { dialogs, settings, open } = exporting;
  if (!settings().keepHistory) {
    dialogs.warn(vscode.l10n.t('The history is switched off, so there is nowhere to import to.'));
    return;
  }
  const uris = await dialogs.filesToImport();
  if (uris.length === 0) return;
  const files: ImportedFile[] = [];
  await dialogs.during(vscode.l10n.t('Importing'), async (say, signal) => {
    for (const uri of uris) {
      if (signal.aborted) break;
      say(fileNameOf(uri));
      files.push(await importFile(uri, exporting, signal));
    }
  });
  const ids = files.flatMap(file => file.ids);
  summarise(
    ids.length,
    files.flatMap(file => file.problems),
    exporting,
  );
  const last = ids.at(-1);
  if (last !== undefined) await open(last);
}

/** What was added before something fails stays: each is whole. */
async function importFile(uri: vscode.Uri, { store }: Exporting, signal: AbortSignal): Promise<ImportedFile> {
  const ids: string[] = [];
  const refused = new Map<string, number>();
  const refuse = (reason: string): void => void refused.set(reason, (refused.get(reason) ?? 0) + 1);
  try {
    for await (const imported of importedConversations(readPieces(uri), randomUUID)) {
      if (signal.aborted) break;
      if (imported.type === 'refused') {
        refuse(problemWords(imported.problem));
        continue;
      }
      const { conversation } = imported;
      await store.add(conversation, conversation.label);
      ids.push(conversation.id);
    }
  } catch (error) {
    refuse(failureWords(error));
  }
  if (ids.length === 0 && refused.size === 0 && !signal.aborted) refuse(vscode.l10n.t('it is empty'));
  const problems = [...refused].map(([reason, times]) =>
    times === 1
      ? `${fileNameOf(uri)}: ${reason}`
      : vscode.l10n.t('{0}: {1} ({2} times)', fileNameOf(uri), reason, times),
  );
  return { ids, problems };
}

function summarise(imported: number, problems: readonly string[], { dialogs }: Exporting): void {
  const done =
    imported === 1 ? vscode.l10n.t('1 conversation imported.') : vscode.l10n.t('{0} conversations imported.', imported);
  if (problems.length === 0) void dialogs.say(done);
  else dialogs.warn(vscode.l10n.t('{0} Not imported: {1}', done, problems.join(' · ')));
}

function failureWords(error: unknown): string {
  // The words of the system, about a file that cannot be read.
  if (!isChatError(error)) return vscode.l10n.t('it cannot be read: {0}', errorDetails(error).message);
  const { title, serverMessage } = errorWords(error.details);
  return serverMessage === undefined ? title : `${title}: ${serverMessage}`;
}

function problemWords(problem: ImportProblem): string {
  switch (problem) {
    case 'notJson':
      return vscode.l10n.t('it is no JSON, or only a part of it');
    case 'foreign':
      return vscode.l10n.t('it is no conversation that Endpoint Chat has exported');
    case 'newerVersion':
      return vscode.l10n.t('a newer version of Endpoint Chat has exported it; update this one to import it');
    case 'damaged':
      return vscode.l10n.t('something in it is missing or damaged');
    case 'tooLarge':
      return vscode.l10n.t('it is larger than any conversation');
  }
}
