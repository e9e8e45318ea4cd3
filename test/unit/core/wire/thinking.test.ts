import assert from 'node:assert/strict';
import { sse } from '../../../support/scriptedReply';
import { ask, collect, never } from '../client/clientSetup';
import { describeCases, WIRES } from './cases';
import { chunk, completion, DONE, STOP, saying, says } from './chunks';
import { memoryHttp } from './memoryHttp';
import { outcomeOf } from './outcome';

/** One delta for each character: the tags then come apart in the text, not only in the bytes. */
function letterByLetter(text: string): string {
  return saying(...text);
}

const both = { reasoning: 'Two and two.', text: 'Four.' } as const;

describe('the thinking of a model', () => {
  describeCases('is kept apart from the answer (R13)', [
    {
      name: 'as reasoning_content',
      body: sse(
        chunk({ reasoning_content: 'Two and ' }),
        chunk({ reasoning_content: 'two.', content: null }),
        says('Four.'),
        STOP,
        DONE,
      ),
      outcome: both,
    },
    {
      name: 'as reasoning',
      body: sse(chunk({ reasoning: 'Two and ', content: '' }), chunk({ reasoning: 'two.' }), says('Four.'), STOP, DONE),
      outcome: both,
    },
    {
      name: 'as both, which say the same',
      body: sse(chunk({ reasoning: 'Two and two.', reasoning_content: 'Two and two.' }), says('Four.'), STOP),
      outcome: both,
    },
    {
      name: 'in the chunk in which the answer begins',
      body: sse(chunk({ reasoning_content: 'Two and two.', content: 'Four' }), says('.'), STOP),
      outcome: both,
    },
    {
      name: 'in a whole answer',
      contentType: 'application/json',
      body: JSON.stringify(completion({ content: 'Four.', reasoning_content: 'Two and two.' })),
      outcome: both,
    },
    {
      name: 'in a whole answer that was not asked to be streamed',
      request: { stream: false },
      contentType: 'application/json',
      body: JSON.stringify(completion({ content: 'Four.', reasoning: 'Two and two.' })),
      outcome: both,
    },
    {
      name: 'as a part of the content',
      body: sse(
        chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Two and two.' }] }] }),
        chunk({ content: [{ type: 'text', text: 'Four.' }] }),
        STOP,
      ),
      outcome: both,
    },
    {
      name: 'also when nothing else came before the connection broke',
      body: sse(chunk({ reasoning_content: 'Two and two.' })),
      outcome: { reasoning: 'Two and two.', failure: { kind: 'truncated' } },
    },
  ]);

  describeCases('is found in the answer itself, between tags at its very beginning (R13),', [
    { name: 'in one piece', body: saying('<think>Two and two.</think>Four.'), outcome: both },
    { name: 'letter by letter', body: letterByLetter('<think>Two and two.</think>Four.'), outcome: both },
    {
      name: 'without the white space around the tags',
      body: saying('\n <think>\n', '\nTwo and two.', '</think>', '\n', '\n', 'Four.'),
      outcome: both,
    },
    {
      name: 'in a whole answer',
      contentType: 'application/json',
      body: JSON.stringify(completion({ content: '<think>\nTwo and two.</think>\n\nFour.' })),
      outcome: both,
    },
    {
      name: 'in an envelope',
      protocol: 'envelope',
      contentType: 'application/json',
      body: JSON.stringify({ code: 0, result: { answer: '<think>Two and two.</think>\nFour.' } }),
      outcome: both,
    },
    ...['thinking', 'thought', 'reasoning'].map(tag => ({
      name: `also when they are called <${tag}>`,
      body: letterByLetter(`<${tag}>Two and two.</${tag}>Four.`),
      outcome: both,
    })),
    {
      name: 'when there is nothing between them',
      body: letterByLetter('<think>\n\n</think>\n\nFour.'),
      outcome: { text: 'Four.' },
    },
    {
      name: 'when the closing one never comes',
      body: letterByLetter('<think>Two and two.</thin'),
      outcome: { reasoning: 'Two and two.</thin' },
    },
    {
      name: 'when the connection breaks within the closing one',
      body: sse(says('<think>Two and two.'), says('</thi')),
      ending: 'cut',
      outcome: { reasoning: 'Two and two.</thi', failure: { kind: 'truncated' } },
    },
    {
      name: 'when an error comes within the opening one',
      body: sse(says('<thin'), { error: { message: 'out of memory' } }),
      outcome: { text: '<thin', failure: { kind: 'server', words: /^out of memory$/ } },
    },
    {
      name: 'with other tags, and what looks like one, within',
      body: letterByLetter('<think>a <b> </b> </thinking> <</think>b</think>Four.'),
      outcome: { reasoning: 'a <b> </b> </thinking> <', text: 'b</think>Four.' },
    },
  ]);

  describeCases('is not found where it is not (R13)', [
    {
      name: 'tags in the middle of an answer are text',
      body: letterByLetter('Write <think>so</think> or so.'),
      outcome: { text: 'Write <think>so</think> or so.' },
    },
    {
      name: 'tags in a second place are text',
      body: letterByLetter('<think>a</think>b<think>c</think>'),
      outcome: { reasoning: 'a', text: 'b<think>c</think>' },
    },
    {
      name: 'other tags at the beginning are text',
      body: letterByLetter(' <thinker>a</thinker>'),
      outcome: { text: ' <thinker>a</thinker>' },
    },
    { name: 'half a tag at the end is text', body: letterByLetter('<think'), outcome: { text: '<think' } },
    { name: 'white space is text', body: letterByLetter(' \n '), outcome: { text: ' \n ' } },
    { name: 'a closing tag alone is text', body: letterByLetter('</think>a'), outcome: { text: '</think>a' } },
  ]);

  it('is told before the end, also when half a tag was held back (R13)', async () => {
    for (const [words, type] of [
      ['<think', 'text'],
      ['<think>Two.</thi', 'reasoning'],
    ] as const) {
      const http = memoryHttp({ status: 200, headers: {}, pieces: [Buffer.from(saying(words))], ending: 'end' });
      const events = await collect(WIRES.openai.chat(http, ask('hi'), never, new Set()));
      assert.deepEqual([...new Set(events.map(event => event.type))], [type, 'finish']);
    }
  });

  const answers = [
    '<think>Two and two.</think>Four.',
    ' <think>\nTwo and\ntwo.\n</think>\n\nFour.',
    '<reasoning>Two </think> and two.</reasoning> Four </reasoning>.',
    '<think>Two and two.</thi',
    'Four <think>is</think> it.',
    '<thinker>Four.',
  ];
  for (const answer of answers) {
    it(`is told apart wherever a delta ends: ${JSON.stringify(answer)} (R13)`, async () => {
      const read = async (...pieces: readonly string[]) => {
        const body = Buffer.from(saying(...pieces));
        const http = memoryHttp({ status: 200, headers: {}, pieces: [body], ending: 'end' });
        const { text, reasoning } = await outcomeOf(WIRES.openai.chat(http, ask('hi'), never, new Set()));
        return { text, reasoning };
      };
      const whole = await read(answer);
      for (let first = 0; first <= answer.length; first++) {
        for (let second = first; second <= answer.length; second++) {
          const pieces = [answer.slice(0, first), answer.slice(first, second), answer.slice(second)];
          assert.deepEqual(await read(...pieces), whole, JSON.stringify(pieces));
        }
      }
    });
  }
});
