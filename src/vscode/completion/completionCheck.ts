import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import { type FindingWords, findingsIn } from '../../core/safety/sendCheck';

/** As many findings as a question names. */
const NAMED = 6;

/** Asks before code around a cursor is sent that holds what looks like a secret, or cannot be seen. */
export interface CompletionCheck {
  /** A yes holds for the document, the host and what was named, until the document is closed. */
  maySend(document: vscode.TextDocument, code: readonly FilePart[], host: string): Promise<boolean>;
}

/** Loaded with the first completion. */
export function createCompletionCheck(words: FindingWords): CompletionCheck {
  const allowed = new WeakMap<vscode.TextDocument, ReadonlySet<string>>();
  return {
    async maySend(document, code, host) {
      const findings = await findingsIn(code);
      const before = allowed.get(document) ?? new Set<string>();
      // By kind: lines move while one writes.
      const kinds = findings.map(({ kind }) => `${host} ${kind}`);
      if (kinds.every(kind => before.has(kind))) return true;
      if (!(await askFor(await Promise.all(findings.map(words)), host))) return false;
      allowed.set(document, new Set([...before, ...kinds]));
      return true;
    },
  };
}

/** Modal: the command waits for the answer, and nothing may change the code meanwhile. */
async function askFor(findings: readonly string[], host: string): Promise<boolean> {
  const send = vscode.l10n.t('Send anyway');
  const question = vscode.l10n.t('Should the code around the cursor go to {0}? Nothing was sent yet.', host);
  const more = findings.length - NAMED;
  const named = [...findings.slice(0, NAMED), ...(more > 0 ? [vscode.l10n.t('and {0} others', more)] : [])];
  const detail = `${named.join('\n')}\n\n${vscode.l10n.t('A yes holds for this document until it is closed.')}`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
}
