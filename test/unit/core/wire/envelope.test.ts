import { sse } from '../../../support/scriptedReply';
import { describeCases, type WireCase } from './cases';
import { COUNTED, completion, USAGE } from './chunks';

function reply(name: string, body: unknown, outcome: WireCase['outcome'], more: Partial<WireCase> = {}): WireCase {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { name, protocol: 'envelope', contentType: 'application/json', body: text, outcome, ...more };
}

const failure = { kind: 'server', code: '1001', words: /^Insufficient coins$/ } as const;
const refused = { code: 1001, message: 'Insufficient coins', result: null };
const success = (answer: unknown, more: object = {}) => ({ code: 0, message: 'success', result: { answer, ...more } });
const protocol = { failure: { kind: 'protocol' } } as const;

describe('the envelope protocol', () => {
  describeCases('takes a code of 0 as success (R16)', [
    reply('as a number', success('Hello'), { text: 'Hello' }),
    reply('as text', { ...success('Hello'), code: '0' }, { text: 'Hello' }),
    reply('in a longer text of JSON, with line ends', JSON.stringify(success('Hello'), null, 2), { text: 'Hello' }),
    reply('behind blank lines', `\n\r\n ${JSON.stringify(success('Hello'))}\n`, { text: 'Hello' }),
    reply(
      'with the usage and the finish reason in it',
      success('Hello', { usage: { ...COUNTED, finish_reason: 'length' } }),
      {
        text: 'Hello',
        finish: 'length',
        usage: USAGE,
      },
    ),
    reply(
      'with the finish reason beside the usage',
      success('Hello', { usage: COUNTED, finish_reason: 'content_filter' }),
      {
        text: 'Hello',
        finish: 'contentFilter',
        usage: USAGE,
      },
    ),
    reply('with a finish reason that nobody knows', success('Hello', { usage: { finish_reason: 'whim' } }), {
      text: 'Hello',
      finish: { reason: 'other', word: 'whim' },
    }),
    reply(
      'with null where there is nothing to tell',
      success('Hello', { usage: null, id: null, finish_reason: null }),
      {
        text: 'Hello',
      },
    ),
    reply(
      'inside a stream',
      `: hello\n\n${sse(success('Hello'), '[DONE]')}`,
      { text: 'Hello' },
      { contentType: 'text/event-stream' },
    ),
    reply(
      'inside a stream, behind an event without data',
      `data:\n\n${sse(success('Hello'))}`,
      { text: 'Hello' },
      { contentType: 'text/event-stream' },
    ),
    reply('under a wrong content type', success('Hello'), { text: 'Hello' }, { contentType: 'text/html' }),
  ]);

  describeCases('takes everything else as an error, with its code and words (R16)', [
    reply('another code', refused, { failure }),
    reply('another code as text', { ...refused, code: '1001' }, { failure }),
    reply('another code inside a stream', sse(refused), { failure }, { contentType: 'text/event-stream' }),
    reply('another code beside an answer', { ...refused, result: { answer: 'Hello' } }, { failure }),
    reply('a code below 0', { ...refused, code: -1 }, { failure: { ...failure, code: '-1' } }),
    reply(
      'a code of 401',
      { code: 401, message: 'Invalid key' },
      { failure: { kind: 'unauthorized', code: '401', words: /^Invalid key$/ } },
    ),
    reply(
      'a code of 429',
      { code: '429', msg: 'Slow down' },
      { failure: { kind: 'rateLimited', code: '429', words: /^Slow down$/ } },
    ),
    reply('a code that is a word', { ...refused, code: 'NO_COINS' }, { failure: { ...failure, code: 'NO_COINS' } }),
    reply('no code', { message: 'Insufficient coins' }, { failure: { kind: 'server', words: /^Insufficient coins$/ } }),
    reply('a code of null', { ...refused, code: null }, { failure: { kind: 'server', words: /^Insufficient coins$/ } }),
    reply('an empty code', { ...refused, code: '' }, { failure: { kind: 'server', words: /^Insufficient coins$/ } }),
    reply('an error in OpenAI’s form', { error: { message: 'Insufficient coins', code: 1001 } }, { failure }),
    reply('no result', { code: 0, message: 'success' }, protocol),
    reply('a null result', { code: 0, message: 'success', result: null }, protocol),
    reply('a result that is no object', { code: 0, message: 'success', result: 'Hello' }, protocol),
    reply('a null answer', success(null), protocol),
    reply('an answer that is no text', success(42), protocol),
    reply('a list', [success('Hello')], protocol),
    reply('a text of JSON', '"out of order"', { failure: { kind: 'protocol', words: /^out of order$/ } }),
    reply('no JSON', 'out of order', { failure: { kind: 'protocol', words: /^out of order$/ } }),
    reply('a number', '42', protocol),
    reply('half an envelope', JSON.stringify(success('Hello')).slice(0, -5), { failure: { kind: 'truncated' } }),
    reply(
      'half an envelope, as the connection breaks',
      JSON.stringify(success('Hello')).slice(0, -5),
      { failure: { kind: 'truncated' } },
      { ending: 'cut' },
    ),
    reply('an empty reply', '', { failure: { kind: 'protocol', code: 'EMPTY_REPLY' } }),
    reply(
      'a page',
      '<html><title>Log in</title></html>',
      { failure: { kind: 'protocol', words: /^Log in$/ } },
      { contentType: 'text/html' },
    ),
    reply('an answer of the other protocol', completion({ content: 'Hello' }), { failure: { kind: 'protocol' } }),
    reply(
      'an error with a status of its own',
      refused,
      { failure: { kind: 'unauthorized', status: 403, words: /^Insufficient coins$/ } },
      { status: 403 },
    ),
  ]);
});
