import { sse } from '../../../support/scriptedReply';
import { describeCases } from './cases';
import { COUNTED, chunk, completion, DONE, STOP, says, USAGE } from './chunks';

describe('the choices of a stream', () => {
  const between = (odd: unknown) => sse(says('Hel'), odd, says('lo'), STOP, DONE);
  const hello = { text: 'Hello' } as const;
  describeCases('may be missing or empty (R10)', [
    { name: 'an empty list is skipped', body: between({ choices: [] }), outcome: hello },
    { name: 'null is skipped', body: between({ choices: null }), outcome: hello },
    { name: 'no list at all is skipped', body: between({ id: 'x', object: 'chat.completion.chunk' }), outcome: hello },
    { name: 'a choice that is null is skipped', body: between({ choices: [null] }), outcome: hello },
    {
      name: 'a delta that is null is skipped',
      body: between({ choices: [{ index: 0, delta: null, finish_reason: null }] }),
      outcome: hello,
    },
    { name: 'a choice without a delta is skipped', body: between({ choices: [{ index: 0 }] }), outcome: hello },
    { name: 'a delta without content is skipped', body: between(chunk({ role: 'assistant' })), outcome: hello },
    { name: 'content that is null is skipped', body: between(chunk({ content: null })), outcome: hello },
    { name: 'content that is no text is skipped', body: between(chunk({ content: 42 })), outcome: hello },
    { name: 'an object instead of the list is skipped', body: between({ choices: { delta: 'x' } }), outcome: hello },
    {
      name: 'a finish reason counts without a delta',
      body: sse(says('Hello'), { choices: [{ finish_reason: 'length' }] }),
      outcome: { text: 'Hello', finish: 'length' },
    },
    {
      name: 'a usage of less than nothing is none',
      body: between({ choices: [], usage: { prompt_tokens: -1, completion_tokens: -1 } }),
      outcome: { text: 'Hello' },
    },
    {
      name: 'usage counts without choices',
      body: between({ choices: [], usage: COUNTED }),
      outcome: { text: 'Hello', usage: USAGE },
    },
    {
      name: 'what a content filter says of the prompt is skipped',
      body:
        sse({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] }, says('Hel')) +
        between({ choices: [] }).slice(sse(says('Hel')).length),
      outcome: hello,
    },
    {
      name: 'content may be a list of parts',
      body: sse(
        chunk(
          {
            content: [
              { type: 'text', text: 'Hel' },
              { type: 'text', text: 'lo' },
            ],
          },
          'stop',
        ),
      ),
      outcome: hello,
    },
    {
      name: 'a refusal is what the model says',
      body: sse(
        chunk({ role: 'assistant', content: '', refusal: null }),
        chunk({ refusal: 'Hel' }),
        chunk({ refusal: 'lo' }),
        STOP,
      ),
      outcome: hello,
    },
  ]);

  const at = (index: unknown, content: string) => ({ index, delta: { content }, finish_reason: null });
  describeCases('may be several (R11)', [
    {
      name: 'those of an index above 0 are ignored',
      body: sse(
        { choices: [at(0, 'Hel')] },
        { choices: [at(1, 'Bon')] },
        { choices: [at(0, 'lo')] },
        { choices: [at(1, 'jour')] },
        STOP,
        DONE,
      ),
      outcome: hello,
    },
    {
      name: 'also in one chunk, in any order',
      body: sse({ choices: [at(1, 'Bon'), at(0, 'Hel')] }, { choices: [at(0, 'lo'), at(1, 'jour')] }, STOP, DONE),
      outcome: hello,
    },
    {
      name: 'the end of another one is not the end of the answer',
      body: sse(says('Hello'), { choices: [{ index: 1, delta: {}, finish_reason: 'stop' }] }),
      outcome: { text: 'Hello', failure: { kind: 'truncated' } },
    },
    {
      name: 'of a whole answer the first one counts',
      contentType: 'application/json',
      body: JSON.stringify({
        choices: [
          { index: 1, message: { content: 'Bonjour' }, finish_reason: 'length' },
          { index: 0, message: { content: 'Hello' }, finish_reason: 'stop' },
        ],
      }),
      outcome: hello,
    },
    {
      name: 'a choice without an index, or with one as text, is the first',
      body: sse({ choices: [{ delta: { content: 'Hel' } }] }, { choices: [at('0', 'lo')] }, STOP),
      outcome: hello,
    },
  ]);

  const said = { role: 'assistant', content: 'Hello you' };
  const pieces = [says('Hello'), says(' you')];
  describeCases('may repeat the whole answer at the end, which is never doubled (R12)', [
    {
      name: 'as the message of the last chunk',
      body: sse(...pieces, { choices: [{ index: 0, message: said, finish_reason: 'stop' }] }, DONE),
      outcome: { text: 'Hello you' },
    },
    {
      name: 'as the message beside an empty delta',
      body: sse(...pieces, { choices: [{ index: 0, delta: {}, message: said, finish_reason: 'stop' }] }, DONE),
      outcome: { text: 'Hello you' },
    },
    {
      name: 'as the delta of the last chunk',
      body: sse(...pieces, chunk(said, 'stop'), DONE),
      outcome: { text: 'Hello you' },
    },
    {
      name: 'as a delta behind the finish reason',
      body: sse(...pieces, STOP, chunk(said), DONE),
      outcome: { text: 'Hello you' },
    },
    {
      name: 'as the delta of the last chunk, when one piece was the whole answer',
      body: sse(says('The answer is 4.'), chunk({ content: 'The answer is 4.' }, 'stop'), DONE),
      outcome: { text: 'The answer is 4.' },
    },
    {
      name: 'as the delta of the last chunk, with the reasoning',
      body: sse(
        chunk({ reasoning_content: 'Be' }),
        chunk({ reasoning_content: ' nice.' }),
        ...pieces,
        chunk({ ...said, reasoning_content: 'Be nice.' }, 'stop'),
        DONE,
      ),
      outcome: { reasoning: 'Be nice.', text: 'Hello you' },
    },
    {
      name: 'as a whole completion behind [DONE]',
      body: sse(...pieces, STOP, DONE, completion(said, { usage: COUNTED })),
      outcome: { text: 'Hello you', usage: USAGE },
    },
    {
      name: 'as a whole completion behind [DONE], in a bare line',
      body: `${sse(...pieces, STOP, DONE)}${JSON.stringify(completion(said))}\n`,
      outcome: { text: 'Hello you' },
    },
    {
      name: 'while a short word may well be said twice',
      body: sse(says('ha'), chunk({ content: 'ha' }, 'stop'), DONE),
      outcome: { text: 'haha' },
    },
    {
      name: 'while what was said before may be said again in the middle',
      body: sse(says('tick '), says('tock '), says('tick tock '), STOP, DONE),
      outcome: { text: 'tick tock tick tock ' },
    },
  ]);
});
