import assert from 'node:assert/strict';
import { apply, type ConversationRecord, emptyConversation } from '../../../../src/core/conversation/conversation';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { ChatError, isChatError } from '../../../../src/core/errors';
import { answer, endless, hello, lastAnswer, setUp, stop, text } from './sessionSetup';

describe('ChatSession', () => {
  it('is not stopped once all of the answer is there, however long the server holds the connection open', async () => {
    let isWaiting = false;
    const { session } = setUp(async function* (_request, signal) {
      yield text('All.');
      yield { type: 'finish', reason: 'length' };
      isWaiting = true;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const sent = session.send(hello);
    while (!isWaiting) await new Promise(setImmediate);
    await session.stop();
    await sent;
    assert.deepEqual([lastAnswer(session).status, lastAnswer(session).finishReason], ['complete', 'length']);
  });

  it('asks nothing, and adds nothing, where it was stopped while that was prepared', async () => {
    const { session, requests } = setUp(() => answer(text('Yes.'), stop));
    const sent = session.send(hello);
    await session.stop();
    assert.equal(await sent, false);
    assert.deepEqual(session.conversation.entries, []);
    await session.send(hello);
    const again = session.regenerate();
    await session.stop();
    await again;
    assert.equal(requests.length, 1);
  });

  it('asks with the system prompt and all that was said, and keeps the answer', async () => {
    const { session, requests } = setUp(() => answer(text('Hi '), text('there'), stop));
    await session.send(hello);
    await session.send([{ type: 'text', text: 'again' }]);
    assert.deepEqual(
      requests[1]?.messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.equal(requests[1]?.model, 'm1');
    assert.equal(lastAnswer(session).text, 'Hi there');
    assert.equal(lastAnswer(session).status, 'complete');
    assert.equal(session.busy, false);
  });

  it('has the question on disk before it leaves this machine', async () => {
    const { session, log } = setUp(() => answer(stop));
    await session.send(hello);
    assert.deepEqual(log, ['flushed 3', 'asked', 'flushed 4']);
  });

  it('tells of the first text as a change of the entry and of the rest as deltas', async () => {
    const { session, changes } = setUp(() => answer(text('a'), text('b'), text('c'), stop));
    await session.send(hello);
    const kinds = changes.map(change => (change.type === 'delta' ? `delta ${change.text}` : change.type));
    assert.deepEqual(kinds, ['entry', 'entry', 'frame', 'entry', 'delta b', 'delta c', 'entry', 'frame']);
  });

  it('keeps what there is when it is stopped, and aborts the request', async () => {
    const { session, changes } = setUp(endless);
    const sent = session.send(hello);
    while (!changes.some(() => session.busy && lastAnswer(session).text !== '')) await new Promise(setImmediate);
    await session.stop();
    await sent;
    assert.equal(lastAnswer(session).status, 'stopped');
    assert.equal(lastAnswer(session).text, 'first');
  });

  it('puts a failure into the conversation, with the text so far', async () => {
    const { session } = setUp(async function* () {
      yield text('half');
      throw new ChatError({ kind: 'truncated', message: 'cut' });
    });
    await session.send(hello);
    assert.equal(lastAnswer(session).status, 'failed');
    assert.equal(lastAnswer(session).text, 'half');
    assert.equal(lastAnswer(session).error?.kind, 'truncated');
  });

  for (const [what, endpoints, code] of [
    ['no endpoint', [], 'NO_ENDPOINT'],
    ['no model', [{ name: 'Bare', url: 'localhost:3' }], 'NO_MODEL'],
  ] as const) {
    it(`refuses to ask when there is ${what}, and keeps nothing`, async () => {
      const settings = () => ({ ...parseEndpoints(endpoints), systemPrompt: '', keepHistory: true });
      const { session, records } = setUp(() => answer(stop), { settings });
      await assert.rejects(session.send(hello), error => isChatError(error) && error.details.code === code);
      assert.equal(session.conversation.entries.length, 0);
      assert.equal(records.length, 0);
    });
  }

  it('refuses a second question while an answer is written', async () => {
    const { session } = setUp(endless);
    const sent = session.send(hello);
    await session.restore();
    await assert.rejects(session.send(hello), error => isChatError(error) && error.details.code === 'BUSY');
    await session.stop();
    await sent;
  });

  it('asks again for the last answer and takes the old one away', async () => {
    let count = 0;
    const { session, requests } = setUp(() => answer(text(`try ${++count}`), stop));
    await session.send(hello);
    await session.regenerate();
    assert.equal(lastAnswer(session).text, 'try 2');
    assert.equal(session.conversation.entries.length, 2);
    assert.deepEqual(
      requests[1]?.messages.map(({ role }) => role),
      ['system', 'user'],
    );
  });

  it('keeps the conversation’s own target, then the last one used, then the first endpoint', async () => {
    const { session } = setUp(() => answer(stop));
    assert.equal(session.target()?.model, 'm1');
    await session.setTarget({ endpoint: 'Two', model: 'other' });
    assert.deepEqual([session.target()?.endpoint.name, session.target()?.model], ['Two', 'other']);
    const recalled = setUp(() => answer(stop), { lastTarget: () => ({ endpoint: 'Two', model: 'm2' }) });
    assert.equal(recalled.session.target()?.endpoint.name, 'Two');
    const gone = setUp(() => answer(stop), { lastTarget: () => ({ endpoint: 'Removed', model: 'x' }) });
    assert.equal(gone.session.target()?.endpoint.name, 'One');
  });

  it('keeps each conversation’s model: a choice in another one changes nothing in it', async () => {
    const { session } = setUp(() => answer(stop));
    await session.setTarget({ endpoint: 'Two', model: 'm2' });
    await session.send(hello);
    const first = session.conversation;
    const again = setUp(() => answer(stop), {
      opens: first.id,
      lastTarget: () => ({ endpoint: 'One', model: 'other' }),
    });
    again.stored.set(first.id, first);
    await again.session.restore();
    assert.equal(again.session.target()?.model, 'm2');
    await again.session.send(hello);
    assert.equal(again.requests.at(-1)?.model, 'm2');
    const next = setUp(() => answer(stop), { lastTarget: () => ({ endpoint: 'One', model: 'other' }) });
    assert.equal(next.session.target()?.model, 'other', 'a new one begins with what was used last');
  });

  it('goes on with an endpoint that has another name now', async () => {
    const renames = () => [{ from: 'Before', to: 'Two' }];
    const { session, records } = setUp(() => answer(stop), {
      renames,
      lastTarget: () => ({ endpoint: 'Before', model: 'x' }),
    });
    assert.deepEqual([session.target()?.endpoint.name, session.target()?.model], ['Two', 'x']);
    assert.equal(session.endpointNamed('Before')?.name, 'Two');
    assert.equal(session.endpointNamed('Never'), undefined);
    await session.send(hello);
    assert.equal(lastAnswer(session).endpoint, 'Two');
    assert.ok(records.some(record => record.type === 'target' && record.endpoint === 'Two'));
  });

  it('writes nothing to disk when the history is off', async () => {
    const { session, records } = setUp(() => answer(text('x'), stop), {
      settings: () => ({
        ...parseEndpoints([{ name: 'One', url: 'localhost:1', model: 'm' }]),
        systemPrompt: '',
        keepHistory: false,
      }),
    });
    await session.send(hello);
    assert.equal(records.length, 0);
    assert.equal(lastAnswer(session).text, 'x');
  });

  it('opens the last conversation once, before the first question', async () => {
    const { session, stored, requests } = setUp(() => answer(text('x'), stop), { opens: 'old' });
    const before: ConversationRecord = { type: 'question', id: 'q', parts: [{ type: 'text', text: 'before' }] };
    stored.set('old', apply(emptyConversation('old', 1), before));
    await session.send(hello);
    assert.equal(session.conversation.id, 'old');
    assert.match(JSON.stringify(requests[0]?.messages), /before.*hello/);
  });

  it('keeps the last conversation when a model is chosen before it was opened', async () => {
    const { session, stored } = setUp(() => answer(stop), { opens: 'old' });
    stored.set('old', apply(emptyConversation('old', 1), { type: 'question', id: 'q', parts: [] }));
    await session.setTarget({ endpoint: 'Two', model: 'm2' });
    assert.equal(session.conversation.id, 'old');
    assert.equal(session.target()?.model, 'm2');
  });

  it('opens the last conversation at the next question where it could not be read before', async () => {
    const stored = apply(emptyConversation('old', 1), { type: 'question', id: 'q', parts: [] });
    let reads = 0;
    const { session } = setUp(() => answer(text('x'), stop), {
      opens: 'old',
      store: {
        async load() {
          if (reads++ === 0) throw new Error('EIO');
          return stored;
        },
        append: () => undefined,
        flush: async () => undefined,
        close: async () => undefined,
      },
    });
    await assert.rejects(session.send(hello), /EIO/);
    await session.send(hello);
    await session.send(hello);
    assert.deepEqual([session.conversation.id, session.conversation.entries.length, reads], ['old', 5, 2]);
  });

  it('keeps on disk which model was chosen when everything that was said is deleted', async () => {
    const { session, records } = setUp(() => answer(text('x'), stop));
    await session.setTarget({ endpoint: 'Two', model: 'new' });
    assert.deepEqual(records, [], 'it has no file yet');
    await session.send(hello);
    await session.deleteTurn(session.conversation.entries[0]?.id ?? '');
    assert.deepEqual(session.conversation.entries, []);
    await session.setTarget({ endpoint: 'Two', model: 'other' });
    assert.deepEqual(records.at(-1), { type: 'target', endpoint: 'Two', model: 'other' });
  });

  it('can be asked again where somebody who is told of the answer fails', async () => {
    const { session, records } = setUp(() => answer(text('x'), stop));
    const stopListening = session.onChange(() => {
      if (session.busy && lastAnswer(session).text !== '') throw new Error('the page is gone');
    });
    await assert.rejects(session.send(hello), /the page is gone/);
    assert.deepEqual([session.busy, lastAnswer(session).text], [false, 'x']);
    assert.equal(lastAnswer(session).status, 'interrupted');
    assert.equal(records.at(-1)?.type, 'ended');
    stopListening();
    await session.send(hello);
    assert.equal(lastAnswer(session).status, 'complete');
  });

  it('marks a running answer as interrupted when the window closes', async () => {
    const { session } = setUp(endless);
    const sent = session.send(hello);
    while (!session.busy) await new Promise(setImmediate);
    await session.stop('interrupted');
    await sent;
    assert.equal(lastAnswer(session).status, 'interrupted');
  });
});
