import assert from 'node:assert/strict';
import { type Endpoint, parseEndpoints } from '../../../src/core/endpoints';
import { createEndpointWizard } from '../../../src/core/endpointWizard';
import { readEndpointInput } from '../../../src/core/pasted/endpointInput';
import type { Target } from '../../../src/core/sessionTypes';
import type { Tried } from '../../../src/core/trial';
import { type AddressQuestion, BACK, type NewEndpoint, type WizardScreens } from '../../../src/core/wizardTypes';
import { createFakeClock } from '../../support/fakeClock';
import { DEKA, KEY } from './pasted/pastedEndpoints';

const ORIGIN = new URL(DEKA).origin;
const COMMAND = `curl ${DEKA} -H "Authorization: Bearer ${KEY}" -H "X-Team: a" -d '{"model":"m1","seed":1,"stream":false}'`;

type Answers = { readonly [Name in keyof WizardScreens]?: readonly Awaited<ReturnType<WizardScreens[Name]>>[] };

interface Before {
  readonly endpoints?: readonly object[];
  readonly token?: string;
  /** Of what comes after the endpoint is saved. */
  readonly failure?: Error;
}

const shown = ({ token, plainHttp }: Tried): string => `${token}${plainHttp ? ' unencrypted' : ''}`;

/** A wizard whose boxes are answered ahead; a box that nobody has answered fails the test. */
function setUp(before: Before = {}) {
  const tokens = new Map<string, string>(before.token === undefined ? [] : [[ORIGIN, before.token]]);
  const saved: NewEndpoint[] = [];
  const targets: Target[] = [];
  const allowed: string[] = [];
  const seen: string[] = [];
  const questions: AddressQuestion[] = [];
  const clock = createFakeClock();
  let answers: Answers = {};
  let given: Partial<Record<keyof WizardScreens, number>> = {};
  let failure: Error | undefined;
  let keyring: Error | undefined;
  let onToken = async (_leave: AbortSignal): Promise<void> => undefined;
  const endpoints = (): readonly Endpoint[] => parseEndpoints([...(before.endpoints ?? []), ...saved]).endpoints;

  function next<Name extends keyof WizardScreens>(name: Name, shown: string): Awaited<ReturnType<WizardScreens[Name]>> {
    seen.push(shown === '' ? name : `${name}: ${shown}`);
    const all: Answers[Name] = answers[name];
    const at = given[name] ?? 0;
    given = { ...given, [name]: at + 1 };
    for (const answer of all?.slice(at) ?? []) return answer;
    assert.fail(`nobody has answered: ${seen.join(', ')}`);
  }
  const screens: WizardScreens = {
    async address(question) {
      questions.push(question);
      return next('address', question.unfinished?.name ?? question.text);
    },
    async token(_url, kept, leave) {
      const answer = next('token', kept);
      await onToken(leave);
      return answer;
    },
    model: async (_endpoint, known, tried) => next('model', `${known.join()} with ${shown(await tried())}`),
    check: async (endpoint, model, tried) => next('check', `${endpoint.name} ${model} with ${shown(tried)}`),
    plainHttp: async origin => next('plainHttp', origin),
    added: async (name, works) => void seen.push(`added: ${name} ${works ? 'works' : 'unchecked'}`),
  };
  const run = createEndpointWizard({
    screens,
    clock,
    endpoints,
    async saveEndpoint(endpoint) {
      if (failure) throw failure;
      saved.push(endpoint);
    },
    tokens: {
      async get(origin) {
        if (keyring) throw keyring;
        return tokens.get(origin);
      },
      set: async (origin, token) => void tokens.set(origin, token),
      async remove(origin) {
        tokens.delete(origin);
        if (keyring) throw keyring;
      },
    },
    plainHttpAllowed: () => false,
    allowPlainHttp: async origin => void allowed.push(origin),
    async setTarget(target) {
      if (before.failure) throw before.failure;
      targets.push(target);
    },
  });
  return {
    allowed,
    tokens,
    saved,
    targets,
    seen,
    questions,
    clock,
    failKeyring: (error: Error | undefined) => {
      keyring = error;
    },
    /** Runs while the box for the token is open. */
    whileTokenIsAsked: (run: typeof onToken) => {
      onToken = run;
    },
    failSaving: (error: Error | undefined) => {
      failure = error;
    },
    /** Runs the wizard once, with these answers. */
    async run(given_: Answers) {
      answers = given_;
      given = {};
      seen.length = 0;
      await run();
    },
  };
}

