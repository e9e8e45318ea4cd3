import * as fc from 'fast-check';
import type { Part } from '../../../../src/core/chat';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import type { ChatErrorDetails } from '../../../../src/core/errors';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const time = fc.integer({ min: 0, max: 2 ** 45 });
const tokens = fc.nat(100_000);
const pixels = fc.uint8Array({ minLength: 1, maxLength: 40 }).map(bytes => Buffer.from(bytes).toString('base64'));

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text }),
  fc.record(
    {
      type: fc.constant('file' as const),
      name: text,
      language: text,
      text,
      lines: fc.tuple(fc.nat(), fc.nat()),
      problems: fc.array(text, { maxLength: 3 }),
      context: fc.record({ kind: fc.constant('changes' as const), label: text, detail: text }),
    },
    { requiredKeys: ['type', 'name', 'language', 'text'] },
  ),
  fc.record(
    {
      type: fc.constant('image' as const),
      name: text,
      mediaType: fc.constantFrom('image/png' as const, 'image/webp' as const),
      data: pixels,
      thumbnail: pixels.map(data => `data:image/webp;base64,${data}`),
    },
    { requiredKeys: ['type', 'name', 'mediaType', 'data'] },
  ),
);

const error: fc.Arbitrary<ChatErrorDetails> = fc.record(
  {
    kind: fc.constantFrom('unauthorized' as const, 'timeout' as const, 'server' as const),
    message: text,
    status: fc.nat(599),
    serverMessage: text,
    request: text,
    code: text,
    fault: fc.constant('dns' as const),
    limit: fc.record({ phase: fc.constant('idle' as const), seconds: fc.nat(900) }),
    retryAfterSeconds: fc.nat(90),
    withoutToken: fc.boolean(),
    holdsSecret: fc.constant(true as const),
    proxy: text,
  },
  { requiredKeys: ['kind', 'message'] },
);

/** What somebody does; the numbers choose which message it is about. */
type Step = (conversation: Conversation, newId: string) => readonly ConversationRecord[];

function someEntry({ entries, aside }: Conversation, choice: number): string {
  const all = [...entries, ...aside];
  return all[choice % Math.max(1, all.length)]?.id ?? 'nothing';
}

const ask = fc
  .record({
    parts: fc.array(part, { maxLength: 3 }),
    beside: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(
    ({ parts, beside }): Step =>
      (conversation, id) => {
        const after =
          beside === undefined ? undefined : conversation.branches.follows.get(someEntry(conversation, beside));
        return [{ type: 'question', id, parts, ...(after === undefined ? {} : { after }) }];
      },
  );

const answer = fc
  .record({
    endpoint: text,
    model: text,
    at: time,
    pieces: fc.array(fc.record({ text, reasoning: text, at: time }), { maxLength: 4 }),
    usage: fc.option(fc.record({ inputTokens: tokens, outputTokens: tokens }, { requiredKeys: [] })),
    firstSend: fc.option(fc.record({ host: text, bytes: tokens, tokens })),
    ending: fc.constantFrom('stop', 'length', 'other', 'stopped', 'interrupted', 'failed', 'continued'),
    error,
    word: text,
    beside: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(
    ({ endpoint, model, at, pieces, usage, firstSend, ending, error: failure, word, beside }): Step =>
      (conversation, id) => {
        const after =
          beside === undefined ? undefined : conversation.branches.follows.get(someEntry(conversation, beside));
        const outcome =
          ending === 'failed'
            ? ({ status: 'failed', error: failure } as const)
            : ending === 'stopped' || ending === 'interrupted' || ending === 'continued'
              ? ({ status: ending === 'continued' ? 'interrupted' : ending } as const)
              : ({
                  status: 'complete',
                  finishReason: ending === 'stop' ? 'stop' : ending === 'length' ? 'length' : 'other',
                  ...(ending === 'other' ? { finishWord: word } : {}),
                } as const);
        const more: readonly ConversationRecord[] =
          ending === 'continued'
            ? [
                { type: 'continued', id, at },
                { type: 'ended', id, at, outcome },
              ]
            : [];
        return [
          { type: 'target', endpoint, model },
          { type: 'asked', id, endpoint, model, at, ...(after === undefined ? {} : { after }) },
          ...(firstSend ? [{ type: 'firstSend', id, firstSend } as const] : []),
          ...pieces.map(piece => ({ type: 'delta', id, ...piece }) as const),
          ...(usage ? [{ type: 'usage', id, usage } as const] : []),
          { type: 'ended', id, at, outcome },
          ...more,
        ];
      },
  );

const rearrange = fc
  .record({ type: fc.constantFrom('chosen' as const, 'withdrawn' as const, 'restored' as const), choice: fc.nat() })
  .map(
    ({ type, choice }): Step =>
      conversation => [{ type, id: someEntry(conversation, choice) }],
  );

const label = fc.option(
  fc.record(
    { title: fc.constantFrom('A name', 'Ein “Titel”', '# 题目'), pinned: fc.constant(true) },
    { requiredKeys: [] },
  ),
);

/** Conversations with every kind of message, variants, and deleted turns. */
export const anyConversation: fc.Arbitrary<Conversation> = fc
  .record({ createdAt: time, first: ask, steps: fc.array(fc.oneof(ask, answer, rearrange), { maxLength: 12 }), label })
  .map(({ createdAt, first, steps, label: given }) => {
    let conversation = emptyConversation('original', createdAt);
    for (const [index, step] of [first, ...steps].entries())
      for (const record of step(conversation, `m${index}`)) conversation = apply(conversation, record);
    // As plain objects, which these are not.
    return structuredClone(given && Object.keys(given).length > 0 ? { ...conversation, label: given } : conversation);
  });
