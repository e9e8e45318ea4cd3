import { sse } from '../../../support/scriptedReply';
import { describeCases } from './cases';
import { chunk, completion, DONE, STOP, saying, says } from './chunks';

const CALLS = chunk({}, 'tool_calls');
const weather = { id: 'a', name: 'weather', arguments: '{"city":"Oslo"}' };
const time = { id: 'b', name: 'time', arguments: '{}' };

const fragment = (call: object): object => chunk({ tool_calls: [call] });
const whole = (...calls: readonly object[]): string => JSON.stringify(completion({ content: null, tool_calls: calls }));
const json = { contentType: 'application/json' } as const;
const ended = { finish: 'toolCalls' } as const;

describe('the tools that a model wants to call', () => {
  describeCases('come in fragments (R14)', [
    {
      name: 'which are put together by their index',
      body: sse(
        fragment({ index: 0, id: 'a', type: 'function', function: { name: 'weather', arguments: '' } }),
        fragment({ index: 0, function: { arguments: '{"city"' } }),
        fragment({ index: 0, function: { arguments: ':"Oslo"}' } }),
        CALLS,
        DONE,
      ),
      outcome: { toolCalls: [weather], ...ended },
    },
    {
      name: 'of several calls at once, in the order of their index',
      body: sse(
        fragment({ index: 1, id: 'b', function: { name: 'time', arguments: '{' } }),
        fragment({ index: 0, id: 'a', function: { name: 'weather', arguments: '{"city"' } }),
        chunk({
          tool_calls: [
            { index: 1, function: { arguments: '}' } },
            { index: 0, function: { arguments: ':"Oslo"}' } },
          ],
        }),
        CALLS,
      ),
      outcome: { toolCalls: [weather, time], ...ended },
    },
    {
      name: 'behind text, which stays',
      body: sse(says('Hello'), fragment({ index: 0, id: 'b', function: { name: 'time', arguments: '{}' } }), CALLS),
      outcome: { text: 'Hello', toolCalls: [time], ...ended },
    },
    {
      name: 'and whole with the finish reason',
      body: sse(
        chunk({ tool_calls: [{ index: 0, id: 'b', function: { name: 'time', arguments: '{}' } }] }, 'tool_calls'),
      ),
      outcome: { toolCalls: [time], ...ended },
    },
    {
      name: 'which [DONE] completes when no finish reason does',
      body: sse(fragment({ index: 0, id: 'b', function: { name: 'time', arguments: '{}' } }), DONE),
      outcome: { toolCalls: [time] },
    },
    {
      name: 'which are no call while they are cut off',
      body: sse(fragment({ index: 0, id: 'b', function: { name: 'time', arguments: '{' } })),
      outcome: { failure: { kind: 'truncated' } },
    },
    {
      name: 'called function_call by older servers',
      body: sse(
        chunk({ function_call: { name: 'time', arguments: '' } }),
        chunk({ function_call: { arguments: '{}' } }),
        chunk({}, 'function_call'),
      ),
      outcome: { toolCalls: [{ ...time, id: '' }], ...ended },
    },
  ]);

  const unnumbered = (id: string, name: string): object => ({ id, function: { name, arguments: '{}' } });
  describeCases('may be told apart by other things than an index (R14)', [
    {
      name: 'by their ids, in a stream',
      body: sse(
        fragment({ id: 'a', function: { name: 'weather', arguments: '{"city":' } }),
        fragment({ function: { arguments: '"Oslo"}' } }),
        fragment(unnumbered('b', 'time')),
        CALLS,
      ),
      outcome: { toolCalls: [weather, time], ...ended },
    },
    {
      name: 'by an id that every fragment repeats',
      body: sse(
        fragment({ id: 'a', function: { name: 'weather', arguments: '{"city":' } }),
        fragment({ id: 'a', function: { arguments: '"Oslo"}' } }),
        CALLS,
      ),
      outcome: { toolCalls: [weather], ...ended },
    },
    {
      name: 'by their ids, in a whole answer',
      ...json,
      body: whole(unnumbered('a', 'time'), unnumbered('b', 'time')),
      outcome: { toolCalls: [{ ...time, id: 'a' }, time] },
    },
    {
      name: 'by their places, in a whole answer without ids',
      ...json,
      body: whole({ function: { name: 'time', arguments: '{}' } }, { function: { name: 'zone', arguments: '{}' } }),
      outcome: {
        toolCalls: [
          { ...time, id: '' },
          { id: '', name: 'zone', arguments: '{}' },
        ],
      },
    },
    {
      name: 'by their places, in a whole answer with empty ids',
      ...json,
      body: whole(unnumbered('', 'time'), unnumbered('', 'zone')),
      outcome: {
        toolCalls: [
          { ...time, id: '' },
          { id: '', name: 'zone', arguments: '{}' },
        ],
      },
    },
    {
      name: 'by their names, in a stream without ids',
      body: sse(fragment(unnumbered('', 'time')), fragment(unnumbered('', 'zone')), CALLS),
      outcome: {
        toolCalls: [
          { ...time, id: '' },
          { id: '', name: 'zone', arguments: '{}' },
        ],
        ...ended,
      },
    },
    {
      name: 'by an index that is text',
      body: sse(fragment({ index: '0', ...unnumbered('b', 'time') }), CALLS),
      outcome: { toolCalls: [time], ...ended },
    },
  ]);

  const hostile = [2 ** 53, -1, 1e9, 1.5, 1e308].map(index => ({
    name: `an index of ${index} is ignored`,
    body: sse(fragment({ index, id: 'x', function: { name: 'bomb', arguments: '{}' } }), says('Hello'), STOP),
    outcome: { text: 'Hello' },
  }));
  describeCases('may be nonsense (R14)', [
    ...hostile,
    {
      name: 'arguments that are an object are given as JSON',
      ...json,
      body: whole({ id: 'a', function: { name: 'weather', arguments: { city: 'Oslo' } } }),
      outcome: { toolCalls: [weather] },
    },
    {
      name: 'a name, an id or arguments of another kind are left out',
      ...json,
      body: whole({ id: 7, function: { name: 'time', arguments: null } }, { id: 'b', function: { name: 8 } }),
      outcome: { toolCalls: [{ id: '', name: 'time', arguments: '' }] },
    },
    ...[null, 'none', {}, [], [null], [[]], ['x'], [{}], [{ function: null }]].map(calls => ({
      name: `calls that are ${JSON.stringify(calls)} are none`,
      body: sse(chunk({ content: 'Hello', tool_calls: calls }), STOP),
      outcome: { text: 'Hello' },
    })),
    {
      name: 'a function_call of another kind is none',
      body: sse(chunk({ content: 'Hello', function_call: 'auto' }), STOP),
      outcome: { text: 'Hello' },
    },
    {
      name: 'more calls than any model makes are cut at 128',
      body: sse(
        chunk({ tool_calls: Array.from({ length: 200 }, (_, index) => ({ index, ...unnumbered(`${index}`, 't') })) }),
        CALLS,
      ),
      outcome: {
        toolCalls: Array.from({ length: 128 }, (_, index) => ({ id: `${index}`, name: 't', arguments: '{}' })),
        ...ended,
      },
    },
    {
      name: 'words that look like a call are text',
      body: saying('{"tool_calls": []}'),
      outcome: { text: '{"tool_calls": []}' },
    },
  ]);
});