const pasted = (text: string) => ({ type: 'endpoint', input: readEndpointInput(text) }) as const;
const LEFT = { type: 'left', text: '' } as const;
const WORKS = { type: 'works' } as const;

describe('the wizard that adds an endpoint', () => {
  it('saves what a command says, with everything that came along, once it has answered', async () => {
    const { run, saved, tokens, targets, seen } = setUp();
    await run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] });
    // An example that does not stream is no wish to wait for whole answers.
    assert.deepEqual(saved, [
      { name: 'Deka LLM', url: DEKA, model: 'm1', headers: { 'X-Team': 'a' }, parameters: { seed: 1 } },
    ]);
    assert.deepEqual([...tokens], [[ORIGIN, KEY]]);
    assert.deepEqual(targets, [{ endpoint: 'Deka LLM', model: 'm1' }]);
    assert.deepEqual(seen, [
      'address',
      'token: filledIn',
      `model: m1 with ${KEY}`,
      `check: Deka LLM m1 with ${KEY}`,
      'added: Deka LLM works',
    ]);
  });

  it('has saved nothing when it is left, at whichever step', async () => {
    const address = [pasted(COMMAND)];
    const leaving: readonly Answers[] = [
      { address: [LEFT] },
      { address, token: [undefined] },
      { address, token: [''], model: [undefined] },
      { address, token: [''], model: ['m1'], check: [undefined] },
    ];
    for (const answers of leaving) {
      const { run, saved, tokens, targets } = setUp();
      await run(answers);
      assert.deepEqual([saved, [...tokens], targets], [[], [], []]);
    }
  });

  it('goes on where it was left, with what was filled in', async () => {
    const { run, saved, seen } = setUp();
    await run({ address: [pasted(COMMAND)], token: ['another-key'], model: ['m2'], check: [undefined] });
    await run({ address: [{ type: 'continue' }], check: [WORKS] });
    assert.deepEqual(seen.slice(0, 2), ['address: Deka LLM', 'check: Deka LLM m2 with another-key']);
    assert.equal(saved.length, 1);
  });

  it('keeps what was typed into the first box', async () => {
    const { run, questions } = setUp();
    await run({ address: [{ type: 'left', text: 'https://half.exa' }] });
    await run({ address: [LEFT] });
    assert.equal(questions.at(-1)?.text, 'https://half.exa');
  });

  it('keeps what was pasted into it, the token too', async () => {
    const { run, tokens, seen } = setUp();
    await run({ address: [{ type: 'leftWith', input: readEndpointInput(COMMAND) }] });
    assert.deepEqual([...tokens], []);
    await run({ address: [{ type: 'continue' }], token: [''], model: ['m1'], check: [WORKS] });
    assert.equal(seen[1], 'token: filledIn');
    assert.deepEqual([...tokens], [[ORIGIN, KEY]]);
  });

  it('leaves the box that is open when it is started anew, and offers to go on with what that had', async () => {
    const { run, seen, questions, whileTokenIsAsked, saved } = setUp();
    let isOpen = (): void => undefined;
    const opened = new Promise<void>(resolve => {
      isOpen = resolve;
    });
    whileTokenIsAsked(leave => {
      isOpen();
      return new Promise(resolve => leave.addEventListener('abort', () => resolve()));
    });
    const first = run({ address: [pasted(COMMAND)], token: [undefined] });
    await opened;
    const second = run({ address: [LEFT] });
    await Promise.all([first, second]);
    assert.equal(questions[1]?.unfinished?.name, 'Deka LLM');
    whileTokenIsAsked(async () => undefined);
    await run({ address: [{ type: 'continue' }], token: [''], model: ['m1'], check: [WORKS] });
    assert.equal(seen[1], 'token: filledIn');
    assert.equal(saved.length, 1);
  });

  it('keeps an address with its token when a later box fails', async () => {
    const { run, seen } = setUp();
    await run({ address: [pasted(COMMAND)], token: [undefined] });
    await assert.rejects(run({}), /nobody has answered/);
    await run({ address: [LEFT] });
    assert.deepEqual(seen, ['address: Deka LLM']);
  });

  it('forgets all of it after ten minutes, and when it is done', async () => {
    const { run, clock, seen } = setUp();
    await run({ address: [pasted(COMMAND)], token: [undefined] });
    await clock.advance(10 * 60_000);
    await run({ address: [LEFT] });
    assert.deepEqual(seen, ['address']);
    await run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] });
    await run({ address: [LEFT] });
    assert.deepEqual(seen, ['address']);
    assert.equal(clock.timers, 1, 'only for the last one, which was left');
  });

  it('goes back step by step, and nothing that came along is lost', async () => {
    const { run, saved, tokens, questions } = setUp();
    await run({
      address: [pasted(COMMAND), pasted(COMMAND)],
      token: ['', BACK, ''],
      model: [BACK, 'm1', 'm1'],
      check: [BACK, WORKS],
    });
    assert.equal(questions[1]?.text, DEKA);
    assert.deepEqual(questions[1]?.known, readEndpointInput(COMMAND));
    assert.deepEqual(saved[0]?.parameters, { seed: 1 });
    assert.deepEqual([...tokens], [[ORIGIN, KEY]]);
  });

  it('takes the stored token along, unless another is typed', async () => {
    const kept = setUp({ token: 'stored-key' });
    await kept.run({ address: [pasted(DEKA)], token: [''], model: ['m1'], check: [WORKS] });
    assert.deepEqual(kept.seen[1], 'token: stored');
    assert.deepEqual([...kept.tokens], [[ORIGIN, 'stored-key']]);
    const typed = setUp({ token: 'stored-key' });
    await typed.run({ address: [pasted(DEKA)], token: ['new-key'], model: ['m1'], check: [WORKS] });
    assert.deepEqual([...typed.tokens], [[ORIGIN, 'new-key']]);
  });

  it('never takes a token to another server', async () => {
    const { run, seen } = setUp();
    const other = pasted('https://other.example/v1');
    await run({ address: [pasted(COMMAND), other], token: [BACK, ''], model: ['m1'], check: [undefined] });
    assert.deepEqual(seen.slice(-3), [
      'token: none',
      'model:  with undefined',
      'check: other.example m1 with undefined',
    ]);
  });

  it('keeps the endpoint that does not answer only when that is wanted', async () => {
    const { run, saved, seen } = setUp();
    await run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [{ type: 'again' }, { type: 'keep' }] });
    assert.equal(saved.length, 1);
    assert.equal(seen.at(-1), 'added: Deka LLM unchecked');
  });

  it('goes to the step that mends a failure', async () => {
    const { run, saved, seen } = setUp();
    await run({
      address: [pasted(COMMAND), pasted(DEKA)],
      token: ['', 'better-key', ''],
      model: ['m1', 'm1', 'm3', 'm3'],
      check: [{ type: 'token' }, { type: 'model' }, { type: 'address' }, WORKS],
    });
    assert.equal(seen.filter(step => step.startsWith('check')).at(-1), 'check: Deka LLM m3 with undefined');
    assert.equal(saved[0]?.model, 'm3');
  });

  it('takes a suggested address, with the token only on the same server', async () => {
    const same = setUp();
    const address = [pasted(COMMAND.replace('/v1/', '/wrong/v1/'))];
    await same.run({ address, token: [''], model: ['m1'], check: [{ type: 'useAddress', url: DEKA }, WORKS] });
    assert.equal(same.saved[0]?.url, DEKA);
    assert.equal(same.seen.at(-2), `check: Deka LLM m1 with ${KEY}`);
    const other = setUp();
    const url = 'https://elsewhere.example/v1/chat/completions';
    await other.run({ address, token: ['', undefined], model: ['m1'], check: [{ type: 'useAddress', url }] });
    assert.equal(other.seen.at(-1), 'token: none');
  });

  it('asks before a token may go without encryption, and goes back to the address where it may not', async () => {
    const { run, saved, seen } = setUp();
    const open = pasted('http://llm.corp.example/v1');
    await run({ address: [open, LEFT], token: ['a-key'], plainHttp: [false] });
    assert.deepEqual(seen.slice(1), [
      'token: none',
      'plainHttp: http://llm.corp.example',
      'address: http://llm.corp.example/v1/chat/completions',
    ]);
    await run({ address: [open], token: ['a-key'], plainHttp: [true], model: ['m'], check: [WORKS] });
    assert.equal(saved.length, 1);
    const local = setUp();
    await local.run({ address: [pasted('localhost:8080')], token: ['a-key'], model: ['m'], check: [WORKS] });
    assert.equal(local.saved.length, 1);
  });

  it('remembers that a token may go without encryption only with the endpoint', async () => {
    const { run, allowed, seen } = setUp();
    const open = pasted('http://llm.corp.example/v1');
    await run({ address: [open], token: ['a-key'], plainHttp: [true], model: ['m'], check: [undefined] });
    assert.equal(seen.at(-1), 'check: llm.corp.example m with a-key unencrypted');
    assert.deepEqual(allowed, []);
    await run({ address: [{ type: 'continue' }], check: [WORKS] });
    assert.deepEqual(allowed, ['http://llm.corp.example']);
  });

  it('lets a yes count for one server only', async () => {
    const { run, allowed, seen } = setUp();
    const elsewhere = { type: 'useAddress', url: 'http://other.corp.example/v1/chat/completions' } as const;
    const address = [pasted('http://llm.corp.example/v1')];
    const token = ['a-key', 'b-key'];
    await run({ address, token, plainHttp: [true, true], model: ['m', 'm'], check: [elsewhere, WORKS] });
    assert.equal(seen.filter(step => step.startsWith('plainHttp')).length, 2);
    assert.deepEqual(allowed, ['http://other.corp.example']);
  });

  it('takes no header that holds a key to another server', async () => {
    const { run, saved } = setUp();
    const input = readEndpointInput(`curl ${DEKA} -H "X-Team: a"`);
    const withKey = { ...input, headers: { ...input.headers, 'X-Api-Key': 'k', 'X-Trace': 'sk-abcdefghijkl' } };
    const url = 'https://elsewhere.example/v1/chat/completions';
    const address = [{ type: 'endpoint', input: withKey }] as const;
    await run({ address, token: ['', ''], model: ['m', 'm'], check: [{ type: 'useAddress', url }, WORKS] });
    assert.deepEqual(saved[0]?.headers, { 'X-Team': 'a' });
  });

  it('offers nothing again that is saved, whatever fails after that', async () => {
    const { run, saved, seen } = setUp({ failure: new Error('too late') });
    await assert.rejects(run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] }), /too late/);
    assert.equal(saved.length, 1);
    await run({ address: [LEFT] });
    assert.deepEqual(seen, ['address']);
  });

  it('takes the token back when the settings cannot be written, and can be gone on with', async () => {
    for (const before of [{}, { token: 'old-key' }]) {
      const { run, failSaving, tokens, targets, saved } = setUp(before);
      const held = [...tokens];
      failSaving(new Error('settings.json is read-only'));
      const answers: Answers = { address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] };
      await assert.rejects(run(answers), /read-only/);
      assert.deepEqual([...tokens], held);
      assert.deepEqual(targets, []);
      failSaving(undefined);
      await run({ address: [{ type: 'continue' }], check: [WORKS] });
      assert.equal(saved.length, 1);
      assert.deepEqual([...tokens], [[ORIGIN, KEY]]);
    }
  });

  it('is passed where the keyring cannot be read, with a token and without', async () => {
    for (const [text, token] of [
      [COMMAND, ''],
      ['https://llm.example/v1', 'typed-key'],
      ['localhost:8080', ''],
    ] as const) {
      const { run, failKeyring, saved } = setUp();
      failKeyring(new Error('no keyring'));
      await run({ address: [pasted(text)], token: [token], model: ['m1'], check: [WORKS] });
      assert.equal(saved.length, 1, text);
    }
  });

  it('says that the settings cannot be written, whatever the keyring says', async () => {
    const { run, failKeyring, failSaving, tokens } = setUp();
    failKeyring(new Error('no keyring'));
    failSaving(new Error('settings.json is read-only'));
    await assert.rejects(run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] }), /read-only/);
    assert.deepEqual([...tokens], []);
  });

  it('never takes the name of another endpoint', async () => {
    const { run, saved } = setUp({ endpoints: [{ name: 'Ollama', url: 'localhost:11434' }] });
    const answer = { ...pasted('http://127.0.0.1:9999'), name: 'Ollama' };
    await run({ address: [answer], token: [''], model: ['m'], check: [WORKS] });
    assert.equal(saved[0]?.name, 'Ollama 2');
  });
});
