import assert from 'node:assert/strict';
import type { UnknownRecord } from '../../../../src/core/unknown';
import { onlyWordsOf } from '../../../../src/core/wire/completion';
import { createSameChunks } from '../../../../src/core/wire/sameChunks';
import { sse } from '../../../support/scriptedReply';
import { describeCases } from './cases';
import { COUNTED, chunk, DONE, STOP, says, USAGE } from './chunks';

/** As servers write them: what stands around the delta is the same in every chunk. */
function framed(delta: object, more: object = {}): UnknownRecord {
  return { id: 'c1', created: 7, choices: [{ index: 0, delta, finish_reason: null }], model: 'm', ...more };
}

/** What is read of each chunk without parsing it; undefined where it had to be parsed. */
function readAll(...chunks: readonly (UnknownRecord | string)[]): readonly (string | undefined)[] {
  const same = createSameChunks(onlyWordsOf);
  return chunks.map(given => {
    const data = typeof given === 'string' ? given : JSON.stringify(given);
    let said: string | undefined;
    const say = (type: string, text: string): void => {
      said = `${type}: ${text}`;
    };
    if (!same.read(data, say) && typeof given !== 'string') same.learn(data, given);
    return said;
  });
}

const [a, b] = [framed({ content: 'a' }), framed({ content: 'b' })];

describe('chunks that differ from the one before in their words alone', () => {
  it('are read without being parsed', () => {
    assert.deepEqual(readAll(a, b, b), [undefined, 'text: b', 'text: b']);
    const thought = (text: string) => framed({ reasoning_content: text });
    assert.deepEqual(readAll(thought('a'), thought('b')), [undefined, 'reasoning: b']);
  });

  it('say the same as when they are parsed, whatever they say', () => {
    for (const words of [
      '"',
      '\\',
      '\n',
      '\u0000',
      '😀',
      '\ud800',
      '","x":"',
      '"}}],"choices":[{"delta":{"content":"b',
    ]) {
      assert.deepEqual(readAll(a, framed({ content: words })), [undefined, `text: ${words}`]);
    }
  });

  it('are parsed where they say nothing, or more than words', () => {
    for (const other of [
      framed({ content: '' }),
      framed({ content: null }),
      framed({ content: ['b'] }),
      framed({ content: 'b', tool_calls: [] }),
      framed({ content: 'b' }, { usage: COUNTED }),
      framed({ content: 'b', content2: 'c' }),
      { ...b, error: 'no' },
      { choices: [{ delta: { content: 'b' }, finish_reason: 'stop' }] },
    ]) {
      assert.deepEqual(readAll(a, other), [undefined, undefined], JSON.stringify(other));
    }
  });

  it('are not taken for such where the words only look like one', () => {
    const text = JSON.stringify(a);
    for (const broken of ['"b', 'b"', '"b","content":"c"', '"b"}', '["b"]', '1', '', '"a" "b"']) {
      assert.deepEqual(readAll(a, text.replace('"a"', broken)), [undefined, undefined], broken);
    }
    assert.deepEqual(readAll(a, text.slice(0, -1), text.slice(1), ''), [undefined, undefined, undefined, undefined]);
  });

  it('are learned by what the chunk says, not by where the same text stands first', () => {
    const named = (content: string) => ({ id: 'a', ...framed({ content }), first: 'a' });
    const begins = (content: string) => ({ object: 'a', ...framed({ content }) });
    assert.deepEqual(readAll(named('a'), named('b')), [undefined, 'text: b']);
    assert.deepEqual(readAll(begins('a'), begins('b'), begins('c')), [undefined, undefined, 'text: c']);
    assert.deepEqual(readAll(begins('a'), { ...begins('a'), object: 'z' }), [undefined, undefined]);
  });

  it('are learned anew when something else changes', () => {
    const later = (content: string) => framed({ content }, { created: 8 });
    assert.deepEqual(readAll(a, b, later('c'), later('d')), [undefined, 'text: b', undefined, 'text: d']);
  });

  it('are no longer looked for where no two are alike', () => {
    const varied = Array.from({ length: 20 }, (_, number) => framed({ content: 'x' }, { obfuscation: number }));
    assert.deepEqual(readAll(...varied, a, b).filter(Boolean), []);
  });
});

describeCases('an answer of chunks that are the same but for their words', [
  {
    name: 'is whole, its thinking and its usage too',
    body: sse(
      framed({ reasoning_content: 'h' }),
      framed({ reasoning_content: 'm' }),
      framed({ content: '"' }),
      framed({ content: '\\"}' }),
      framed({ content: 'b' }, { usage: COUNTED }),
      framed({ content: 'c' }),
      STOP,
      DONE,
    ),
    outcome: { reasoning: 'hm', text: '"\\"}bc', usage: USAGE },
  },
  {
    name: 'keeps the thinking that stands in it apart',
    body: sse(
      framed({ content: '<thi' }),
      framed({ content: 'nk>' }),
      framed({ content: 'hm</think>' }),
      b,
      STOP,
      DONE,
    ),
    outcome: { reasoning: 'hm', text: 'b' },
  },
  {
    name: 'is not said twice where the last chunk repeats it',
    body: sse(says('Hel'), says('lo '), says('you'), chunk({ content: 'Hello you' }, 'stop'), DONE),
    outcome: { text: 'Hello you' },
  },
  {
    name: 'ends with an error that looks the same',
    body: `${sse(a, b)}event: error\ndata: ${JSON.stringify(framed({ content: 'c' }))}\n\n`,
    outcome: { text: 'ab', failure: { kind: 'server' } },
  },
]);
