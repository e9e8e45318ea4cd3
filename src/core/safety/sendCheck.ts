import { createHash } from 'node:crypto';
import type { FilePart, Part } from '../chat';
import type { SecretFinding } from './secretScan';

/** Characters that nobody sees but the model (row S20). */
export interface HiddenFinding {
  readonly kind: 'hidden';
  readonly count: number;
  /** The file that goes along; absent for the words of the message. */
  readonly file?: string;
  /** One-based: the line of the first of them. */
  readonly line: number;
}

/** What is asked about before it is sent. */
export type Finding = SecretFinding | HiddenFinding;

/** A finding in the user's language; it may take a file to say it. */
export type FindingWords = (finding: Finding) => string | Promise<string>;

/** Asks about what is found in a message, once: what the user was shown and confirmed is sent. */
export interface SendCheck {
  /**
   * What has to be asked about, in words; empty where the parts can be sent.
   *
   * @param subject what the question is about: the message box, or the question that is edited
   * @param confirmed whether the user has agreed to what was shown last. It is agreed to that alone: since then the selection
   * that a slash command takes may be another one, words may have been typed, and another endpoint chosen.
   * @param more what else has to be asked about, in words
   */
  findings(
    subject: string,
    parts: readonly Part[],
    confirmed: boolean,
    more?: readonly string[],
  ): Promise<readonly string[]>;
}

/** What was shown, and is agreed to by a confirmation that follows. */
interface Shown {
  readonly host: string;
  readonly findings: ReadonlySet<string>;
  /** The texts that went along, as `keyOf` names them. */
  readonly along: readonly string[];
}

/**
 * @param host where the message goes: what may be sent to one is not meant for another
 * @param along what goes along with every message unseen. Each text is asked about once for each host.
 */
export function createSendCheck(
  words: FindingWords,
  host: () => string,
  along: () => Promise<readonly FilePart[]> = async () => [],
): SendCheck {
  const shown = new Map<string, Shown>();
  /** Texts that went along, and are known to be free of findings or were agreed to. */
  const settled = new Set<string>();
  const inWords = async (parts: readonly Part[]): Promise<readonly string[]> =>
    Promise.all((await findingsIn(parts)).map(words));
  return {
    async findings(subject, parts, confirmed, more = []) {
      const before = confirmed ? shown.get(subject) : undefined;
      const to = host();
      const unsettled = (await along()).filter(part => !settled.has(keyOf(part, to)));
      const found = [...more, ...(await inWords(parts))];
      const foundAlong = await inWords(unsettled);
      const findings = [...found, ...foundAlong];
      const keys = unsettled.map(part => keyOf(part, to));
      const isKnown = (finding: string): boolean => before?.host === to && before.findings.has(finding);
      // Another text may have another secret in the same line.
      const isSame = foundAlong.length === 0 || keys.every(key => before?.along.includes(key));
      shown.delete(subject);
      if (isSame && findings.every(isKnown)) {
        for (const key of keys) settled.add(key);
        return [];
      }
      shown.set(subject, { host: to, findings: new Set(findings), along: keys });
      return findings;
    },
  };
}

function keyOf({ name, text }: FilePart, host: string): string {
  return createHash('sha256')
    .update(JSON.stringify([host, name, text]))
    .digest('base64url');
}

/** What in these parts has to be asked about. What looks for it is a file of its own, loaded with the first message. */
export async function findingsIn(parts: readonly Part[]): Promise<readonly Finding[]> {
  const { findingsOf } = await import('./findings');
  return findingsOf(parts);
}
