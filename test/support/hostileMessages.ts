// Messages that nobody who means well would post: for the checks at the door between host and page.
import fc from 'fast-check';

const words = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'type', 'length'),
  fc.constantFrom(
    'workbench.action.quit',
    'state',
    'send',
    'stop',
    'setToken',
    '<img src=x onerror=alert(1)>',
    '\0',
    '\uD800',
  ),
);

/** Any value that can be posted, and some that cannot. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.anything({
      key: words,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withBigInt: true,
      withSparseArray: true,
    }),
  },
  { weight: 1, arbitrary: words },
  // As JSON makes it: `__proto__` is a key of its own.
  { weight: 1, arbitrary: fc.json().map((text): unknown => JSON.parse(text)) },
  {
    weight: 1,
    arbitrary: fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
  },
);

/** The samples with up to three values in them, at any depth, left out, added or replaced. */
export function mutationsOf(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    where: fc.array(fc.nat(7), { maxLength: 5 }),
    key: words,
    value: hostileValue,
    how: fc.nat(3),
  });
  return fc.tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 3 })).map(([sample, changes]) => {
    let mutated: unknown = structuredClone(sample);
    for (const { where, key, value, how } of changes) mutated = changed(mutated, where, key, value, how);
    return mutated;
  });
}

function changed(node: unknown, where: readonly number[], key: string, value: unknown, how: number): unknown {
  if (typeof node !== 'object' || node === null) return value;
  const copy: unknown[] | Record<string, unknown> = Array.isArray(node) ? [...node] : { ...node };
  const keys = Object.keys(copy);
  const [step = 0, ...rest] = where;
  const chosen = keys[step % Math.max(1, keys.length)];
  if (chosen !== undefined && rest.length > 0)
    set(copy, chosen, changed(Reflect.get(copy, chosen), rest, key, value, how));
  else if (how === 0 && chosen !== undefined) Reflect.deleteProperty(copy, chosen);
  else if (how === 1) set(copy, key, value);
  else if (chosen !== undefined) set(copy, chosen, value);
  return copy;
}

/** Also where the key is `__proto__`, which plain assignment would take for the prototype. */
function set(target: object, key: string, value: unknown): void {
  if (Array.isArray(target) && key === 'length') return;
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
