import { sse } from '../../../support/scriptedReply';
import { describeCases, type WireCase } from './cases';
import { COUNTED, completion, DONE, ndjson, STOP, saying, says, USAGE } from './chunks';

const hello = { text: 'Hello' } as const;
const whole = completion({ role: 'assistant', content: 'Hello' });

function whole200(name: string, body: unknown, outcome: WireCase['outcome'] = hello): WireCase {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { name, contentType: 'application/json', body: text, outcome };
}

describe('an answer', () => {
  describeCases('may come whole when a stream was asked for (R17)', [
    whole200('as JSON', whole),
    whole200('as JSON of many lines', JSON.stringify(whole, null, 2)),
    whole200('as JSON with a line end behind it', `${JSON.stringify(whole)}\r\n`),
    whole200('behind blank lines that kept the connection open', `${'\n'.repeat(700)} ${JSON.stringify(whole)}`),
    whole200('with the usage', completion({ content: 'Hello' }, { usage: COUNTED }), { text: 'Hello', usage: USAGE }),
    whole200('without a finish reason', { choices: [{ message: { content: 'Hello' } }] }),
    whole200('with a finish reason of null', { choices: [{ message: { content: 'Hello' }, finish_reason: null }] }),
    whole200(
      'with a length that ended it',
      { choices: [{ message: { content: 'Hello' }, finish_reason: 'length' }] },
      { text: 'Hello', finish: 'length' },
    ),
    whole200('with nothing to say', completion({ content: null }), {}),
    whole200(
      'in parts',
      completion({
        content: [
          { type: 'text', text: 'Hel' },
          { type: 'text', text: 'lo' },
        ],
      }),
    ),
    whole200('with unknown fields anywhere', { ...whole, timings: { a: [1] }, error: null, system_fingerprint: null }),
    whole200('in a list', [whole]),
    { ...whole200('under the name of a stream', whole), contentType: 'text/event-stream; charset=utf-8' },
    { ...whole200('when none was asked for', whole), request: { stream: false } },
    { name: 'as the only event of a stream', body: sse(whole, DONE), outcome: hello },
  ]);

  const lines = (name: string, body: string, outcome: WireCase['outcome'] = hello): WireCase => {
    return { name, contentType: 'application/x-ndjson', body, outcome };
  };
  const hel = ndjson(says('Hel'), says('lo'));
  describeCases('may come in lines of JSON (R18)', [
    lines('each a chunk', hel + ndjson(STOP)),
    lines('each a chunk, ended by CR LF', (hel + ndjson(STOP)).replaceAll('\n', '\r\n')),
    lines('with blank lines between', `\n${hel.replaceAll('\n', '\n\r\n \n')}${ndjson(STOP)}\n\n`),
    lines('of which the last is not ended', (hel + ndjson(STOP)).trimEnd()),
    lines('of which the last is [DONE]', `${hel}[DONE]\n`),
    lines('of which the last is [DONE], not ended', `${hel}${ndjson(STOP)}[DONE]`),
    lines('of which the last is half one', `${hel}{"choices":[{"del`, {
      text: 'Hello',
      failure: { kind: 'truncated' },
    }),
    lines('of which none ends the answer', hel, { text: 'Hello', failure: { kind: 'truncated' } }),
    lines('of which one is broken', `${ndjson(says('Hel'))}{oops}\n${ndjson(says('lo'), STOP)}`, {
      text: 'Hel',
      failure: { kind: 'protocol', words: /oops/ },
    }),
    lines('of which one has the usage', hel + ndjson(STOP, { choices: [], usage: COUNTED }), {
      text: 'Hello',
      usage: USAGE,
    }),
    { ...lines('under the name of a stream', hel + ndjson(STOP)), contentType: 'text/event-stream' },
    { ...lines('under the name of one JSON text', hel + ndjson(STOP)), contentType: 'application/json' },
    { ...lines('under no name', hel + ndjson(STOP)), contentType: null },
  ]);

  const types = ['text/plain', 'application/json', 'application/octet-stream', 'text/html; charset=utf-8', 'nonsense'];
  const stream = saying('Hel', 'lo');
  describeCases('may be a stream under another name (R20)', [
    ...[...types, 'TEXT/EVENT-STREAM', null].map(contentType => ({
      name: `such as ${contentType ?? 'none'}`,
      contentType,
      body: stream,
      outcome: hello,
    })),
    ...['id: 1\n', 'event: message\n', 'retry: 1\n', ': hello\n\n', '\n\n', '\uFEFF'].map(start => ({
      name: `and begin with ${JSON.stringify(start)}`,
      contentType: 'text/plain',
      body: start + stream,
      outcome: hello,
    })),
    {
      name: 'and begin with a longer comment than is looked at',
      contentType: 'application/json',
      body: `:${' '.repeat(1000)}\n\n${stream}`,
      outcome: hello,
    },
  ]);
});
