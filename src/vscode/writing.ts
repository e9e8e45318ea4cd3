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

/** As many findings as a question names. */
const NAMED = 6;

/** What a question names before something is sent. */
export interface Named {
  readonly kind: string;
  readonly words: () => string | Promise<string>;
}

/** Whether the user agrees that code of a document goes to a host. Nothing found: it may. */
export type Consent = (
  document: vscode.TextDocument,
  host: string,
  question: string,
  findings: readonly Named[],
) => Promise<boolean>;

/** A yes holds for the document, the host and what was named, until the document is closed: it is kept in memory alone. */
export function createConsent(): Consent {
  const allowed = new WeakMap<vscode.TextDocument, ReadonlySet<string>>();
  return async (document, host, question, findings) => {
    const before = allowed.get(document) ?? new Set<string>();
    // By kind: lines move while one writes.
    const kinds = findings.map(({ kind }) => `${host} ${kind}`);
    if (kinds.every(kind => before.has(kind))) return true;
    if (!(await askFor(question, await Promise.all(findings.map(({ words }) => words()))))) return false;
    allowed.set(document, new Set([...before, ...kinds]));
    return true;
  };
}

/** A line for each, as far as a question can name them. */
export function namedFindings(findings: readonly string[]): string {
  const more = findings.length - NAMED;
  return [...findings.slice(0, NAMED), ...(more > 0 ? [vscode.l10n.t('and {0} others', more)] : [])].join('\n');
}

/** Modal: the command waits for the answer, and nothing may change the code meanwhile. */
async function askFor(question: string, findings: readonly string[]): Promise<boolean> {
  const send = vscode.l10n.t('Send anyway');
  const detail = `${namedFindings(findings)}\n\n${vscode.l10n.t('A yes holds for this document until it is closed.')}`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
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
