import assert from 'node:assert/strict';
import { isRunning, reduce } from '../../../media/state';
import type { ToPage } from '../../../src/shared/protocol';
import type { ViewAnswer, ViewProgress, ViewState, ViewUserMessage } from '../../../src/shared/viewState';

const question: ViewUserMessage = { role: 'user', id: 'q', text: 'Why?', chips: [] };
const answer: ViewAnswer = {
  role: 'assistant',
  id: 'a',
  model: 'm',
  endpoint: 'e',
  text: '',
  reasoning: '',
  status: 'waiting',
};
const frame = {
  id: 'c',
  title: 'T',
  busy: true,
  canUndoDelete: false,
  thinkingOpen: false,
  attachments: [],
  sendOn: 'enter',
  fontSize: 0,
} as const;
const state: ViewState = { ...frame, messages: [question, answer] };
const progress = (seconds: number): ViewProgress => ({ phase: 'waiting', seconds });
const delta = (text: string, reasoning = ''): ToPage => ({ type: 'delta', id: 'a', text, reasoning });

function stateAfter(...facts: readonly ToPage[]): ViewState {
  const result = facts.reduce<ViewState | undefined>(reduce, state);
  assert(result);
  return result;
}

describe("The page's state", () => {
  it('begins with the first state and passes over facts that come before it', () => {
    assert.equal(reduce(undefined, delta('early')), undefined);
    assert.equal(reduce(undefined, { type: 'message', message: question }), undefined);
    assert.equal(reduce(undefined, { type: 'state', state }), state);
  });

  it('appends deltas in the order in which they came', () => {
    const [, changed] = stateAfter(delta('', 'hm'), delta('a', ' so'), delta('b')).messages;
    assert.deepEqual(changed, { ...answer, text: 'ab', reasoning: 'hm so', status: 'streaming' });
  });

  it('leaves the messages that a delta is not for as they are', () => {
    assert.equal(stateAfter(delta('a')).messages[0], question);
  });

  it('takes no text for an answer that has ended', () => {
    const ended: ToPage = { type: 'message', message: { ...answer, text: 'all', status: 'complete' } };
    assert.deepEqual(stateAfter(ended, delta('late')), stateAfter(ended));
  });

  it('takes no text for a message that is not there', () => {
    assert.equal(reduce(state, { type: 'delta', id: 'gone', text: 'x', reasoning: '' }), state);
    assert.equal(reduce(state, { type: 'delta', id: 'q', text: 'x', reasoning: '' }), state);
  });

  it('keeps the last progress of an answer', () => {
    const facts = [1, 2].map((seconds): ToPage => ({ type: 'progress', id: 'a', progress: progress(seconds) }));
    assert.deepEqual(stateAfter(...facts).messages, [question, { ...answer, progress: progress(2) }]);
  });

  it('forgets the progress once text or the answer itself comes', () => {
    const waiting: ToPage = { type: 'progress', id: 'a', progress: progress(1) };
    assert.deepEqual(stateAfter(waiting, delta('a')), stateAfter(delta('a')));
    assert.deepEqual(stateAfter(waiting, delta('', 'hm')), stateAfter(delta('', 'hm')));
    const begun: ToPage = { type: 'message', message: { ...answer, text: 'a', status: 'streaming' } };
    assert.deepEqual(stateAfter(waiting, begun), stateAfter(begun));
  });

  it('takes no progress for an answer that has ended, for a question, or for a message that is not there', () => {
    const ended = stateAfter({ type: 'message', message: { ...answer, status: 'stopped' } });
    for (const id of ['a', 'q', 'gone']) {
      assert.equal(reduce(ended, { type: 'progress', id, progress: progress(1) }), ended);
    }
  });

  it('replaces the message with the same id in its place, and adds one that is new at the end', () => {
    const edited: ViewUserMessage = { ...question, text: 'Why not?' };
    assert.deepEqual(stateAfter({ type: 'message', message: edited }).messages, [edited, answer]);
    const next: ViewUserMessage = { ...question, id: 'q2' };
    assert.deepEqual(stateAfter({ type: 'message', message: next }).messages, [question, answer, next]);
  });

  it('keeps the messages when the frame changes, and forgets what the new frame leaves out', () => {
    const before = reduce({ ...state, notSaved: 'disk full' }, delta('a'));
    const { messages: _, ...frame } = state;
    const changed = reduce(before, { type: 'frame', frame: { ...frame, busy: false, title: 'New' } });
    assert.deepEqual(changed, { ...state, messages: before?.messages, busy: false, title: 'New' });
  });

  it('is not changed by facts that are for the composer', () => {
    assert.equal(reduce(state, { type: 'focusComposer' }), state);
    assert.equal(reduce(state, { type: 'restoreDraft', text: 'x' }), state);
  });

  it('never changes a state that it was given', () => {
    const frozen: ViewState = Object.freeze({ ...state, messages: Object.freeze([...state.messages]) });
    assert.notEqual(reduce(frozen, delta('a')), frozen);
    assert.deepEqual(frozen, state);
  });

  it('counts an answer as running until it has ended', () => {
    const running = (['waiting', 'streaming', 'complete', 'stopped', 'interrupted', 'failed'] as const).filter(status =>
      isRunning({ ...answer, status }),
    );
    assert.deepEqual(running, ['waiting', 'streaming']);
    assert.equal(isRunning(question), false);
  });
});
