import assert from 'node:assert/strict';
import type { ChatEvent, Parameters } from '../../../../src/core/chat';
import type { CursorContext } from '../../../../src/core/completion/cursorContext';
import {
  inlineParameters,
  type Known,
  readSuggestion,
  refusedParameters,
  untilEnd,
} from '../../../../src/core/completion/inlineAnswer';
import { ChatError } from '../../../../src/core/errors';

/** A context from code in which `|` is the cursor. */
function at(code: string, more: Partial<CursorContext> = {}): CursorContext {
  const [before = '', after = ''] = code.split('|');
  return { path: 'a.ts', language: 'typescript', before, after, indentUnit: '  ', ...more };
}

describe('how much of an answer is suggested', () => {
  const cases: readonly (readonly [what: string, code: string, answer: string, wanted: string])[] = [
    ['the statement that was begun', 'const a = |\n', '1;\nconst b = 2;', '1;'],
    ['a call over several lines', 'f(|\n', '\n  a,\n  b,\n);\ng();\n', '\n  a,\n  b,\n);'],
    ['a block with its brace', 'if (x) |\n', '{\n  a();\n}\nb();\n', '{\n  a();\n}'],
    ['a block whose brace was typed', 'if (x) {|\n', '\n  a();\n}\nb();\n', '\n  a();\n}'],
    ['a chain that goes on deeper', 'const a = b|\n', '\n  .map(c)\n  .filter(d);\ne();', '\n  .map(c)\n  .filter(d);'],
    [
      'a Python block, until it is left',
      'def f():|\n',
      '\n    a()\n    return 1\n\n\nf()\n',
      '\n    a()\n    return 1',
    ],
    ['lines of a block, until a blank one', 'f() {\n  |\n}', 'a();\n  b();\n\n  c();', 'a();\n  b();'],
    ['lines of a block, until it is left', 'f() {\n  |\n  g();\n', 'a();\n  b();\n}\nc();', 'a();\n  b();'],
    ['the rest of a line before closers', 'f(|);\n', 'a, b\nc', 'a, b'],
    ['nothing instead of blanks', 'a();|\n', '\n  \n', ''],
    ['blank lines inside brackets', 'const a = {|\n', '\n  b,\n\n  c,\n};\nd', '\n  b,\n\n  c,\n};'],
  ];
  for (const [what, code, answer, wanted] of cases) {
    it(`is ${what}`, () => assert.equal(untilEnd(answer, at(code)).text, wanted));
  }

  it('is twelve lines at most', () => {
    const { text, ended } = untilEnd('line();\n'.repeat(100), at('|\n'));
    assert.equal(text, 'line();\n'.repeat(12).trimEnd());
    assert.ok(ended);
  });

  it('never takes back, while an answer grows, what it has shown to be the end', () => {
    for (const [, code, answer, wanted] of cases) {
      for (let length = 0; length <= answer.length; length++) {
        const { text, ended } = untilEnd(answer.slice(0, length), at(code));
        if (ended) assert.equal(text, wanted, JSON.stringify(answer.slice(0, length)));
      }
    }
  });
});

describe('reading a suggestion', () => {
  /** Pieces of an answer, and how far it was read. */
  function answer(...pieces: readonly string[]) {
    const seen = { read: 0, left: false };
    async function* events(): AsyncGenerator<ChatEvent, void, undefined> {
      try {
        for (const text of pieces) {
          seen.read++;
          yield { type: 'text', text };
        }
      } finally {
        seen.left = true;
      }
    }
    return { events: events(), seen };
  }

  it('leaves the answer where more of it would be cut off', async () => {
    const { events, seen } = answer('1;', '\nconst', ' b = 2;', '\nconst c = 3;');
    assert.equal((await readSuggestion(events, at('const a = |\n'))).text, '1;');
    assert.deepEqual(seen, { read: 2, left: true });
  });

  it('reads to the end what has none before', async () => {
    const { events, seen } = answer('1', ' + 2;');
    assert.equal((await readSuggestion(events, at('const a = |\n'))).text, '1 + 2;');
    assert.deepEqual(seen, { read: 2, left: true });
  });

  it('leaves out fences, what is repeated, and the closer that stands there already', async () => {
    const { events } = answer('```ts\n', 'const a = call(1', ');\n```\nHere it is.');
    assert.equal((await readSuggestion(events, at('const a = call(|);\n'))).text, '1');
  });

  it('tells when all of the limit went into thinking, shown or not, and never when there was a word or an end', async () => {
    const read = async (...events: readonly ChatEvent[]) => {
      async function* all(): AsyncGenerator<ChatEvent, void, undefined> {
        yield* events;
      }
      let thought = 0;
      const { isSpent } = await readSuggestion(all(), at('a|'), () => thought++);
      return [isSpent, thought];
    };
    const thought: ChatEvent = { type: 'reasoning', text: 'Hm' };
    const cut: ChatEvent = { type: 'finish', reason: 'length' };
    assert.deepEqual(await read(thought, thought, cut), [true, 2]);
    assert.deepEqual(await read(cut), [true, 0]);
    assert.deepEqual(await read(thought, { type: 'text', text: 'b' }, cut), [false, 1]);
    assert.deepEqual(await read(thought, { type: 'finish', reason: 'stop' }), [false, 1]);
  });

  it('gives up where the client would count down before it asks again', async () => {
    const error = { kind: 'server', status: 503, message: 'busy' } as const;
    async function* events(): AsyncGenerator<ChatEvent, void, undefined> {
      yield { type: 'progress', progress: { phase: 'connecting', seconds: 1 } };
      yield { type: 'progress', progress: { phase: 'retry', seconds: 2, attempt: 2, attempts: 3, error } };
      assert.fail('it was read on');
    }
    await assert.rejects(readSuggestion(events(), at('a|')), (thrown: unknown) => {
      assert.ok(thrown instanceof ChatError);
      assert.equal(thrown.details.status, 503);
      return true;
    });
  });
});

