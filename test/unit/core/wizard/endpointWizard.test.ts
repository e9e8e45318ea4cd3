import assert from 'node:assert/strict';
import { readEndpointInput } from '../../../../src/core/pasted/endpointInput';
import { BACK } from '../../../../src/core/wizard/wizardTypes';
import { DEKA, KEY } from '../pasted/pastedWords';
import { type Answers, COMMAND, LEFT, ORIGIN, pasted, setUp, WORKS } from './endpointWizardSetup';

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

  it('offers nothing again that is saved, whatever fails after that', async () => {
    const { run, saved, seen } = setUp({ failure: new Error('too late') });
    await assert.rejects(run({ address: [pasted(COMMAND)], token: [''], model: ['m1'], check: [WORKS] }), /too late/);
    assert.equal(saved.length, 1);
    await run({ address: [LEFT] });
    assert.deepEqual(seen, ['address']);
  });

  it('never takes the name of another endpoint', async () => {
    const { run, saved } = setUp({ endpoints: [{ name: 'Ollama', url: 'localhost:11434' }] });
    const answer = { ...pasted('http://127.0.0.1:9999'), name: 'Ollama' };
    await run({ address: [answer], token: [''], model: ['m'], check: [WORKS] });
    assert.equal(saved[0]?.name, 'Ollama 2');
  });
});
