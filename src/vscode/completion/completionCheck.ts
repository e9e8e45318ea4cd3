import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import { type FindingWords, findingsIn } from '../../core/safety/sendCheck';
import { createConsent } from '../writing';

/** Asks before code around a cursor is sent that holds what looks like a secret, or cannot be seen. */
export interface CompletionCheck {
  /** A yes holds for the document, the host and what was named, until the document is closed. */
  maySend(document: vscode.TextDocument, code: readonly FilePart[], host: string): Promise<boolean>;
}

/** Loaded with the first completion. */
export function createCompletionCheck(words: FindingWords): CompletionCheck {
  const consent = createConsent();
  return {
    async maySend(document, code, host) {
      const question = vscode.l10n.t('Should the code around the cursor go to {0}? Nothing was sent yet.', host);
      const findings = await findingsIn(code);
      const named = findings.map(finding => ({ kind: finding.kind, words: () => words(finding) }));
      return consent(document, host, question, named);
    },
  };
}
