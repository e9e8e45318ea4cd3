import * as v from 'valibot';
import type { Remedy, ToHost } from '../shared/protocol';

/** Characters of one message from the page; more than anyone types, and room for a pasted file. */
const MAX_TEXT = 1024 * 1024;

/** Characters of a whole message: a text and the names around it. */
const MAX_MESSAGE = MAX_TEXT + 1024;

/** The addresses that may be opened; others could run commands or read files (row S13). */
const CLICKABLE = /^(?:https?:\/\/|mailto:)/i;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const REMEDIES = [
  'setToken',
  'chooseModel',
  'addEndpoint',
  'openSettings',
  'openProxySettings',
  'retry',
  'showLog',
  'checkConnection',
  'useAddress',
  'allowPlainHttp',
] as const satisfies Remedy[];

const intent = v.variant('type', [
  v.object({ type: v.picklist(['ready', 'typing', 'stop', 'newConversation', 'chooseModel', 'regenerate']) }),
  v.object({ type: v.literal('send'), text: v.pipe(text, v.nonEmpty()) }),
  v.object({ type: v.literal('remedy'), remedy: v.picklist(REMEDIES) }),
  v.object({ type: v.literal('openLink'), url: v.pipe(v.string(), v.maxLength(8192), v.regex(CLICKABLE)) }),
  v.object({ type: v.literal('copy'), text }),
]);

/** An intent of the page, or undefined: the page shows what models write and is not trusted. */
export function parseToHost(message: unknown): ToHost | undefined {
  if (weightOf(message, MAX_MESSAGE) > MAX_MESSAGE) return undefined;
  const parsed = v.safeParse(intent, message);
  return parsed.success ? parsed.output : undefined;
}

/** About the characters of a message, counted until it is clear that they are too many. */
function weightOf(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let weight = 1;
  for (const [key, inner] of Object.entries(value)) {
    weight += key.length + weightOf(inner, most - weight);
    if (weight > most) break;
  }
  return weight;
}
