import assert from 'node:assert/strict';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import type { Endpoint } from '../../../../src/core/endpoints/endpoints';
import { errorDetails } from '../../../../src/core/errors';
import type { ConversationLabel } from '../../../../src/core/store/historyTypes';
import { createTitleSuggestions, type TitleSuggestions } from '../../../../src/core/titles/titleSuggestions';
import { isRecord } from '../../../../src/core/unknown';
import { isQuestion } from '../../../support/questions';
import { json } from '../../../support/scriptedReply';
import { type ClientSetup, delta, lastRequest, setUpClient, stream } from '../client/clientSetup';

const turn = (n: number, text = 'A function that remembers.', reasoning = ''): readonly ConversationRecord[] => [
  { type: 'question', id: `q${n}`, parts: [{ type: 'text', text: 'What is a closure?' }] },
  { type: 'asked', id: `a${n}`, endpoint: 'test', model: 'practice-model', at: 1 },
  { type: 'delta', id: `a${n}`, text, reasoning, at: 2 },
  { type: 'ended', id: `a${n}`, at: 3, outcome: { status: 'complete', finishReason: 'stop' } },
];
const chat = (...records: readonly ConversationRecord[]): Conversation =>
  records.reduce(apply, emptyConversation('c1', 1));

describe('a title that the model suggests', () => {
  let setup: ClientSetup;
  let titles: TitleSuggestions;
  let endpoint: Endpoint;
  let labels: Map<string, ConversationLabel>;
  let failures: string[];

  beforeEach(async () => {
    setup = await setUpClient();
    endpoint = setup.openai();
    labels = new Map([['c1', {}]]);
    failures = [];
    titles = createTitleSuggestions({
      client: async () => setup.client,
      labelOf: async id => labels.get(id),
      label: async (id, change) => void labels.set(id, { ...labels.get(id), ...change }),
      onFailure: error => void failures.push(errorDetails(error).kind),
    });
  });
  afterEach(async () => {
    titles.dispose();
    await setup.close();
  });

  const suggests = (words: string): void =>
    setup.server.script({ ...stream([{ send: `${delta(words)}data: [DONE]\n\n` }]), when: isQuestion });
  const body = (): Readonly<Record<string, unknown>> => {
    const sent: unknown = JSON.parse(lastRequest(setup.server).text);
    assert.ok(isRecord(sent));
    return sent;
  };

  it('is asked for after the first answer, with few tokens, of the model that has answered', async () => {
    suggests('"Closures in JavaScript."');
    await titles.answered(chat(...turn(1)), endpoint);
    assert.deepEqual(labels.get('c1'), { title: 'Closures in JavaScript' });
    const { model, max_tokens, messages } = body();
    assert.deepEqual([model, max_tokens], ['practice-model', 64]);
    assert.match(JSON.stringify(messages), /What is a closure\?.*A function that remembers/);
    assert.equal(setup.server.requests.filter(isQuestion).length, 1);
  });

  it('is asked for with no half of a character, which strict servers refuse', async () => {
    suggests('Closures');
    await titles.answered(chat(...turn(1, `${'x'.repeat(499)}😀`)), endpoint);
    assert.equal(JSON.stringify(body()['messages']).includes('\\ud83d'), false);
  });

  it('keeps the user’s own parameters, and a lower limit', async () => {
    endpoint = setup.openai({ parameters: { temperature: 0.1, max_completion_tokens: 20, stop: ['x'] } });
    suggests('Closures');
    await titles.answered(chat(...turn(1)), endpoint);
    const { temperature, max_tokens, max_completion_tokens, stop } = body();
    assert.deepEqual([temperature, max_tokens, max_completion_tokens, stop], [0.1, undefined, 20, undefined]);
  });

  it('is asked of a model that thinks with room for that and the wish to think less, and without it where it is refused', async () => {
    setup.server.script({
      ...json({ error: { message: 'Unknown parameter: reasoning_effort' } }, 400),
      when: isQuestion,
    });
    suggests('<think>Closures…</think>Closures');
    await titles.answered(chat(...turn(1, 'A function.', 'Hm.')), endpoint);
    assert.deepEqual(labels.get('c1'), { title: 'Closures' });
    const [first = '', second = ''] = setup.server.requests.filter(isQuestion).map(({ text }) => text);
    assert.match(first, /"reasoning_effort":"low"/);
    assert.doesNotMatch(second, /reasoning_effort|enable_thinking/);
    assert.match(second, /"max_tokens":1024/);
  });

  it('is asked for once, and not again after other answers, another version or a reload', async () => {
    suggests('Closures');
    await titles.answered(chat(...turn(1)), endpoint);
    labels.set('c1', {});
    await titles.answered(chat(...turn(1)), endpoint);
    await titles.answered({ ...chat(...turn(1), ...turn(2)), id: 'c2' }, endpoint);
    assert.equal(setup.server.requests.filter(isQuestion).length, 1);
  });

  it('is not asked for where there is a title, no answer, no endpoint, or no conversation any more', async () => {
    labels.set('named', { title: 'Mine' });
    await titles.answered({ ...chat(...turn(1)), id: 'named' }, endpoint);
    await titles.answered({ ...chat(...turn(1)), id: 'gone' }, endpoint);
    await titles.answered(chat(...turn(1, ' ')), endpoint);
    await titles.answered(chat(...turn(1).slice(0, -1)), endpoint);
    await titles.answered(chat(...turn(1)), undefined);
    assert.deepEqual(setup.server.requests.filter(isQuestion), []);
    assert.deepEqual(failures, []);
  });

  it('never takes the place of one that the user gives meanwhile, nor comes back after a deletion', async () => {
    for (const meanwhile of [{ title: 'Mine' }, undefined]) {
      let go = (): void => undefined;
      const wait = new Promise<void>(resolve => {
        go = resolve;
      });
      const id = meanwhile ? 'named' : 'deleted';
      labels.set(id, { pinned: true });
      setup.server.script({
        ...stream([{ wait }, { send: `${delta('Closures')}data: [DONE]\n\n` }]),
        when: isQuestion,
      });
      const asked = setup.server.nextRequest();
      const done = titles.answered({ ...chat(...turn(1)), id }, endpoint);
      await asked;
      if (meanwhile) labels.set(id, meanwhile);
      else labels.delete(id);
      go();
      await done;
      assert.deepEqual(labels.get(id), meanwhile);
    }
  });

  it('is none where the model writes nonsense', async () => {
    suggests('I’m sorry, I cannot help with that.');
    await titles.answered(chat(...turn(1)), endpoint);
    assert.deepEqual([labels.get('c1'), failures], [{}, []]);
  });

  it('fails for the log alone, and is not waited for where a server is busy', async () => {
    setup.server.script({ ...json({ error: { message: 'Slow down.' } }, 429), when: isQuestion });
    await titles.answered(chat(...turn(1)), endpoint);
    assert.deepEqual([labels.get('c1'), failures], [{}, ['rateLimited']]);
    assert.equal(setup.server.requests.filter(isQuestion).length, 1);
  });

  it('is given up when the window closes', async () => {
    setup.server.script({ ...stream([{ head: true }, { stall: true }]), when: isQuestion });
    const asked = setup.server.nextRequest();
    const done = titles.answered(chat(...turn(1)), endpoint);
    await asked;
    titles.dispose();
    await done;
    assert.deepEqual([labels.get('c1'), failures], [{}, []]);
  });
});
