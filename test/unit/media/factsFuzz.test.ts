import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { isFact } from '../../../media/facts';
import { reduce } from '../../../media/state';
import type { ViewState } from '../../../src/shared/protocol';
import { hostileValue, mutationsOf } from '../../support/hostileMessages';

/** Always the same, so that what fails here fails everywhere; fast-check prints it, with the way to the failure. */
const SEED = 20261126;
const RUNS = 10_000;

// Said a second time, with a library, what the page relies on.
const maybeText = v.optional(v.string());
const finite = v.pipe(v.number(), v.finite());
const progress = v.variant('phase', [
  v.object({ phase: v.picklist(['connecting', 'waiting', 'silent']), seconds: finite }),
  v.object({ phase: v.literal('retry'), seconds: finite, attempt: finite, attempts: finite, reason: v.string() }),
]);
const error = v.object({
  title: v.string(),
  serverMessage: maybeText,
  request: maybeText,
  remedies: v.array(v.object({ remedy: v.string(), label: v.string() })),
});
const message = v.variant('role', [
  v.object({
    role: v.literal('user'),
    id: v.string(),
    text: v.string(),
    chips: v.array(v.object({ label: v.string(), detail: maybeText })),
  }),
  v.object({
    role: v.literal('assistant'),
    id: v.string(),
    text: v.string(),
    model: v.string(),
    endpoint: v.string(),
    reasoning: v.string(),
    status: v.picklist(['waiting', 'streaming', 'complete', 'stopped', 'interrupted', 'failed']),
    progress: v.optional(progress),
    notice: maybeText,
    summary: maybeText,
    error: v.optional(error),
  }),
]);
const frame = {
  title: v.string(),
  busy: v.boolean(),
  target: v.optional(v.object({ endpoint: v.string(), model: v.string(), host: v.string() })),
  notSaved: maybeText,
  sendOn: v.picklist(['enter', 'ctrlEnter']),
  fontSize: finite,
};
const fact = v.variant('type', [
  v.object({ type: v.literal('state'), state: v.object({ ...frame, messages: v.array(message) }) }),
  v.object({ type: v.literal('frame'), frame: v.object(frame) }),
  v.object({ type: v.literal('delta'), id: v.string(), text: v.string(), reasoning: v.string() }),
  v.object({ type: v.literal('progress'), id: v.string(), progress }),
  v.object({ type: v.literal('message'), message }),
  v.object({ type: v.literal('restoreDraft'), text: v.string() }),
  v.object({ type: v.literal('focusComposer') }),
]);

const waiting = { phase: 'retry', seconds: 8, attempt: 2, attempts: 3, reason: 'busy' };
const answer = {
  ...{ role: 'assistant', id: 'a', model: 'm', endpoint: 'e', text: 't', reasoning: 'r', status: 'streaming' },
  ...{ progress: waiting, notice: 'n', summary: 's' },
  error: { title: 'T', serverMessage: 'S', request: 'R', remedies: [{ remedy: 'retry', label: 'Retry' }] },
} as const;
const shown = { title: 'T', busy: true, notSaved: 'why', sendOn: 'enter', fontSize: 13 } as const;
const target = { endpoint: 'e', model: 'm', host: 'h' };
const question = { role: 'user', id: 'q', text: 't', chips: [{ label: 'l', detail: 'd' }] } as const;
const samples: readonly unknown[] = [
  { type: 'state', state: { ...shown, target, messages: [question, answer] } },
  { type: 'frame', frame: { ...shown, target } },
  { type: 'delta', id: 'a', text: 't', reasoning: 'r' },
  { type: 'progress', id: 'a', progress: waiting },
  { type: 'message', message: answer },
  { type: 'message', message: question },
  { type: 'restoreDraft', text: 't' },
  { type: 'focusComposer' },
];

const before: ViewState = { ...shown, target, messages: [question] };

/** What is taken for a fact is one, and the page can do something with it. */
function assertFact(value: unknown): boolean {
  if (!isFact(value)) return false;
  assert.equal(v.safeParse(fact, value).success, true, 'it is not what the page relies on');
  reduce(undefined, value);
  reduce(reduce(before, value), value);
  return true;
}

describe('What the host posts', function () {
  this.timeout(60_000);

  it(`never throws and never passes unchecked, in ${RUNS} messages of any kind`, () => {
    fc.assert(
      fc.property(hostileValue, value => void assertFact(value)),
      { seed: SEED, numRuns: RUNS },
    );
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it(`never throws and never passes unchecked, in ${RUNS} facts with something wrong in them`, () => {
    let passed = 0;
    const property = fc.property(mutationsOf(samples), value => {
      if (assertFact(value)) passed++;
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
    assert(passed > 100 && passed < RUNS, `${passed} were still facts`);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});
