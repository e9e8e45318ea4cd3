import { sse } from '../../../support/scriptedReply';
import { describeCases } from './cases';
import { chunk, DONE, ndjson, STOP, saying, says } from './chunks';

const HELLO = saying('Hel', 'lo');
const BOM = '\uFEFF';

describe('a stream, in whatever pieces it comes,', () => {
  describeCases('byte order marks (R1)', [
    { name: 'is read behind one', body: BOM + HELLO, outcome: { text: 'Hello' } },
    {
      name: 'is read behind one as lines of JSON',
      contentType: 'application/json',
      body: BOM + ndjson(says('Hel'), says('lo'), STOP),
      outcome: { text: 'Hello' },
    },
    {
      name: 'loses the first event behind two, as the second is part of a field name',
      body: BOM + BOM + HELLO,
      outcome: { text: 'lo' },
    },
    {
      name: 'keeps one that the model wrote',
      body: saying(`${BOM}Hel`, `l${BOM}o`),
      outcome: { text: `${BOM}Hell${BOM}o` },
    },
    {
      name: 'does not strip one in the middle, where it makes the field unknown',
      body: sse(says('Hel')) + BOM + sse(says('xx')) + sse(says('lo'), STOP, DONE),
      outcome: { text: 'Hello' },
    },
  ]);

  describeCases('line ends (R2)', [
    { name: 'may be LF', body: HELLO, outcome: { text: 'Hello' } },
    { name: 'may be CR LF', body: HELLO.replaceAll('\n', '\r\n'), outcome: { text: 'Hello' } },
    { name: 'may be CR', body: HELLO.replaceAll('\n', '\r'), outcome: { text: 'Hello' } },
    {
      name: 'may be mixed',
      body: `data: ${JSON.stringify(says('a'))}\r\n\ndata: ${JSON.stringify(says('b'))}\n\r\ndata: ${JSON.stringify(says('c'))}\r\r\ndata: ${JSON.stringify(STOP)}\n\r`,
      outcome: { text: 'abc' },
    },
    {
      name: 'count once when they are CR LF, so that two lines of data stay one event',
      body: `data: {"choices":\r\ndata: [${JSON.stringify({ delta: { content: 'hi' }, finish_reason: 'stop' })}]}\r\n\r\n`,
      outcome: { text: 'hi' },
    },
  ]);

  describeCases('what is no event (R3)', [
    {
      name: 'comments and keep-alives are skipped',
      body: `: hello\n\n:\n\n${sse(says('Hel'))}: ping\n\n: ping - 2026-11-22\n${sse(says('lo'), STOP)}:\n\n${sse(DONE)}: bye\n\n`,
      outcome: { text: 'Hello' },
    },
    {
      name: 'the blank behind the colon may be missing',
      body: HELLO.replaceAll('data: ', 'data:'),
      outcome: { text: 'Hello' },
    },
    {
      name: 'unknown fields, ids and retry times are skipped',
      body: `id: 1\nretry: 3000\nfoo: bar\nbaz\nData: no\n${sse(says('Hel'))}id\nretry: soon\n\n${sse(says('lo'), STOP, DONE)}`,
      outcome: { text: 'Hello' },
    },
    {
      name: 'names of events mean nothing, unless they are errors',
      body: `event: message\n${sse(says('Hel'))}event: completion.chunk\n${sse(says('lo'), STOP, DONE)}`,
      outcome: { text: 'Hello' },
    },
    {
      name: 'events without data, or with empty data, are skipped',
      body: `data\n\ndata:\n\nevent: ping\ndata: \n\n${sse(says('Hel'))}event: ping\n\ndata:\n\n${sse(says('lo'), STOP, DONE)}`,
      outcome: { text: 'Hello' },
    },
    {
      name: 'pings in JSON are skipped',
      body: `event: ping\ndata: {"type": "ping"}\n\n${sse(says('Hel'), {}, says('lo'), STOP, DONE)}`,
      outcome: { text: 'Hello' },
    },
    {
      name: 'blank lines before the first event are skipped, however many',
      body: `\n\r\n${'\n'.repeat(600)}${HELLO}`,
      outcome: { text: 'Hello' },
    },
  ]);

  describeCases('several lines of data in one event (R4)', [
    {
      name: 'are joined by line ends',
      body: `${sse(says('Hel')) + JSON.stringify(says('lo'), null, 1).replace(/^/gm, 'data: ')}\n\n${sse(STOP, DONE)}`,
      outcome: { text: 'Hello' },
    },
    {
      name: 'are joined by nothing else, so that half a word of JSON stays broken',
      body: `${sse(says('Hel'))}data: {"choices":[{"delta":{"con\ndata: tent":"lo"}}]}\n\n${sse(STOP, DONE)}`,
      outcome: { text: 'Hel', failure: { kind: 'protocol' } },
    },
  ]);

  const letters = 'é € 한글 😀 👩‍💻 עברית';
  const [before = '', behind = ''] = saying('a|b').split('|');
  describeCases('UTF-8 (R5)', [
    { name: 'may be cut within a character', body: saying(letters, letters), outcome: { text: letters + letters } },
    {
      name: 'may be cut within a character of a whole answer',
      contentType: 'application/json',
      body: JSON.stringify({ choices: [{ message: { content: letters } }] }),
      outcome: { text: letters },
    },
    {
      name: 'may be cut within a character of an envelope',
      protocol: 'envelope',
      contentType: 'application/json',
      body: JSON.stringify({ code: 0, result: { answer: letters } }),
      outcome: { text: letters },
    },
    {
      name: 'that is none becomes U+FFFD',
      body: [before, Uint8Array.of(0xff, 0x20, 0xc3, 0x28, 0x20, 0xe2, 0x82), behind],
      outcome: { text: 'a\uFFFD \uFFFD( \uFFFDb' },
    },
    {
      name: 'halves of a character, escaped in two deltas, come together again',
      body: sse(
        '{"choices":[{"delta":{"content":"\\ud83d"}}]}',
        '{"choices":[{"delta":{"content":"\\ude00"}}]}',
        STOP,
        DONE,
      ),
      outcome: { text: '😀' },
    },
    {
      name: 'that ends within a character is an answer that is cut off',
      body: Buffer.from(`${sse(says('Hel'))}data: {"choices":[{"delta":{"content":"한`).subarray(0, -1),
      outcome: { text: 'Hel', failure: { kind: 'truncated' } },
    },
  ]);

  const open = sse(says('Hello'));
  describeCases('a last event that is not closed (R6)', [
    {
      name: 'counts without its blank line when it is [DONE]',
      body: `${open}data: [DONE]\n`,
      outcome: { text: 'Hello' },
    },
    { name: 'counts without any line end when it is [DONE]', body: `${open}data: [DONE]`, outcome: { text: 'Hello' } },
    { name: 'counts before a lone CR', body: `${open}data: [DONE]\r`, outcome: { text: 'Hello' } },
    {
      name: 'counts without its blank line when it has the finish reason',
      body: `${open}data: ${JSON.stringify(chunk({}, 'length'))}\n`,
      outcome: { text: 'Hello', finish: 'length' },
    },
    {
      name: 'counts without any line end when it has the finish reason, and more text',
      body: `${open}data: ${JSON.stringify(chunk({ content: ' you' }, 'stop'))}`,
      outcome: { text: 'Hello you' },
    },
    {
      name: 'is part of the answer also when the end is missing all the same',
      body: `${open}data: ${JSON.stringify(says(' you'))}`,
      outcome: { text: 'Hello you', failure: { kind: 'truncated' } },
    },
    {
      name: 'is no harm behind the finish reason, when it is half a [DONE]',
      body: `${open}${sse(STOP)}data: [DO`,
      outcome: { text: 'Hello' },
    },
  ]);

  describeCases('JSON that does not come whole (R7)', [
    {
      name: 'is put together from its pieces',
      body: saying('{"a": "\\"}\\n"}', '\n\ndata: no event'),
      outcome: { text: '{"a": "\\"}\\n"}\n\ndata: no event' },
    },
    {
      name: 'is an error when it is broken, and the text before it stays',
      body: `${open}data: {"choices": oops}\n\n${sse(says('!'), STOP, DONE)}`,
      outcome: { text: 'Hello', failure: { kind: 'protocol', words: /oops/ } },
    },
    {
      name: 'is an error when it is none, and the text before it stays',
      body: `${open}data: upstream went away\n\n${sse(DONE)}`,
      outcome: { text: 'Hello', failure: { kind: 'protocol', words: /^upstream went away$/ } },
    },
    {
      name: 'is an error when the first of all events is broken',
      body: sse('{"choices"', says('Hello'), STOP),
      outcome: { failure: { kind: 'protocol' } },
    },
  ]);
});
