import fc from 'fast-check';

/** Places are fractions, so that one mutation fits bodies of every length. */
export type Mutation =
  | { readonly type: 'flip'; readonly at: number; readonly bit: number }
  | { readonly type: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly type: 'delete' | 'duplicate'; readonly at: number; readonly length: number }
  | { readonly type: 'truncate'; readonly at: number }
  | { readonly type: 'swapEvents' | 'duplicateEvent'; readonly at: number; readonly to: number };

/** What means something to a reader of streams, in places where it should not be. */
const WORDS = [
  ...['\n', '\r', '\r\n', '\n\n', 'data: ', 'data:', ': ', 'event: error\n', 'error: {"message":"x"}\n\n', 'id: 1\n'],
  ...['"', '\\', '{', '}', '[', ']', ',', 'null', '1e999', '\\u0000', '"__proto__":', '[DONE]', 'data: [DONE]\n\n'],
  ...[
    '<think>',
    '</think>',
    '<',
    '\uFEFF',
    '<html>',
    '{"error":"x"}',
    'data: {"choices":[{"delta":{"content":"!"}}]}\n\n',
  ],
].map(word => Buffer.from(word));

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ type: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  fc.record({ type: fc.constant('insert' as const), at: place, bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ type: fc.constant('insert' as const), at: place, bytes: fc.constantFrom(...WORDS) }),
  fc.record({
    type: fc.constantFrom('delete' as const, 'duplicate' as const),
    at: place,
    length: fc.integer({ min: 1, max: 100 }),
  }),
  fc.record({ type: fc.constant('truncate' as const), at: place }),
  fc.record({ type: fc.constantFrom('swapEvents' as const, 'duplicateEvent' as const), at: place, to: place }),
);

/** The body of a reply after these mutations: those of events first, as bytes cannot tell where events were. */
export function mutated(events: readonly Buffer[], mutations: readonly Mutation[]): Buffer {
  const moved = mutations.reduce(mutateEvents, events);
  return mutations.reduce(mutateBytes, Buffer.concat(moved));
}

function mutateEvents(events: readonly Buffer[], mutation: Mutation): readonly Buffer[] {
  if (mutation.type !== 'swapEvents' && mutation.type !== 'duplicateEvent') return events;
  const from = Math.floor(mutation.at * events.length);
  const to = Math.floor(mutation.to * events.length);
  const taken = events.slice(from, from + 1);
  if (mutation.type === 'duplicateEvent') return events.toSpliced(to, 0, ...taken);
  return events.with(from, events[to] ?? Buffer.alloc(0)).with(to, taken[0] ?? Buffer.alloc(0));
}

function mutateBytes(bytes: Buffer, mutation: Mutation): Buffer {
  const at = Math.floor(mutation.at * bytes.length);
  const before = bytes.subarray(0, at);
  switch (mutation.type) {
    case 'flip':
      return Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ (1 << mutation.bit) : byte)));
    case 'insert':
      return Buffer.concat([before, mutation.bytes, bytes.subarray(at)]);
    case 'delete':
      return Buffer.concat([before, bytes.subarray(at + mutation.length)]);
    case 'duplicate':
      return Buffer.concat([before, bytes.subarray(at, at + mutation.length), bytes.subarray(at)]);
    case 'truncate':
      return before;
    default:
      return bytes;
  }
}

/** How many bytes at the beginning are the same. */
export function commonLength(left: Buffer, right: Buffer): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) if (left[index] !== right[index]) return index;
  return length;
}
