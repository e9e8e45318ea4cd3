import { sse } from '../../../support/scriptedReply';
import { describeCases, type WireCase } from './cases';
import { chunk, DONE, ndjson, STOP, says } from './chunks';

const oom = { error: { message: 'out of memory', code: 500 } };
const failure = { kind: 'server', words: /^out of memory$/ } as const;
const hello = sse(says('Hel'), says('lo'));

function form(what: string, event: string): WireCase {
  return { name: `as ${what}`, body: hello + event, outcome: { text: 'Hello', failure } };
}

describe('an error inside a reply with status 200', () => {
  describeCases('is shown in the server’s own words, and the text before it stays (R15)', [
    { name: 'before any text', body: sse(oom, DONE), outcome: { failure } },
    { name: 'in the middle', body: hello + sse(oom, says('!'), STOP, DONE), outcome: { text: 'Hello', failure } },
    { name: 'at the end, without [DONE]', body: hello + sse(oom), outcome: { text: 'Hello', failure } },
    {
      name: 'behind the finish reason',
      body: hello + sse(STOP, oom),
      outcome: { text: 'Hello', finish: 'stop', failure },
    },
    {
      name: 'when the connection breaks behind it',
      body: hello + sse(oom),
      ending: 'cut',
      outcome: { text: 'Hello', failure },
    },
    { name: 'without its blank line', body: hello + sse(oom).trimEnd(), outcome: { text: 'Hello', failure } },
    {
      name: 'with the server’s own code',
      body: sse({ error: { message: 'too many', code: 'rate_limit_exceeded' } }),
      outcome: { failure: { kind: 'server', code: 'rate_limit_exceeded', words: /^too many$/ } },
    },
    {
      name: 'with a code that is a status',
      body: sse({ error: { message: 'no such key', code: 401 } }),
      outcome: { failure: { kind: 'unauthorized', code: '401', words: /^no such key$/ } },
    },
    {
      name: 'as a prompt that is too long, by its type',
      body: sse({
        error: { message: 'exceeds the available context size', type: 'exceed_context_size_error', code: 400 },
      }),
      outcome: { failure: { kind: 'tooLong', code: '400', words: /context size$/ } },
    },
    {
      name: 'as a prompt that is too long',
      body: sse({
        error: { message: 'This model’s maximum context length is 512 tokens.', code: 'context_length_exceeded' },
      }),
      outcome: { failure: { kind: 'tooLong', words: /512 tokens/ } },
    },
  ]);

  describeCases('may have any form (R15)', [
    form('an event of that name', `event: error\n${sse(oom)}`),
    form('an event of that name, with words instead of JSON', 'event: error\ndata: out of memory\n\n'),
    form(
      'an event of that name, with words instead of JSON, before others',
      `event: error\ndata: out of memory\n\n${sse(DONE)}`,
    ),
    form('an event of that name, with a text of JSON', 'event: error\ndata: "out of memory"\n\n'),
    form('an event of that name, with a message alone', 'event: error\ndata: {"message": "out of memory"}\n\n'),
    form('a field of that name, as older llama.cpp has it', `error: ${JSON.stringify(oom.error)}\n\n`),
    form('a bare line of JSON', `${JSON.stringify(oom)}\n`),
    form('a bare line of JSON that ends the reply', JSON.stringify(oom)),
    form('a text', sse({ error: 'out of memory' })),
    form('a list', sse([oom])),
    form('a list within', sse({ error: [{ message: 'out of memory' }] })),
    form('an error within an error', sse({ error: { error: { message: 'out of memory' } } })),
    form('a detail', sse({ error: { detail: 'out of memory' } })),
    form('a detail alone', sse({ detail: 'out of memory' })),
    form('a list of details', sse({ detail: [{ loc: ['body'], msg: 'out of memory' }] })),
    form('a code and a message', sse({ code: 1001, message: 'out of memory' })),
    form('a code and a message beside empty choices', sse({ code: 1001, message: 'out of memory', choices: null })),
    form('an object of that name', sse({ object: 'error', message: 'out of memory', type: 'x', code: 500 })),
    form('true, and a message', sse({ error: true, message: 'out of memory' })),
    form('an error beside choices', sse({ ...oom, ...chunk({ content: '' }, 'error') })),
    {
      name: 'as an object without words, of which the code is told',
      body: hello + sse({ error: { code: 'E42' } }),
      outcome: { text: 'Hello', failure: { kind: 'server', code: 'E42' } },
    },
    {
      name: 'as an object in which nothing can be read',
      body: hello + sse({ error: {} }),
      outcome: { text: 'Hello', failure: { kind: 'server' } },
    },
    {
      name: 'as JSON instead of a stream',
      contentType: 'application/json',
      body: JSON.stringify(oom),
      outcome: { failure },
    },
    {
      name: 'as JSON that calls itself a stream',
      body: JSON.stringify(oom, null, 2),
      outcome: { failure },
    },
    {
      name: 'as a line of JSON among others',
      contentType: 'application/x-ndjson',
      body: ndjson(says('Hello'), oom, says('!')),
      outcome: { text: 'Hello', failure },
    },
    {
      name: 'as a choice that failed, of which the server’s word is told',
      body: hello + sse(chunk({}, 'error'), DONE),
      outcome: { text: 'Hello', finish: { reason: 'other', word: 'error' } },
    },
  ]);

  describeCases('is none (R15)', [
    ...[null, false, ''].map(error => ({
      name: `when it is ${JSON.stringify(error)}`,
      body: sse({ ...says('Hello'), error }, { ...STOP, error }),
      outcome: { text: 'Hello' },
    })),
    {
      name: 'when an answer has a message beside it',
      body: sse({ ...says('Hello'), message: 'success', code: 0 }, { ...STOP, message: 'ok' }),
      outcome: { text: 'Hello' },
    },
    {
      name: 'when the model talks of one',
      body: sse(says('{"error": "out of memory"}'), STOP),
      outcome: { text: '{"error": "out of memory"}' },
    },
  ]);
});
