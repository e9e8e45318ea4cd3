import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import { withoutDeleted } from '../../core/exports/exportedConversation';
import { exportedLines, exportFileName } from '../../core/exports/exportFile';
import { type SecretInside, secretsInside, withoutSecretsInside } from '../../core/exports/secretsInside';
import type { ConversationSummary } from '../../core/store/conversationIndex';
import { sayWhere, writeExport } from './exportConversation';
import type { Exporting } from './exportTypes';
import { askAboutSecrets, readTokenCleaner } from './secretQuestion';

type Clean = (conversation: Conversation) => Conversation | Promise<Conversation>;

interface ExportingAll {
  readonly all: readonly ConversationSummary[];
  /** Titles of those of which nothing can be read. */
  readonly unreadable: Set<string>;
  readonly exporting: Exporting;
}

/** Writes all conversations of the history into one file, each on a line of its own, one after the other. */
export async function exportAllConversations(exporting: Exporting): Promise<void> {
  const { dialogs } = exporting;
  const all = await kept(exporting);
  if (all.length === 0) {
    void dialogs.say(vscode.l10n.t('There are no conversations to export yet.'));
    return;
  }
  const name = exportFileName(vscode.l10n.t('Conversations'), Date.now(), '.jsonl');
  const uri = await dialogs.saveAs(name, 'conversations');
  if (!uri) return;
  const withoutTokens = await readTokenCleaner(exporting);
  if (!withoutTokens) return;
  const unreadable = new Set<string>();
  const exportingAll = { all, unreadable, exporting };
  const found = await during(vscode.l10n.t('Looking for secrets'), exportingAll, withoutTokens, findIn);
  if (!found) return;
  const answer = found.length === 0 ? 'keep' : await askAboutSecrets(found, exporting);
  if (answer === 'cancel') return;
  const clean: Clean = answer === 'keep' ? withoutTokens : of => withoutSecretsInside(withoutTokens(of));
  const isDone = await during(vscode.l10n.t('Exporting'), exportingAll, clean, (conversations, signal) =>
    writeExport(uri, exportedLines(conversations, Date.now()), exporting, signal),
  );
  if (!isDone) return;
  if (unreadable.size > 0)
    dialogs.warn(vscode.l10n.t('These cannot be read and are not in the file: {0}', [...unreadable].join(' · ')));
  await sayWhere(uri, exporting);
}

/** Without what was deleted, but is there for as long as that can be taken back. */
async function kept({ store, isDeleted }: Exporting): Promise<readonly ConversationSummary[]> {
  const found: ConversationSummary[] = [];
  for (const summary of await store.list()) if (!(await isDeleted(summary.id))) found.push(summary);
  return found;
}

async function findIn(conversations: AsyncIterable<Conversation>): Promise<readonly SecretInside[]> {
  const found: SecretInside[] = [];
  for await (const conversation of conversations) found.push(...(await secretsInside(conversation)));
  return found;
}

/** Goes through all conversations, of which one at a time is in memory; undefined where the user has had enough. */
async function during<T>(
  title: string,
  { all, unreadable, exporting }: ExportingAll,
  clean: Clean,
  work: (conversations: AsyncIterable<Conversation>, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { dialogs, store, isDeleted } = exporting;
  return dialogs.during(title, async (say, signal) => {
    async function* conversations(): AsyncGenerator<Conversation, void, undefined> {
      for (const [index, { id, title: name }] of all.entries()) {
        signal.throwIfAborted();
        say(vscode.l10n.t('{0} of {1}', index + 1, all.length));
        // Since the list was read.
        if (await isDeleted(id)) continue;
        const conversation = await store.read(id);
        if (!conversation) unreadable.add(name);
        // One of which all was deleted holds nothing.
        else if (conversation.entries.length > 0) yield clean(withoutDeleted(conversation));
      }
    }
    try {
      return await work(conversations(), signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}
