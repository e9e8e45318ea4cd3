import assert from 'node:assert/strict';
import { isFact } from '../../../media/facts';
import type { ToPage } from '../../../src/shared/protocol';
import type { Remedy, ViewAnswer, ViewProgress, ViewState } from '../../../src/shared/viewState';

const waiting: ViewProgress = { phase: 'waiting', seconds: 3 };
const retry: ViewProgress = { phase: 'retry', seconds: 8, attempt: 2, attempts: 3, reason: 'busy' };
const answer: ViewAnswer = {
  role: 'assistant',
  id: 'a',
  model: 'm',
  endpoint: 'e',
  text: 't',
  reasoning: 'r',
  status: 'failed',
  progress: retry,
  firstSend: 'f',
  notice: 'n',
  summary: { short: 's', full: 'f' },
  thoughtSeconds: 4,
  canContinue: true,
  variants: { number: 2, count: 3, previous: 'p', next: 'x' },
  error: { title: 'T', serverMessage: 'S', request: 'R', remedies: [{ remedy: 'retry', label: 'Retry' }] },
};
const state: ViewState = {
  id: 'c',
  title: 'T',
  messages: [
    {
      role: 'user',
      id: 'u',
      text: 't',
      chips: [
        { label: 'l' },
        { label: 'l', detail: 'd', language: 'g', problems: ['p'], thumbnail: 'data:image/jpeg;base64,AA==' },
      ],
    },
    answer,
  ],
  busy: false,
  target: { endpoint: 'e', model: 'm', host: 'h', isFirst: true, isUnencrypted: true, place: 'p' },
  context: { used: 10, window: 100 },
  canUndoDelete: true,
  thinkingOpen: false,
  notSaved: 'why',
  attachments: [
    { id: '1', kind: 'selection', label: 'l', detail: 'd', tokens: 12 },
    { id: '2', kind: 'image', label: 'l', thumbnail: 'data:image/png;base64,AA==', tokens: 100 },
  ],
  sendOn: 'ctrlEnter',
  fontSize: 15,
};
const { messages: _, ...frame } = state;
const facts: readonly ToPage[] = [
  { type: 'state', state },
  { type: 'state', state, draft: 'd' },
  { type: 'delta', id: 'a', text: 't', reasoning: '' },
  { type: 'progress', id: 'a', progress: waiting },
  { type: 'progress', id: 'a', progress: retry },
  { type: 'message', message: answer },
  { type: 'frame', frame },
  { type: 'restoreDraft', text: 't' },
  { type: 'focusComposer' },
  { type: 'composerNotice', text: 't' },
  { type: 'confirmSend', findings: ['f'] },
  { type: 'suggestions', trigger: '#', query: 'q', items: [{ id: 'i', icon: 'file', label: 'l', detail: 'd' }] },
  {
    type: 'suggestions',
    trigger: '#',
    query: '',
    items: [{ id: 'i', icon: 'folder', label: '#folder', detail: '', tokens: 7 }],
  },
  { type: 'shrinkImage', id: 'i', name: 'n', data: 'd', isLast: true },
];

/** Every copy of `value` in which one thing, at any depth, is something else. */
function* spoilt(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) {
    for (const other of [null, 7, true, {}, []]) if (typeof other !== typeof value) yield other;
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    for (const bad of spoilt(inner))
      yield Array.isArray(value) ? value.with(Number(key), bad) : { ...value, [key]: bad };
  }
}

describe('Facts from the host', () => {
  it('are taken when they are what the protocol says', () => {
    for (const fact of facts) assert.equal(isFact(fact), true, JSON.stringify(fact));
  });

  it('are taken without what the protocol leaves open', () => {
    const { progress: _p, firstSend: _f, notice: _n, summary: _s, error: _e, ...ended } = answer;
    const { thoughtSeconds: _h, canContinue: _c, variants: _v, ...plain } = ended;
    const { target: _t, notSaved: _w, context: _x, ...bare } = frame;
    assert.equal(isFact({ type: 'message', message: plain }), true);
    assert.equal(isFact({ type: 'frame', frame: bare }), true);
  });

  it('are dropped when any value in them is of another kind', () => {
    let count = 0;
    for (const fact of facts) {
      for (const bad of spoilt(fact)) {
        count++;
        assert.equal(isFact(bad), false, JSON.stringify(bad));
      }
    }
    assert(count > 100);
  });

  it('are dropped when they are nothing of the kind', () => {
    for (const value of [
      undefined,
      null,
      '',
      0,
      [],
      {},
      { type: 'toString' },
      { type: '__proto__' },
      { type: 'send' },
    ]) {
      assert.equal(isFact(value), false);
    }
    const odd = { ...answer, status: 'constructor' };
    assert.equal(isFact({ type: 'message', message: odd }), false);
    for (const phase of ['constructor', 'dreaming', '']) {
      assert.equal(isFact({ type: 'progress', id: 'a', progress: { ...retry, phase } }), false);
    }
  });

  it('may name every remedy that there is, and no other', () => {
    const all: Readonly<Record<Remedy, true>> = {
      setToken: true,
      chooseModel: true,
      addEndpoint: true,
      openSettings: true,
      openProxySettings: true,
      retry: true,
      showLog: true,
      checkConnection: true,
      useAddress: true,
      allowPlainHttp: true,
      sendWithoutToken: true,
      keyringHelp: true,
    };
    const offering = (remedy: string) => ({
      type: 'message',
      message: { ...answer, error: { title: 'T', remedies: [{ remedy, label: 'l' }] } },
    });
    for (const remedy of Object.keys(all)) assert.equal(isFact(offering(remedy)), true, remedy);
    for (const remedy of ['toString', 'workbench.action.quit', '']) assert.equal(isFact(offering(remedy)), false);
  });

  it('hold pictures, and no addresses that would be asked for one', () => {
    for (const thumbnail of ['https://example.com/a.png', 'data:image/svg+xml;base64,AA==', 'data:text/html,x', '']) {
      const chips = [{ label: 'l', thumbnail }];
      assert.equal(isFact({ type: 'message', message: { role: 'user', id: 'u', text: 't', chips } }), false);
      const attachments = [{ id: '1', kind: 'image', label: 'l', tokens: 1, thumbnail }];
      assert.equal(isFact({ type: 'frame', frame: { ...frame, attachments } }), false);
    }
  });

  it('tell problems in a list of words', () => {
    for (const problems of ['p', [1], [['p']], null]) {
      const chips = [{ label: 'l', problems }];
      assert.equal(isFact({ type: 'message', message: { role: 'user', id: 'u', text: 't', chips } }), false);
    }
  });

  it('tell progress in seconds that can be shown', () => {
    for (const seconds of [Number.NaN, Number.POSITIVE_INFINITY, '3']) {
      assert.equal(isFact({ type: 'progress', id: 'a', progress: { phase: 'waiting', seconds } }), false);
    }
  });
});
