import type { Part } from '../chat';
import type { Answer, Conversation, Entry } from '../conversation/conversation';
import { titleOf } from '../conversation/conversationTitle';
import type { SecretFinding } from '../safety/secretScan';
import { withTextsChanged } from './textChanges';

/** Something in a conversation that looks like a secret, and in which of its messages. */
export interface SecretInside extends SecretFinding {
  readonly role: Entry['role'];
}

/** The way that is shown, and nothing else: what a document for people says. */
export function onlyShown(conversation: Conversation): Conversation {
  return { ...conversation, aside: [] };
}

/** What looks like a secret in a conversation (row S10). The scan is a file of its own. */
export async function secretsInside({ entries, aside, label }: Conversation): Promise<readonly SecretInside[]> {
  const { findSecrets } = await import('../safety/findings');
  const inside = [...entries, ...aside].flatMap(entry =>
    findSecrets(entry.role === 'user' ? questionParts(entry.parts) : answerParts(entry)).map(finding => ({
      ...finding,
      role: entry.role,
    })),
  );
  const inTitle = findSecrets(textParts(label?.title)).map(finding => ({ ...finding, role: 'user' as const }));
  return [...inTitle, ...inside];
}

function questionParts(parts: readonly Part[]): readonly Part[] {
  return [...parts, ...parts.flatMap(part => (part.type === 'file' ? textParts(part.problems?.join('\n')) : []))];
}

function answerParts({ text, reasoning, error }: Answer): readonly Part[] {
  return textParts(text, reasoning, error?.message, error?.serverMessage);
}

function textParts(...texts: readonly (string | undefined)[]): readonly Part[] {
  return texts.flatMap(text => (text ? [{ type: 'text', text } as const] : []));
}

/** A title that can be part of a file's name. */
export async function titleWithoutSecrets(conversation: Conversation): Promise<string> {
  const { withoutSecrets } = await import('../safety/findings');
  return withoutSecrets(titleOf(conversation));
}

/** The conversation with a hole in the place of everything that `secretsInside` finds. */
export async function withoutSecretsInside(conversation: Conversation): Promise<Conversation> {
  const { withoutSecrets } = await import('../safety/findings');
  return withTextsChanged(conversation, withoutSecrets);
}