describe('the parameters of an inline suggestion', () => {
  const line = at('f(|)');
  const block = at('f();\n|');
  const unknown: Known = { thinks: false, refused: [] };
  const parametersFor = (
    parameters: Parameters,
    context: CursorContext,
    known = unknown,
    protocol: 'openai' | 'envelope' = 'openai',
  ): Parameters => inlineParameters({ parameters, protocol }, context, known);

  it('ask for a short answer, a shorter one in the middle of a line', () => {
    assert.deepEqual(parametersFor({}, line), { max_tokens: 80, stop: ['\n\n\n'] });
    assert.deepEqual(parametersFor({}, block), { max_tokens: 320, stop: ['\n\n\n'] });
  });

  it('keep the user’s own, a lower limit and stops among them', () => {
    const own = { temperature: 0.2, max_tokens: 50, stop: '<end>' };
    assert.deepEqual(parametersFor(own, block), { ...own, stop: ['<end>', '\n\n\n'] });
    assert.equal(parametersFor({ max_tokens: 4000 }, block)['max_tokens'], 320);
    assert.deepEqual(parametersFor({ stop: ['a', 'b', 'c', 'd'] }, block)['stop'], ['a', 'b', 'c', 'd']);
  });

  it('use the name of the limit that the user uses', () => {
    assert.deepEqual(parametersFor({ max_completion_tokens: 9000 }, block), {
      max_completion_tokens: 320,
      stop: ['\n\n\n'],
    });
  });

  it('give a model that thinks room for it, and ask it to think less', () => {
    const thinker: Known = { thinks: true, refused: [] };
    const less = { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: false } };
    assert.deepEqual(parametersFor({}, line, thinker), { ...less, max_tokens: 2048, stop: ['\n\n\n'] });
    assert.equal(parametersFor({ max_tokens: 100 }, line, thinker)['max_tokens'], 100);
    assert.equal(parametersFor({ reasoning_effort: 'high' }, line, thinker)['reasoning_effort'], 'high');
    assert.deepEqual(parametersFor({}, line, thinker, 'envelope'), { max_tokens: 2048, stop: ['\n\n\n'] });
  });

  it('leave out what was refused, and nothing of the user’s', () => {
    const refused = ['stop', 'chat_template_kwargs', 'reasoning_effort'];
    assert.deepEqual(parametersFor({ stop: 'x' }, line, { thinks: true, refused }), { stop: 'x', max_tokens: 2048 });
  });
});

describe('what a server refuses of our own parameters', () => {
  const refusal = (serverMessage: string, status = 400): ChatError =>
    new ChatError({ kind: 'server', status, message: '', serverMessage });
  const openai = { parameters: {}, protocol: 'openai' } as const;
  const thinker: Known = { thinks: true, refused: [] };

  it('is what it names', () => {
    const stop = refusal("Unsupported parameter: 'stop' is not supported with this model.");
    assert.deepEqual(refusedParameters(stop, openai, thinker), ['stop']);
    assert.deepEqual(refusedParameters(refusal('Unknown name "chat_template_kwargs"', 422), openai, thinker), [
      'chat_template_kwargs',
    ]);
  });

  it('is what few servers know, where it names nothing', () => {
    const few = ['reasoning_effort', 'chat_template_kwargs'];
    assert.deepEqual(refusedParameters(refusal('Bad request'), openai, thinker), few);
    assert.deepEqual(refusedParameters(refusal('Bad request'), openai, { thinks: true, refused: few }), []);
    assert.deepEqual(refusedParameters(refusal('Bad request'), openai, { thinks: false, refused: [] }), []);
  });

  it('is nothing where it fails for another reason, or refuses what the user has set', () => {
    assert.deepEqual(refusedParameters(refusal('stop it', 500), openai, thinker), []);
    assert.deepEqual(refusedParameters(new Error('stop'), openai, thinker), []);
    const { parameters } = {
      parameters: { reasoning_effort: 'x', chat_template_kwargs: {}, stop: ['a', 'b', 'c', 'd'] },
    };
    assert.deepEqual(refusedParameters(refusal('reasoning_effort'), { ...openai, parameters }, thinker), []);
  });
});
