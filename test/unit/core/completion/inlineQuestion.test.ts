import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../../src/core/chat';
import { createInlineQuestion, ThoughtTooLong } from '../../../../src/core/completion/inlineQuestion';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import type { FullTarget } from '../../../../src/core/endpoints/target';
import { ChatError } from '../../../../src/core/errors';

const [endpoint = assert.fail()] = parseEndpoints([{ name: 'One', url: 'http://localhost:1' }]).endpoints;
const context = { path: 'a.ts', language: 'typescript', before: 'a = ', after: '', indentUnit: '  ' };
const never = new AbortController().signal;

const thought: ChatEvent = { type: 'reasoning', text: 'Hm.' };
const cut: ChatEvent = { type: 'finish', reason: 'length' };
const says = (text: string): ChatEvent => ({ type: 'text', text });
const refusal = (serverMessage: string): ChatError =>
  new ChatError({ kind: 'server', status: 400, message: 'refused', serverMessage });

/** A model that answers so, one question after the other; an error is a refusal. */
function setUp(...answers: readonly (readonly ChatEvent[] | Error)[]) {
  const asked: ChatRequest[] = [];
  const thinkers: string[] = [];
  const question = createInlineQuestion({
    async *chat(_endpoint, request) {
      const answer = answers[asked.push(request) - 1] ?? assert.fail('It was asked once too often.');
      if (answer instanceof Error) throw answer;
      yield* answer;
    },
    onThinks: ({ model }) => thinkers.push(model),
  });
  const target = (model = 'm'): FullTarget => ({ endpoint, model });
  return {
    asked,
    thinkers,
    question,
    target,
    ask: (model?: string, signal = never) => question.ask(target(model), [], context, signal),
    limits: () => asked.map(({ parameters }) => parameters['max_tokens']),
  };
}

describe('the question for an inline suggestion', () => {
  it('is asked again with more room where the model used up all of it thinking, and with room from then on', async () => {
    const { ask, asked, limits, thinkers, question, target } = setUp(
      [thought, cut],
      [thought, says('1;')],
      [says('2;')],
    );
    assert.equal(await ask(), '1;');
    assert.equal(await ask(), '2;');
    assert.deepEqual(limits(), [320, 2048, 2048]);
    assert.equal(asked[0]?.parameters['reasoning_effort'], undefined);
    assert.equal(asked[1]?.parameters['reasoning_effort'], 'low');
    assert.deepEqual(thinkers, ['m'], 'it is told once');
    assert.deepEqual([question.thinks(target()), question.thinks(target('other'))], [true, false]);
  });

  it('is the same for a model that does not show what it thinks', async () => {
    const { ask, limits, thinkers } = setUp([cut], [says('1;')]);
    assert.equal(await ask(), '1;');
    assert.deepEqual(limits(), [320, 2048]);
    assert.deepEqual(thinkers, ['m']);
  });

  it('remembers that a model thinks also where its answer was given up', async () => {
    const { ask, limits, thinkers } = setUp([thought, says('a')], [says('b')]);
    assert.equal(await ask(), 'a');
    assert.equal(await ask(), 'b');
    assert.deepEqual(limits(), [320, 2048]);
    assert.deepEqual(thinkers, ['m']);
  });

  it('fails in words of its own where all that room is not enough, after two questions', async () => {
    const { ask, asked } = setUp([thought, cut], [thought, cut]);
    await assert.rejects(ask(), error => error instanceof ThoughtTooLong && error.model === 'm');
    assert.equal(asked.length, 2);
  });

  it('has nothing to suggest where the model thought, and ended without a word', async () => {
    const { ask, asked } = setUp([thought, { type: 'finish', reason: 'stop' }]);
    assert.equal(await ask(), '');
    assert.equal(asked.length, 1);
  });

  it('leaves out what the server refuses, one after the other, and for this model alone', async () => {
    const { ask, asked } = setUp(
      refusal("'stop' is not supported"),
      [thought, cut],
      refusal('Unknown parameter: chat_template_kwargs'),
      refusal('Bad request'),
      [says('1;')],
      [says('2;')],
    );
    assert.equal(await ask(), '1;');
    assert.deepEqual(asked[4]?.parameters, { max_tokens: 2048 });
    assert.equal(await ask('other'), '2;');
    assert.deepEqual(asked[5]?.parameters, { max_tokens: 320, stop: ['\n\n\n'] });
  });

  it('fails where the server refuses it for another reason, and asks no more once nobody wants the answer', async () => {
    const { ask, asked } = setUp(refusal('No such model'), refusal("'stop' is not supported"));
    await assert.rejects(ask(), /refused/);
    await assert.rejects(ask('m', AbortSignal.abort()), /refused/);
    assert.equal(asked.length, 2);
  });
});
