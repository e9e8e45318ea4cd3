import * as vscode from 'vscode';
import type { Part } from '../../core/chat';
import { CODES, errorDetails } from '../../core/errors';
import type { ChatSession } from '../../core/session/chatSession';
import { CHAT_PANEL, COMMANDS } from '../ids';

type ChatCommand = 'focus' | 'newConversation' | 'newPrivateConversation' | 'openToSide' | 'regenerate';

/** The commands about chats, and the tabs that come back after the window was loaded anew. */
export function registerChatCommands(
  actions: Readonly<Record<ChatCommand, () => Promise<unknown>>>,
  restoreTab: (panel: vscode.WebviewPanel, state: unknown) => Promise<void>,
  report: (error: unknown) => void,
): vscode.Disposable {
  const run = (name: ChatCommand): vscode.Disposable =>
    vscode.commands.registerCommand(COMMANDS[name], () => actions[name]().catch(report));
  return vscode.Disposable.from(
    run('focus'),
    run('newConversation'),
    run('newPrivateConversation'),
    run('openToSide'),
    run('regenerate'),
    vscode.window.registerWebviewPanelSerializer(CHAT_PANEL, { deserializeWebviewPanel: restoreTab }),
  );
}

/** False when the question was refused before anything was kept. */
export async function ask(
  session: ChatSession,
  parts: readonly Part[],
  report: (error: unknown) => void,
): Promise<boolean> {
  try {
    return await session.send(parts);
  } catch (error) {
    // Who has asked without an endpoint wants one, not a message that there is none. What was asked stays in the box.
    const { code } = errorDetails(error);
    if (code === CODES.noEndpoint) void vscode.commands.executeCommand(COMMANDS.addEndpoint);
    else if (code === CODES.noModel) void vscode.commands.executeCommand(COMMANDS.selectModel);
    else report(error);
    return false;
  }
}
