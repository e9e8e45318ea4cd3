import assert from 'node:assert/strict';
import type { Protocol } from '../../../../src/core/endpoints/endpoints';
import { field } from '../../../../src/core/unknown';
import { sse } from '../../../support/scriptedReply';
import { ask, never } from '../client/clientSetup';
import { describeCases, WIRES, type WireCase } from './cases';
import { STOP, saying, says } from './chunks';
import { memoryHttp } from './memoryHttp';
import { type Outcome, outcomeOf } from './outcome';

/** A reply with words of JSON that no `JSON.stringify` would write. */
async function outcomeFrom(protocol: Protocol, status: number, body: string): Promise<Outcome> {
  const http = memoryHttp({ status, headers: {}, pieces: [Buffer.from(body)], ending: 'end' });
  return outcomeOf(WIRES[protocol].chat(http, ask('hi'), never, new Set()));
}

/** Where hostile JSON (`"x"`) can stand. */
const PLACES = [
  '"x"',
  '{"choices":"x"}',
  '{"choices":["x"]}',
  '{"choices":[{"index":"x","delta":{"content":"x"}}]}',
  '{"choices":[{"delta":"x"}]}',
  '{"choices":[{"delta":{"content":"x"}}]}',
  '{"choices":[{"delta":{"content":[{"text":"x","thinking":"x"}]}}]}',
  '{"choices":[{"delta":{"reasoning_content":"x","refusal":"x"}}]}',
  '{"choices":[{"delta":{"tool_calls":"x"}}]}',
  '{"choices":[{"delta":{"tool_calls":[{"index":"x","id":"x","function":"x"}]}}]}',
  '{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"x"}}]}}]}',
  '{"choices":[{"message":{"content":"x","tool_calls":[{"function":{"name":"f","arguments":"x"}}]}}]}',
  '{"choices":[{"delta":{},"finish_reason":"x"}]}',
  '{"choices":[],"usage":"x"}',
  '{"choices":[],"usage":{"prompt_tokens":"x"}}',
  '{"error":"x"}',
  '{"error":{"message":"x","code":"x"}}',
  '{"detail":"x","message":"x","msg":"x","code":"x"}',
  '{"code":"x","message":"x","result":"x"}',
  '{"code":0,"message":"x","result":{"answer":"x","usage":"x"}}',
];

/** For texts that take long to parse. */
const FEW_PLACES = [
  '{"choices":[{"delta":{"content":"x"}}]}',
  '{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"x"}}]}}]}',
  '{"error":"x"}',
  '{"code":0,"result":{"answer":"x"}}',
];

function deep(depth: number, open: string, close: string): string {
  return open.repeat(depth) + (open.endsWith(':') ? '0' : '') + close.repeat(depth);
}

const VALUES: readonly (readonly [name: string, json: string])[] = [
  ...[1000, 100_000].flatMap(depth => [
    [`lists, ${depth} deep`, deep(depth, '[', ']')] as const,
    [`objects, ${depth} deep`, deep(depth, '{"a":', '}')] as const,
    [`errors, ${depth} deep`, deep(depth, '{"error":', '}')] as const,
    [`details, ${depth} deep`, deep(depth, '{"detail":[', ']}').replace('[]', '[0]')] as const,
  ]),
  ['__proto__', '{"__proto__":{"polluted":true,"content":"evil","length":9}}'],
  ['constructor', '{"constructor":{"prototype":{"polluted":true}},"prototype":{"polluted":true}}'],
  ['overwritten methods', '{"hasOwnProperty":1,"toString":2,"valueOf":3,"toJSON":4,"then":5,"length":1e9}'],
  ['2^53', '9007199254740992'],
  ['-1', '-1'],
  ['1e9', '1000000000'],
  ['a number beyond all numbers', '1e999'],
  ['a number of 10,000 digits', '9'.repeat(10_000)],
  ['a lone half of a character', '"\\ud800"'],
  ['control characters', '"\\u0000\\u001b[31m"'],
  ['a list with 100,000 places', `[${'0,'.repeat(99_999)}0]`],
];

describe('hostile JSON (S23)', () => {
  // Texts of a megabyte are read, on machines that may be busy.
  for (const [name, json] of VALUES) {
    it(`does no harm: ${name}`, async () => {
      for (const place of json.length > 100_000 ? FEW_PLACES : PLACES) {
        const hostile = place.replaceAll('"x"', () => json);
        const inStream = await outcomeFrom('openai', 200, sse(says('Hel'), hostile, says('lo'), STOP));
        assert.match(inStream.text, /^Hel/, place);
        assert.ok(inStream.text.endsWith('lo') || inStream.failure, `${place}: nothing is lost without a word`);
        await outcomeFrom('openai', 200, hostile);
        await outcomeFrom('envelope', 200, hostile);
        const refused = await outcomeFrom('openai', 400, hostile);
        assert.equal(refused.failure?.status, 400, place);
      }
      assert.equal(field({}, 'polluted'), undefined);
      assert.equal(Reflect.get({}, 'polluted'), undefined);
      assert.equal(Reflect.get([], 'polluted'), undefined);
    });
  }

  const poisoned = (content: string): string =>
    `{"__proto__":{"error":"no"},"choices":[{"__proto__":{"index":1},"delta":{"__proto__":{"content":"evil"},"content":"${content}"}}]}`;
  const cases: readonly WireCase[] = [
    {
      name: 'poisoned keys are no fields',
      body: sse(poisoned('Hel'), poisoned('lo'), STOP),
      outcome: { text: 'Hello' },
    },
    {
      name: 'inherited words are no answer',
      body: sse('{"choices":[{"__proto__":{"delta":{"content":"evil"}}}]}') + saying('Hello'),
      outcome: { text: 'Hello' },
    },
    {
      name: 'a poisoned envelope is an envelope',
      protocol: 'envelope',
      contentType: 'application/json',
      body: '{"__proto__":{"code":1},"code":0,"result":{"__proto__":{"answer":"evil"},"answer":"Hello"}}',
      outcome: { text: 'Hello' },
    },
    {
      name: 'a poisoned error tells its own words',
      status: 400,
      contentType: 'application/json',
      body: '{"__proto__":{"error":"evil"},"error":{"__proto__":{"message":"evil"},"message":"no coins"}}',
      outcome: { failure: { kind: 'server', words: /^no coins$/ } },
    },
    {
      name: 'a call with arguments that are deeper than any stack comes without them',
      body: sse(
        `{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":${deep(100_000, '{"a":', '}')}}}]}}]}`,
        STOP,
      ),
      outcome: { toolCalls: [{ id: 'a', name: 'f', arguments: '' }] },
    },
  ];
  describeCases('is read as what it is', cases);
});
