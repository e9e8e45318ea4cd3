import { sse } from '../../../support/scriptedReply';
import { describeCases } from './cases';
import { COUNTED, chunk, completion, DONE, ndjson, STOP, says, USAGE } from './chunks';

const hello = sse(says('Hel'), says('lo'));
const cutOff = { text: 'Hello', failure: { kind: 'truncated' } } as const;
const complete = { text: 'Hello' } as const;

describe('the end of a stream', () => {
  describeCases('says whether the answer is complete (R8)', [
    { name: 'it is with a finish reason alone', body: hello + sse(STOP), outcome: complete },
    { name: 'it is with [DONE] alone', body: hello + sse(DONE), outcome: complete },
    { name: 'it is with both', body: hello + sse(STOP, DONE), outcome: complete },
    { name: 'it is with neither cut off', body: hello, outcome: cutOff },
    { name: 'it is cut off when the connection breaks', body: hello, ending: 'cut', outcome: cutOff },
    {
      name: 'it is cut off when the connection breaks within an event',
      body: `${hello}data: {"choices":[{"delta":{"con`,
      ending: 'cut',
      outcome: cutOff,
    },
    {
      name: 'it is cut off when the last event is half one',
      body: `${hello}data: {"choices":[{"delta":{"con`,
      outcome: cutOff,
    },
    {
      name: 'it is cut off within the name of a field',
      body: `${hello}dat`,
      outcome: cutOff,
    },
    {
      name: 'it is complete when the connection breaks behind the finish reason',
      body: hello + sse(STOP),
      ending: 'cut',
      outcome: complete,
    },
    {
      name: 'it is complete when the connection breaks behind [DONE]',
      body: hello + sse(DONE),
      ending: 'cut',
      outcome: complete,
    },
    {
      name: 'it is complete when the usage behind the finish reason is cut off',
      body: `${hello}${sse(STOP)}data: {"choices":[],"usa`,
      outcome: complete,
    },
    {
      name: 'it is complete when the usage behind [DONE] is cut off',
      body: `${hello}${sse(DONE)}data: {"choices":[],"usa`,
      outcome: complete,
    },
    {
      name: 'a usage alone is none',
      body: hello + sse({ choices: [], usage: COUNTED }),
      outcome: { ...cutOff, usage: USAGE },
    },
    {
      name: 'an answer of which nothing came is cut off, not empty',
      body: sse(chunk({ role: 'assistant', content: null })),
      outcome: { failure: { kind: 'truncated' } },
    },
    {
      name: 'half a whole answer is cut off',
      contentType: 'application/json',
      body: JSON.stringify(completion({ content: 'Hello' })).slice(0, -20),
      outcome: { failure: { kind: 'truncated' } },
    },
  ]);

  describeCases('has a finish reason (R9)', [
    {
      name: 'which may come with the last text',
      body: sse(says('Hel'), chunk({ content: 'lo' }, 'stop'), DONE),
      outcome: complete,
    },
    {
      name: 'which may come late, behind the usage',
      body: hello + sse({ choices: [], usage: COUNTED }, STOP, DONE),
      outcome: { text: 'Hello', usage: USAGE },
    },
    {
      name: 'which may come later than [DONE]',
      body: hello + sse(DONE, chunk({}, 'length')),
      outcome: { text: 'Hello', finish: 'length' },
    },
    {
      name: 'which may come twice and counts once',
      body: hello + sse(STOP, chunk({}, 'length'), DONE),
      outcome: complete,
    },
    {
      name: 'which may come before the last text',
      body: sse(chunk({ content: 'Hel' }, 'stop'), says('lo'), DONE),
      outcome: complete,
    },
    {
      name: 'which is none while it is empty or null',
      body: sse(chunk({ content: 'Hel' }, ''), chunk({ content: 'lo' }, null), chunk({}, 'length'), DONE),
      outcome: { text: 'Hello', finish: 'length' },
    },
    ...(
      [
        ['length', 'length'],
        ['max_tokens', 'length'],
        ['content_filter', 'contentFilter'],
        ['eos', 'stop'],
        ['STOP', 'stop'],
        ['tool_calls', 'toolCalls'],
        ['function_call', 'toolCalls'],
      ] as const
    ).map(([word, finish]) => ({
      name: `which may be ${word}`,
      body: hello + sse(chunk({}, word), DONE),
      outcome: { text: 'Hello', finish },
    })),
    {
      name: 'which may be one that nobody knows, and is given in the server’s own word',
      body: hello + sse(chunk({}, 'insufficient_system_resource'), DONE),
      outcome: { text: 'Hello', finish: { reason: 'other', word: 'insufficient_system_resource' } },
    },
    {
      name: 'which may be the name of a property that every object has',
      body: hello + sse(chunk({}, 'constructor'), DONE),
      outcome: { text: 'Hello', finish: { reason: 'other', word: 'constructor' } },
    },
    {
      name: 'which may be a word that is far too long',
      body: hello + sse(chunk({}, 'x'.repeat(300)), DONE),
      outcome: { text: 'Hello', finish: { reason: 'other', word: 'x'.repeat(100) } },
    },
    {
      name: 'which is none when it is no word',
      body: hello + sse({ choices: [{ index: 0, delta: {}, finish_reason: { a: 1 } }] }),
      outcome: cutOff,
    },
  ]);

  const counted = { text: 'Hello', usage: USAGE } as const;
  const tail = { choices: [], usage: COUNTED };
  describeCases('may bring the usage', [
    { name: 'in a chunk of its own without choices', body: hello + sse(STOP, tail, DONE), outcome: counted },
    { name: 'behind [DONE]', body: hello + sse(STOP, DONE, tail), outcome: counted },
    { name: 'in the finish chunk', body: hello + sse(chunk({}, 'stop', { usage: COUNTED }), DONE), outcome: counted },
    {
      name: 'in every chunk, where the last one counts',
      body: sse(
        chunk({ content: 'Hel' }, null, { usage: { prompt_tokens: 3, completion_tokens: 1 } }),
        chunk({ content: 'lo' }, 'stop', { usage: COUNTED }),
        DONE,
      ),
      outcome: counted,
    },
    {
      name: 'in the choice',
      body: hello + sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage: COUNTED }] }, DONE),
      outcome: counted,
    },
    {
      name: 'in a field of the server’s own',
      body: hello + sse(chunk({}, 'stop', { x_groq: { id: 'x', usage: COUNTED } }), DONE),
      outcome: counted,
    },
    {
      name: 'in a chunk whose choices are null',
      body: hello + sse(STOP, { choices: null, usage: COUNTED }, DONE),
      outcome: counted,
    },
    {
      name: 'in a chunk that has no choices at all',
      body: hello + sse(STOP, { usage: COUNTED }, DONE),
      outcome: counted,
    },
    {
      name: 'under other names, and as text',
      body: hello + sse(STOP, { choices: [], usage: { input_tokens: '3', output_tokens: '2' } }, DONE),
      outcome: counted,
    },
    {
      name: 'in part',
      body: hello + sse(STOP, { choices: [], usage: { completion_tokens: 2, prompt_tokens: null } }, DONE),
      outcome: { text: 'Hello', usage: { outputTokens: 2 } },
    },
    {
      name: 'as nothing that counts',
      body: hello + sse(STOP, ...[null, {}, [], 'none', { prompt_tokens: 'many' }].map(usage => ({ usage })), DONE),
      outcome: complete,
    },
    {
      name: 'in lines of JSON',
      contentType: 'application/x-ndjson',
      body: ndjson(says('Hel'), says('lo'), STOP, tail),
      outcome: counted,
    },
    {
      name: 'in a whole answer',
      contentType: 'application/json',
      body: JSON.stringify(completion({ content: 'Hello' }, { usage: COUNTED })),
      outcome: counted,
    },
  ]);
});
