import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ask, never } from '../client/clientSetup';
import { WIRES } from './cases';
import { SOURCES, type Source, saidBy } from './fuzzSources';
import { memoryHttp } from './memoryHttp';
import { commonLength, mutated, mutation } from './mutations';
import { type Outcome, outcomeOf } from './outcome';

/** Always the same, so that what fails here fails everywhere; fast-check prints it, with the way to the failure. */
const SEED = 20261123;
const RUNS = 10_000;

const SOURCE_INDEX = fc.nat(SOURCES.length - 1);
const FRACTIONS = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
const CUTS = fc.oneof({ weight: 9, arbitrary: FRACTIONS }, { weight: 1, arbitrary: fc.constant('everyByte' as const) });

type Ending = 'end' | 'cut';

async function read(source: Source, pieces: readonly Uint8Array[], ending: Ending): Promise<Outcome> {
  const http = memoryHttp({ status: 200, headers: { 'content-type': source.contentType }, pieces, ending });
  // Anything but a ChatError is thrown on, and fails the test.
  const outcome = await outcomeOf(WIRES[source.protocol].chat(http, ask('hi'), never, new Set()));
  assert.equal(http.leaked(), 0, 'the reply was neither read to its end nor left');
  return outcome;
}

/** A body in pieces, cut at these fractions of its length. */
function cutAt(body: Buffer, cuts: readonly number[] | 'everyByte'): readonly Uint8Array[] {
  if (cuts === 'everyByte') return Array.from(body, byte => Uint8Array.of(byte));
  const positions = cuts.map(fraction => Math.floor(fraction * body.length)).sort((left, right) => left - right);
  return [0, ...positions].map((start, index) => body.subarray(start, positions[index] ?? body.length));
}

/** The events that are complete within so many bytes. */
function eventsWithin({ events }: Source, length: number): number {
  let end = 0;
  return events.filter(event => {
    end += event.length;
    return end <= length;
  }).length;
}

/** However damaged, an answer says how it ended; what came before the damage is kept. */
function assertSane(outcome: Outcome, source: Source, body: Buffer): void {
  assert.ok(outcome.failure || outcome.finishes.length === 1, 'it ended without a word');
  assert.ok(outcome.finishes.length <= 1, 'it ended twice');
  assert.ok(outcome.events <= body.length + 10, 'there are more events than bytes');
  if (source.events.length === 1 || source.protocol === 'envelope') return;
  const intact = commonLength(Buffer.concat(source.events), body);
  const { text, reasoning } = saidBy(source, eventsWithin(source, intact));
  assert.ok(outcome.text.startsWith(text), `“${text}” is lost from “${outcome.text}”`);
  assert.ok(outcome.reasoning.startsWith(reasoning), `“${reasoning}” is lost from “${outcome.reasoning}”`);
}

describe('a damaged reply', () => {
  it('that is not damaged says what it says', async () => {
    for (const source of SOURCES) {
      const body = Buffer.concat(source.events);
      const outcome = await read(source, [body], 'end');
      assertSane(outcome, source, body);
      if (source.protocol === 'envelope' || source.events.length === 1) continue;
      const { text, reasoning } = saidBy(source, source.events.length);
      assert.deepEqual([outcome.text, outcome.reasoning], [text, reasoning]);
      assert.ok(text !== '' || reasoning !== '');
    }
  });

  it(`is read as far as it can be, the same in whatever pieces it comes (${RUNS} of them)`, async () => {
    const property = fc.asyncProperty(
      SOURCE_INDEX,
      fc.array(mutation, { maxLength: 4 }),
      CUTS,
      fc.constantFrom<Ending>('end', 'end', 'cut'),
      async (index, mutations, cuts, ending) => {
        const source = SOURCES[index];
        assert.ok(source);
        const body = mutated(source.events, mutations);
        const { events: _many, ...whole } = await read(source, [body], ending);
        const inPieces = await read(source, cutAt(body, cuts), ending);
        assertSane(inPieces, source, body);
        const { events: _more, ...same } = inPieces;
        assert.deepEqual(same, whole, 'the pieces make a difference');
      },
    );
    await fc.assert(property, {
      seed: SEED,
      numRuns: RUNS,
      interruptAfterTimeLimit: 55_000,
      markInterruptAsFailure: true,
    });
  });
});
