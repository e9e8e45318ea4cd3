import * as v from 'valibot';
import type { AttachProblem, Starter, ToHost } from '../../shared/protocol';
import type { Remedy } from '../../shared/viewState';

/** Characters of one message from the page; more than anyone types, and room for a pasted file. */
const MAX_TEXT = 1024 * 1024;
/** Characters of the small picture of an image, which goes into every state of the page. */
const MAX_THUMBNAIL = 32 * 1024;

/** Characters of a whole message: a text and the names around it. */
const MAX_MESSAGE = MAX_TEXT + 1024;

/** Things that are dropped at once: more than can go along. */
const MAX_URIS = 100;

/** The addresses that may be opened; others could run commands or read files (row S13). */
const CLICKABLE = /^(?:https?:\/\/|mailto:)/i;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
/** Of a message. */
const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(100));
/** A file's name and no path: the page shows it, and the model reads it. */
const name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(255), v.regex(/^[^/\\\p{Cc}]+$/u));
const dataUrl = v.pipe(v.string(), v.regex(/^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/));
const image = v.pipe(dataUrl, v.maxLength(MAX_TEXT - MAX_THUMBNAIL));
const thumbnail = v.pipe(dataUrl, v.maxLength(MAX_THUMBNAIL));
/** Of something in VS Code. Which of them may go along is for those to say who know the workspace. */
const uri = v.pipe(v.string(), v.maxLength(4096), v.regex(/^[a-z][a-z\d+.-]*:/i));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384));
const PROBLEMS = ['binary', 'tooLarge', 'unreadable'] as const satisfies AttachProblem[];
const STARTERS = ['explain', 'findBug', 'describeChanges'] as const satisfies Starter[];
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
  'sendWithoutToken',
  'keyringHelp',
] as const satisfies Remedy[];

const intent = v.variant('type', [
  v.object({
    type: v.picklist([
      'ready',
      'focused',
      'typing',
      'stop',
      'newConversation',
      'chooseModel',
      'regenerate',
      'getStarted',
      'continue',
      'undoDelete',
      'attach',
      'closeHistory',
      'undoDeleteConversation',
      'openHistorySetting',
      'conversationMenu',
    ]),
  }),
  v.object({ type: v.literal('edit'), id, text: v.pipe(text, v.nonEmpty()), confirmed: v.optional(v.literal(true)) }),
  v.object({ type: v.literal('starter'), starter: v.picklist(STARTERS) }),
  v.object({ type: v.picklist(['showVariant', 'deleteTurn', 'deleteConversation']), id }),
  v.object({ type: v.literal('keepThinkingOpen'), open: v.boolean() }),
  v.object({ type: v.literal('send'), text, confirmed: v.optional(v.literal(true)) }),
  v.object({ type: v.literal('draft'), text, id: v.optional(id) }),
  v.object({
    type: v.literal('suggest'),
    trigger: v.picklist(['/', '#', '@']),
    query: v.pipe(v.string(), v.maxLength(200)),
  }),
  v.object({ type: v.picklist(['mention', 'detach']), id: v.pipe(v.string(), v.maxLength(200)) }),
  v.object({ type: v.literal('attachUris'), uris: v.pipe(v.array(uri), v.nonEmpty(), v.maxLength(MAX_URIS)) }),
  v.object({ type: v.literal('attachText'), name, text, id: v.optional(id) }),
  v.object({
    type: v.literal('attachImage'),
    name,
    image,
    thumbnail,
    width: pixels,
    height: pixels,
    id: v.optional(id),
  }),
  v.object({
    type: v.literal('cannotAttach'),
    name,
    reason: v.picklist(PROBLEMS),
    bytes: v.pipe(v.number(), v.minValue(0)),
    id: v.optional(id),
  }),
  v.object({
    type: v.literal('showHistory'),
    query: v.pipe(v.string(), v.maxLength(200)),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  }),
  v.object({ type: v.literal('openConversation'), id, toSide: v.optional(v.boolean()) }),
  v.object({ type: v.literal('renameConversation'), id, title: v.pipe(v.string(), v.maxLength(1000)) }),
  v.object({ type: v.literal('pinConversation'), id, pinned: v.boolean() }),
  v.object({ type: v.literal('remedy'), remedy: v.picklist(REMEDIES), id: v.optional(id) }),
  v.object({ type: v.literal('openLink'), url: v.pipe(v.string(), v.maxLength(8192), v.regex(CLICKABLE)) }),
  v.object({ type: v.literal('copy'), text }),
  v.object({ type: v.literal('insertCode'), text }),
  v.object({ type: v.literal('applyCode'), id: v.pipe(v.string(), v.maxLength(64)), text }),
  v.object({ type: v.literal('newFile'), text, language: v.pipe(v.string(), v.maxLength(64)) }),
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
