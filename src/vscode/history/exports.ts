import type { Conversation } from '../../core/conversation';
import { endpointNamed } from '../../core/endpointNames';
import { createTitleSuggestions } from '../../core/titles/titleSuggestions';
import { conversationMenu } from './conversationMenu';
import { dialogs } from './dialogs';
import { exportAllConversations } from './exportAllConversations';
import { copyConversation, exportConversation } from './exportConversation';
import type { ExportsDependencies } from './exportTypes';
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
  /** An answer of a conversation that is kept has ended: it may get a title. */
  answered(conversation: Conversation): Promise<void>;
  dispose(): void;
}

export function createExports(dependencies: ExportsDependencies): Exports {
  const exporting = { dialogs, ...dependencies };
  const { client, store, endpoints, onLabel, onTitleFailure } = exporting;
  const titles = createTitleSuggestions({
    client,
    labelOf: async id => (await store.load(id))?.label,
    async label(id, change) {
      await store.label(id, change);
      onLabel(id, change);
    },
    onFailure: onTitleFailure,
  });
  return {
    exportConversation: () => exportConversation(exporting),
    exportAllConversations: () => exportAllConversations(exporting),
    importConversation: () => importConversation(exporting),
    copyConversation: () => copyConversation(exporting),
    renameConversation: () => renameConversation(exporting),
    conversationMenu: () => conversationMenu(exporting),
    async answered(conversation) {
      const asked = conversation.entries.findLast(entry => entry.role === 'assistant');
      const endpoint = asked && endpointNamed(endpoints(), asked.endpoint, []);
      await titles.answered(conversation, endpoint);
    },
    dispose: titles.dispose,
  };
}
