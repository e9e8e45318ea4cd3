import assert from 'node:assert/strict';
import { field, numberField, parseJson, stringField } from '../../../src/core/unknown';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { type Asking, exchangeWith } from './exchangeWith';

const hello = { model: 'practice-model', messages: [{ role: 'user', content: 'Hello' }] };

describe('practice server, envelope protocol', () => {
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer({ pace: { firstTokenMs: 0, tokenMs: 0 }, token: 'right' });
  });
  after(() => server.close());

  async function ask(body: unknown, asking: Asking = { token: 'right' }): Promise<{ status: number; reply: unknown }> {
    const received = await exchangeWith(`${server.url}/api/v1/chat/completion_messages`, { ...asking, body });
    return { status: received.status, reply: parseJson(received.body.toString()) };
  }

  it('answers in an envelope, whatever is said about streaming', async () => {
    for (const body of [hello, { ...hello, stream: true }]) {
      const { status, reply } = await ask({ ...body, max_tokens: 4000 });
      assert.equal(status, 200);
      assert.equal(field(reply, 'code'), 0);
      assert.equal(field(reply, 'message'), 'success');
      const result = field(reply, 'result');
      assert.match(stringField(result, 'answer') ?? '', /not a model/);
      assert.equal(stringField(result, 'model'), 'practice-model');
      assert.equal(stringField(field(result, 'usage'), 'finish_reason'), 'stop');
      const age = Date.now() / 1000 - (numberField(result, 'created_at') ?? 0);
      assert.ok(age >= 0 && age < 60, 'created_at is in seconds');
    }
  });

  it('writes at most 200 tokens when no limit is given', async () => {
    const { reply } = await ask(hello);
    const usage = field(field(reply, 'result'), 'usage');
    assert.equal(numberField(usage, 'completion_tokens'), 200);
    assert.equal(stringField(usage, 'finish_reason'), 'length');
  });

  it('tells errors with status 200 and a code', async () => {
    const cases = [
      [{ ...hello, model: 'gpt-9' }, 404, /does not exist/],
      ['{"model": "practice-model", }', 400, /valid JSON/],
      [{ model: 'practice-model' }, 400, /messages is required/],
    ] as const;
    for (const [body, code, words] of cases) {
      const { status, reply } = await ask(body);
      assert.equal(status, 200);
      assert.equal(field(reply, 'code'), code);
      assert.match(stringField(reply, 'message') ?? '', words);
      assert.equal(field(reply, 'result'), null);
    }
  });

  it('answers a wrong or missing key with 401, in an envelope', async () => {
    for (const asking of [{}, { token: 'wrong' }]) {
      const { status, reply } = await ask(hello, asking);
      assert.equal(status, 401);
      assert.equal(field(reply, 'code'), 401);
    }
  });
});
