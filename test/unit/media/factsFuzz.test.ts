import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { isFact } from '../../../media/facts';
import { reduce } from '../../../media/state';
import type { ViewState } from '../../../src/shared/viewState';
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
const variants = v.object({ number: finite, count: finite, previous: maybeText, next: maybeText });
const chip = { label: v.string(), detail: maybeText, thumbnail: maybeText };
const message = v.variant('role', [
  v.object({
    role: v.literal('user'),
    id: v.string(),
    text: v.string(),
    chips: v.array(v.object(chip)),
    variants: v.optional(variants),
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
    firstSend: maybeText,
    notice: maybeText,
    summary: v.optional(v.object({ short: v.string(), full: v.string() })),
    thoughtSeconds: v.optional(finite),
    canContinue: v.optional(v.boolean()),
    file: v.optional(v.object({ name: v.string(), language: v.string() })),
    variants: v.optional(variants),
    error: v.optional(error),
  }),
]);
const frame = {
  id: v.string(),
  title: v.string(),
  busy: v.boolean(),
  target: v.optional(
    v.object({
      endpoint: v.string(),
      model: v.string(),
      host: v.string(),
      isFirst: v.optional(v.boolean()),
      isUnencrypted: v.optional(v.boolean()),
      place: v.optional(v.string()),
    }),
  ),
  context: v.optional(v.object({ used: finite, window: finite })),
  canUndoDelete: v.boolean(),
  thinkingOpen: v.boolean(),
  notSaved: maybeText,
  attachments: v.array(
    v.object({ ...chip, id: v.string(), kind: v.picklist(['file', 'selection', 'image']), tokens: finite }),
  ),
  sendOn: v.picklist(['enter', 'ctrlEnter']),
  suggestsInline: v.optional(v.boolean()),
  fontSize: finite,
};
const fact = v.variant('type', [
  v.object({ type: v.literal('state'), state: v.object({ ...frame, messages: v.array(message) }), draft: maybeText }),
  v.object({ type: v.literal('frame'), frame: v.object(frame) }),
  v.object({ type: v.literal('delta'), id: v.string(), text: v.string(), reasoning: v.string() }),
  v.object({ type: v.literal('progress'), id: v.string(), progress }),
  v.object({ type: v.literal('message'), message }),
  v.object({ type: v.literal('restoreDraft'), text: v.string() }),
  v.object({ type: v.literal('focusComposer') }),
  v.object({ type: v.literal('composerNotice'), text: v.string() }),
  v.object({ type: v.literal('confirmSend'), findings: v.array(v.string()) }),
  v.object({ type: v.literal('confirmEdit'), id: v.string(), findings: v.array(v.string()) }),
  v.object({
    type: v.literal('suggestions'),
    trigger: v.picklist(['/', '#', '@']),
    query: v.string(),
    items: v.array(
      v.object({
        id: v.string(),
        icon: v.picklist(['lightbulb', 'tools', 'beaker', 'book', 'file', 'selection']),
        label: v.string(),
        detail: v.string(),
      }),
    ),
  }),
  v.object({ type: v.literal('shrinkImage'), id: v.string(), name: v.string(), data: v.string(), isLast: v.boolean() }),
]);

const waiting = { phase: 'retry', seconds: 8, attempt: 2, attempts: 3, reason: 'busy' };
const answer = {
  ...{ role: 'assistant', id: 'a', model: 'm', endpoint: 'e', text: 't', reasoning: 'r', status: 'streaming' },
  ...{ progress: waiting, notice: 'n', summary: { short: 's', full: 'f' } },
  ...{ thoughtSeconds: 4, canContinue: true, file: { name: 'a.ts', language: 'typescript' } },
  variants: { number: 2, count: 3, previous: 'p', next: 'x' },
  error: { title: 'T', serverMessage: 'S', request: 'R', remedies: [{ remedy: 'retry', label: 'Retry' }] },
} as const;
const chipShown = { label: 'l', detail: 'd', thumbnail: 'data:image/png;base64,AA==' } as const;
const shown = {
  ...{ id: 'c', title: 'T', busy: true, notSaved: 'why', fontSize: 13 },
  sendOn: 'enter',
  ...{ canUndoDelete: true, thinkingOpen: false, context: { used: 1, window: 2 } },
  attachments: [{ ...chipShown, id: 'x', kind: 'image', tokens: 9 }],
} as const satisfies Omit<ViewState, 'messages'>;
const target = { endpoint: 'e', model: 'm', host: 'h', isFirst: true, place: 'p' };
const question = { role: 'user', id: 'q', text: 't', chips: [chipShown] } as const;
const samples: readonly unknown[] = [
  { type: 'state', state: { ...shown, target, messages: [question, answer] } },
  { type: 'frame', frame: { ...shown, target } },
  { type: 'delta', id: 'a', text: 't', reasoning: 'r' },
  { type: 'progress', id: 'a', progress: waiting },
  { type: 'message', message: answer },
  { type: 'message', message: question },
  { type: 'restoreDraft', text: 't' },
  { type: 'focusComposer' },
  { type: 'composerNotice', text: 't' },
  { type: 'confirmSend', findings: ['f'] },
  { type: 'confirmEdit', id: 'q', findings: ['f'] },
  { type: 'suggestions', trigger: '#', query: 'q', items: [{ id: 'i', icon: 'file', label: 'l', detail: 'd' }] },
  { type: 'shrinkImage', id: 'i', name: 'n', data: 'AA==', isLast: true },
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

describe('What the host posts', () => {
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
