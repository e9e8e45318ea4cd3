import * as v from 'valibot';
import type { Remedy, ToHost } from '../shared/protocol';

/** Characters of one message from the page; more than anyone types, and room for a pasted file. */
const MAX_TEXT = 1024 * 1024;

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
  v.object({ type: v.literal('openLink'), url: v.pipe(v.string(), v.maxLength(8192)) }),
  v.object({ type: v.literal('copy'), text }),
  v.object({ type: v.literal('insertCode'), text }),
  v.object({ type: v.literal('applyCode'), id: v.pipe(v.string(), v.maxLength(64)), text }),
  v.object({ type: v.literal('newFile'), text, language: v.pipe(v.string(), v.maxLength(64)) }),
]);

/** An intent of the page, or undefined: the page shows what models write and is not trusted. */
export function parseToHost(message: unknown): ToHost | undefined {
  const parsed = v.safeParse(intent, message);
  return parsed.success ? parsed.output : undefined;
}
