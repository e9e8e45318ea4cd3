import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import { originOf } from '../../core/endpoints/endpoints';
import { type SecretInside, secretsInside, withoutSecretsInside } from '../../core/exports/secretsInside';
import { withTextsChanged } from '../../core/exports/textChanges';
import { secretsOf, tokenCleaner } from '../../core/exports/tokenCleaner';
import type { Exporting } from './exportTypes';

/** Findings that are named; more of them say no more. */
const NAMED = 5;

/**
 * Takes the tokens and keys of the endpoints out of a conversation, which nobody is asked about (row S10). Where the secret
 * storage cannot be read, they may stay in it: undefined where the user would rather not.
 */
export async function readTokenCleaner({
  settings,
  tokens,
  dialogs,
}: Exporting): Promise<((of: Conversation) => Conversation) | undefined> {
  let isUnread = false;
  const secrets = await Promise.all(
    settings().endpoints.map(async endpoint => {
      const stored = await tokens.get(originOf(endpoint.url)).catch(() => {
        isUnread = true;
        return undefined;
      });
      return secretsOf(endpoint, stored);
    }),
  );
  if (isUnread) {
    const goOn = vscode.l10n.t('Go On Anyway');
    const cancel = vscode.l10n.t('Cancel Export');
    const question = vscode.l10n.t('Your tokens cannot be read, so they cannot be taken out.');
    const detail = vscode.l10n.t('If one of them stands in a conversation, it would be passed on.');
    if ((await dialogs.ask(question, detail, cancel, goOn)) !== goOn) return undefined;
  }
  const clean = tokenCleaner(secrets.flat());
  return conversation => withTextsChanged(conversation, text => clean(text));
}

/** A conversation without tokens as it may be passed on; undefined where the user would rather not. */
export async function passable(clean: Conversation, exporting: Exporting): Promise<Conversation | undefined> {
  const found = await secretsInside(clean);
  if (found.length === 0) return clean;
  const answer = await askAboutSecrets(found, exporting);
  if (answer === 'cancel') return undefined;
  return answer === 'keep' ? clean : withoutSecretsInside(clean);
}

/** Whether what looks like a secret is replaced or kept. */
export async function askAboutSecrets(
  found: readonly SecretInside[],
  { dialogs, findingWords }: Exporting,
): Promise<'replace' | 'keep' | 'cancel'> {
  const replace = vscode.l10n.t('Replace by •••');
  const keep = vscode.l10n.t('Keep as It Is');
  const named = await Promise.all(
    found.slice(0, NAMED).map(finding => {
      const inAnswer = finding.role === 'assistant' ? { file: vscode.l10n.t('an answer') } : {};
      return findingWords({ ...finding, ...inAnswer });
    }),
  );
  const more = found.length > NAMED ? [vscode.l10n.t('and {0} more', found.length - NAMED)] : [];
  const question = vscode.l10n.t('This may hold secrets. Replace them?');
  const answer = await dialogs.ask(question, [...named, ...more].join('\n'), replace, keep);
  if (answer === undefined) return 'cancel';
  return answer === keep ? 'keep' : 'replace';
}
