import * as v from 'valibot';
import type { ChatErrorKind, NetworkFault } from '../errors';
import { cleanTitle } from '../titles/titleText';

// What a file may say that an import takes. Everything else in it is left where it is: it is never looked at.

/** The last millisecond that a date can be. */
const LATEST = 8.64e15;

const text = v.string();
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
/** As the page takes one, and no name that an object has by itself. */
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w-]{0,99}$/));
const base64 = v.pipe(v.string(), v.nonEmpty(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
/** The page shows it; an address would be a request to somebody. */
const picture = v.pipe(
  v.string(),
  v.maxLength(64 * 1024),
  v.regex(/^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/),
);

const part = v.variant('type', [
  v.object({ type: v.literal('text'), text }),
  v.object({
    type: v.literal('file'),
    name: text,
    language: text,
    text,
    lines: v.exactOptional(v.tuple([count, count])),
    problems: v.exactOptional(v.array(text)),
    context: v.exactOptional(
      v.object({
        kind: v.picklist(['folder', 'problems', 'changes', 'terminal', 'symbol']),
        label: text,
        detail: v.exactOptional(text),
      }),
    ),
  }),
  v.object({
    type: v.literal('image'),
    name: text,
    mediaType: v.picklist(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
    data: base64,
    thumbnail: v.exactOptional(picture),
  }),
]);

const KINDS = [
  ...(['config', 'unauthorized', 'notFound', 'rateLimited', 'tooLong', 'server'] as const),
  ...(['network', 'timeout', 'protocol', 'truncated', 'internal'] as const),
] satisfies ChatErrorKind[];
const FAULTS = ['offline', 'dns', 'refused', 'unreachable', 'tls', 'proxy', 'reset'] as const satisfies NetworkFault[];

/** Without what a button would act on: no file of somebody else's changes an address, or says for whom a token is. */
const error = v.object({
  kind: v.picklist(KINDS),
  message: text,
  status: v.exactOptional(count),
  serverMessage: v.exactOptional(text),
  request: v.exactOptional(text),
  code: v.exactOptional(text),
  fault: v.exactOptional(v.picklist(FAULTS)),
  limit: v.exactOptional(v.object({ phase: v.picklist(['connect', 'firstByte', 'idle']), seconds: count })),
  retryAfterSeconds: v.exactOptional(count),
  withoutToken: v.exactOptional(v.boolean()),
  holdsSecret: v.exactOptional(v.literal(true)),
  proxy: v.exactOptional(text),
});

const after = v.union([v.literal(''), id]);

const entry = v.variant('role', [
  v.object({ role: v.literal('user'), id, after, parts: v.array(part) }),
  v.object({
    role: v.literal('assistant'),
    id,
    after,
    endpoint: text,
    model: text,
    text,
    reasoning: text,
    status: v.picklist(['waiting', 'streaming', 'complete', 'stopped', 'interrupted', 'failed']),
    askedAt: time,
    firstThoughtAt: v.exactOptional(time),
    thoughtUntil: v.exactOptional(time),
    firstTextAt: v.exactOptional(time),
    endedAt: v.exactOptional(time),
    finishReason: v.exactOptional(v.picklist(['stop', 'length', 'contentFilter', 'toolCalls', 'other'])),
    finishWord: v.exactOptional(text),
    usage: v.exactOptional(v.object({ inputTokens: v.exactOptional(count), outputTokens: v.exactOptional(count) })),
    firstSend: v.exactOptional(v.object({ host: text, bytes: count, tokens: count })),
    earlierTokens: v.exactOptional(count),
    error: v.exactOptional(error),
  }),
]);

/** Version 1. An empty conversation is none. */
export const exportSchema = v.object({
  createdAt: time,
  label: v.exactOptional(
    v.object({
      title: v.exactOptional(v.pipe(text, v.transform(cleanTitle))),
      pinned: v.exactOptional(v.boolean()),
    }),
  ),
  target: v.exactOptional(v.object({ endpoint: text, model: text })),
  entries: v.pipe(v.array(entry), v.nonEmpty()),
  chosen: v.array(v.string()),
  /** An export has nothing that was deleted; what others have written may. */
  hidden: v.exactOptional(v.array(v.string()), []),
});

/** What was read, field by field. That ids are there once, and that nothing follows in a circle, is still to be checked. */
export type ExportedData = v.InferOutput<typeof exportSchema>;
