import assert from 'node:assert/strict';
import { type Client, createClient } from '../../../../src/core/client/client';
import { field } from '../../../../src/core/unknown';
import type { Quirk } from '../../../../src/core/wire/wire';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { json, type ScriptedReply } from '../../../support/scriptedReply';
import { ask, endpoint, never, stream } from '../client/clientSetup';
import { WIRES } from './cases';
import { completion, saying } from './chunks';
import { fastClock } from './fastClock';
import { memoryHttp } from './memoryHttp';
import { outcomeOf } from './outcome';

const hello = stream([{ send: saying('Hello') }]);
const limited = { parameters: { max_tokens: 5 } } as const;

/** As OpenAI says it. */
function refusal(message: string): ScriptedReply {
  return json({ error: { message, type: 'invalid_request_error', param: null, code: null } }, 400);
}

interface Refused {
  readonly name: string;
  readonly refusal: ScriptedReply;
  readonly request?: typeof limited;
  /** Whether a body of a request is one that the server takes. */
  readonly accepted: (body: unknown) => boolean;
}

const noOptions = (body: unknown): boolean =>
  field(body, 'stream_options') === undefined && field(body, 'stream') === true;
const noStream = (body: unknown): boolean =>
  field(body, 'stream') === false && field(body, 'stream_options') === undefined;
const newLimit = (body: unknown): boolean =>
  field(body, 'max_completion_tokens') === 5 && field(body, 'max_tokens') === undefined;

const refusals: readonly Refused[] = [
  {
    name: 'stream_options, in words',
    refusal: refusal('Unrecognized request argument supplied: stream_options'),
    accepted: noOptions,
  },
  {
    name: 'stream_options, in FastAPI’s list',
    refusal: json(
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'stream_options'],
            msg: 'Extra inputs are not permitted',
            input: {},
          },
        ],
      },
      422,
    ),
    accepted: noOptions,
  },
  { name: 'include_usage', refusal: json({ detail: 'include_usage: unexpected' }, 400), accepted: noOptions },
  {
    name: 'max_tokens, and names max_completion_tokens',
    refusal: refusal(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    request: limited,
    accepted: newLimit,
  },
  {
    name: 'max_tokens as unknown',
    refusal: refusal('Unknown parameter: max_tokens'),
    request: limited,
    accepted: newLimit,
  },
  { name: 'streams', refusal: refusal('streaming is not supported'), accepted: noStream },
  {
    name: 'streams, in a model’s name',
    refusal: refusal('This model does not support streaming.'),
    accepted: noStream,
  },
  {
    name: 'streams, by the name of the parameter',
    refusal: refusal("Unsupported value: 'stream' does not support true with this model."),
    accepted: noStream,
  },
  { name: 'streams, with status 501', refusal: json({ error: 'stream is not supported' }, 501), accepted: noStream },
];

describe('what a server refuses of a request', () => {
  let server: PracticeServer;
  let client: Client;
  beforeEach(async () => {
    server = await startPracticeServer();
    client = createClient({ token: async () => undefined, clock: fastClock() });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  const bodies = (): readonly unknown[] => server.requests.map(({ body }) => body);
  async function answer(reply: ScriptedReply, more: Partial<typeof limited> = {}, path = ''): Promise<void> {
    server.script(reply);
    const { text, failure } = await outcomeOf(
      client.chat(endpoint({ url: server.url + path }), ask('hi', more), never),
    );
    assert.deepEqual({ text, failure }, { text: 'Hello', failure: undefined });
  }

  for (const { name, refusal, request = {}, accepted } of refusals) {
    it(`is left out, once and for all, when it is ${name}`, async () => {
      const reply = accepted === noStream ? json(completion({ content: 'Hello' })) : hello;
      server.script(refusal);
      await answer(reply, request);
      assert.deepEqual(bodies().map(accepted), [false, true]);
      await answer(reply, request);
      assert.deepEqual(bodies().map(accepted), [false, true, true]);
      await answer(reply, request, '/other/v1');
      assert.equal(accepted(bodies().at(-1)), false, 'another endpoint may know it');
    });
  }

  it('may be several things, one after the other', async () => {
    server.script(refusal('Unknown parameter: stream_options'));
    server.script(refusal("Use 'max_completion_tokens' instead."));
    server.script(refusal('streaming is not supported'));
    await answer(json(completion({ content: 'Hello' })), limited);
    assert.equal(bodies().length, 4);
    await answer(json(completion({ content: 'Hello' })), limited);
    assert.ok(newLimit(bodies().at(-1)) && noStream(bodies().at(-1)));
    assert.equal(bodies().length, 5);
  });

  it('is not left out when a refusal is about something else, and only quotes it', async () => {
    // Servers that check their input quote it, with every field that it has.
    const quoted = {
      detail: [{ loc: ['body', 'messages'], msg: 'Field required', input: { stream_options: {}, stream: true } }],
    };
    server.script(json(quoted, 422));
    const { failure } = await outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never));
    assert.equal(failure?.serverMessage, 'Field required');
    assert.equal(bodies().length, 1);
    await answer(hello);
    assert.deepEqual(field(bodies().at(-1), 'stream_options'), { include_usage: true });
  });

  it('is no stream when one was asked for and the answer came whole', async () => {
    await answer(json(completion({ content: 'Hello' })));
    await answer(json(completion({ content: 'Hello' })));
    assert.deepEqual(bodies().map(noStream), [false, true]);
    await answer(hello, {}, '/other/v1');
    assert.equal(noStream(bodies().at(-1)), false);
  });

  it('is nothing when a whole answer was asked for', async () => {
    const http = memoryHttp({
      status: 200,
      headers: {},
      pieces: [Buffer.from('{"choices":[{"message":{}}]}')],
      ending: 'end',
    });
    const quirks = new Set<Quirk>();
    await outcomeOf(WIRES.openai.chat(http, ask('hi', { stream: false }), never, quirks));
    assert.deepEqual([...quirks], []);
  });

  it('is found out by two requests at once', async () => {
    for (let time = 0; time < 2; time++) {
      server.script({ ...refusal('Unknown parameter: stream_options'), when: ({ body }) => !noOptions(body) });
      server.script({ ...hello, when: ({ body }) => noOptions(body) });
    }
    const asked = [1, 2].map(() => outcomeOf(client.chat(endpoint({ url: server.url }), ask('hi'), never)));
    const outcomes = await Promise.all(asked);
    assert.deepEqual(
      outcomes.map(({ text, failure }) => ({ text, failure })),
      [1, 2].map(() => ({ text: 'Hello', failure: undefined })),
    );
  });
});
