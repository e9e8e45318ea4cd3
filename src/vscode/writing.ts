import * as vscode from 'vscode';
import type { Message } from '../core/chat';
import type { Activity } from '../core/client/activity';
import type { Client } from '../core/client/client';
import type { FirstSend } from '../core/conversation/conversation';
import type { ChatSession } from '../core/session/chatSession';
import { type FirstSends, measure } from '../core/session/firstSend';

/** What a command has that lets a model write somewhere else than into the chat. */
export interface WritingDependencies {
  readonly session: Pick<ChatSession, 'target' | 'requireTarget'>;
  /** Loads the network part on first use. */
  readonly client: () => Promise<Client>;
  readonly firstSends: FirstSends;
  readonly firstSendWords: (first: FirstSend) => string;
  readonly activity: Activity;
  readonly log: vscode.LogOutputChannel;
}

/** Call when words have gone to an origin: the first time is said, where the panel may not be. Nothing waits for it. */
export function noteSent(
  { firstSends, firstSendWords }: Pick<WritingDependencies, 'firstSends' | 'firstSendWords'>,
  url: string,
  messages: readonly Message[],
): void {
  if (!firstSends.isFirst(url)) return;
  firstSends.noteSent(url);
  void vscode.window.showInformationMessage(firstSendWords(measure({ url }, messages)));
}
