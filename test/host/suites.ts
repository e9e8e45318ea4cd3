import type { Place } from './bundles';
import type { VSCodeAge } from './cache';

export interface Suite {
  /** Also the folder of `test` that its `*.test.ts` files are in, unless another is named. */
  readonly name: string;
  readonly folder?: string;
  readonly where: Place;
  /** Of the VS Code that it runs in; none where it needs none. */
  readonly age?: VSCodeAge;
  /** The extension is installed from a VSIX, as users get it. */
  readonly packaged?: true;
  /** Only the tests that have this in their title. */
  readonly only?: string;
  /** Milliseconds for each test: a guard against what hangs, no measure. A busy machine takes long for nothing at all. */
  readonly timeout: number;
  /** Its files are dealt out to so many processes, so that every core has something to do until the end. */
  readonly parts?: number;
  /** Left out when no suite is named: it takes minutes for what seldom breaks. `.ci/run` has those that every change must pass. */
  readonly onlyWhenNamed?: true;
}

export const suites: readonly Suite[] = [
  // What takes longest begins first: what is left at the end is short, and every core has something to do until then.
  { name: 'host', where: 'browser', timeout: 600_000, age: 'newest', parts: 11 },
  { name: 'integration', where: 'extensionHost', timeout: 180_000, age: 'newest', parts: 2 },
  { name: 'page', where: 'browser', timeout: 180_000, parts: 3 },
  { name: 'unit', where: 'node', timeout: 120_000, parts: 3 },
  {
    name: 'oldestHost',
    folder: 'host',
    where: 'browser',
    timeout: 600_000,
    age: 'oldest',
    only: 'openai protocol',
    onlyWhenNamed: true,
  },
  {
    name: 'oldestIntegration',
    folder: 'integration',
    where: 'extensionHost',
    timeout: 180_000,
    age: 'oldest',
    parts: 2,
    onlyWhenNamed: true,
  },
  {
    name: 'packagedHost',
    folder: 'host',
    where: 'browser',
    timeout: 600_000,
    age: 'newest',
    packaged: true,
    only: 'openai protocol',
    onlyWhenNamed: true,
  },
  { name: 'durability', where: 'node', timeout: 3_600_000, onlyWhenNamed: true },
  { name: 'slow', where: 'browser', timeout: 420_000, age: 'newest', onlyWhenNamed: true },
];
