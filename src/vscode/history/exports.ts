import * as vscode from 'vscode';
import { answerOf } from '../../core/conversation/conversation';
import { errorDetails } from '../../core/errors';
import { createTitleSuggestions, type TitleSuggestions } from '../../core/titles/titleSuggestions';
import { COMMANDS } from '../ids';
import { logLine } from '../report';
import { conversationMenu } from './conversationMenu';
import { dialogs } from './dialogs';
import { exportAllConversations } from './exportAllConversations';
import { copyConversation, exportConversation } from './exportConversation';
import type { Exporting, ExportsDependencies, OpenConversation } from './exportTypes';
import { importConversation } from './importConversation';
import { renameConversation } from './renameConversation';

/** What takes conversations out, brings them in, and names them. Loaded when it is first wanted. */
export interface Exports {
  exportConversation(): Promise<void>;
  exportAllConversations(): Promise<void>;
  importConversation(): Promise<void>;
  copyConversation(): Promise<void>;
  renameConversation(): Promise<void>;
  conversationMenu(): Promise<void>;
  /** A message has changed: where it is the first answer and has ended, the conversation may get a title. */
  changed(session: OpenConversation, id: string): Promise<void>;
  dispose(): void;
}

/** @param edge what tests put in the place of a person */
export function createExports(
  dependencies: ExportsDependencies,
  edge: Partial<Pick<Exporting, 'dialogs' | 'open'>> = {},
): Exports {
  const exporting = { dialogs, open: openConversation, ...edge, ...dependencies };
  const titles = titlesFor(exporting);
  return {
    exportConversation: () => exportConversation(exporting),
    exportAllConversations: () => exportAllConversations(exporting),
    importConversation: () => importConversation(exporting),
    copyConversation: () => copyConversation(exporting),
    renameConversation: () => renameConversation(exporting),
    conversationMenu: () => conversationMenu(exporting),
    async changed(session, id) {
      const { conversation, isKept } = session;
      const answer = answerOf(conversation, id);
      if (answer?.status !== 'complete' || !isKept) return;
      const title = await titles.answered(conversation, session.endpointNamed(answer.endpoint));
      if (title !== undefined) session.labelled(conversation.id, { title });
    },
    dispose: titles.dispose,
  };
}

function openConversation(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand(COMMANDS.openConversation, id);
}

function titlesFor({ client, store, log, activity }: Exporting): TitleSuggestions {
  return createTitleSuggestions({
    client,
    async labelOf(id) {
      const conversation = await store.read(id);
      return conversation && (conversation.label ?? {});
    },
    label: store.label,
    onFailure(error, { name }) {
      log.info(logLine(errorDetails(error)));
      // The answer came a moment ago: that a title did not is no failure of the endpoint.
      activity.forgetFailure(name);
    },
  });
}
