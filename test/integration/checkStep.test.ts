import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CheckStep } from '../../src/core/client/connectionCheck';
import type { ChatErrorDetails } from '../../src/core/errors';
import type { CheckAnswer } from '../../src/core/wizard/wizardTypes';
import { showCheck } from '../../src/vscode/endpoints/checkStep';
import { until } from './support';

const refused: ChatErrorDetails = {
  kind: 'unauthorized',
  message: 'The endpoint refused the token',
  serverMessage: 'key\nexpired',
  status: 401,
};

function stepOf(name: CheckStep['name'], status: CheckStep['status'], error?: ChatErrorDetails): CheckStep {
  return { name, status, asked: '', answered: '', milliseconds: 1, ...(error ? { error } : {}) };
}

describe('the box that asks a new endpoint once', () => {
  const { createQuickPick } = vscode.window;
  let pick: vscode.QuickPick<vscode.QuickPickItem>;
  let accept = (): void => undefined;

  beforeEach(() => {
    const create = (): vscode.QuickPick<vscode.QuickPickItem> => {
      pick = createQuickPick();
      // Nobody presses Enter here.
      const onDidAccept: typeof pick.onDidAccept = listener => {
        accept = () => listener();
        return { dispose: () => undefined };
      };
      return Object.defineProperty(pick, 'onDidAccept', { value: onDidAccept });
    };
    Object.assign(vscode.window, { createQuickPick: create });
  });
  afterEach(() => {
    pick.hide();
    Object.assign(vscode.window, { createQuickPick });
  });

  /** Opens the box on a check with these steps, which the test lets end. */
  function open(...steps: readonly CheckStep[]) {
    let end = (): void => undefined;
    const ended = new Promise<void>(resolve => {
      end = resolve;
    });
    let signal: AbortSignal | undefined;
    async function* check(given: AbortSignal): AsyncGenerator<CheckStep> {
      signal = given;
      await ended;
      yield* steps;
    }
    const answer: Promise<CheckAnswer | undefined> = showCheck('Mine', check, { step: 4, totalSteps: 4 });
    return { answer, end, isStopped: () => signal?.aborted === true };
  }

  const labels = (): readonly string[] => pick.items.map(({ label }) => label);
  const failureShown = (): Promise<void> =>
    until('the failure is shown', () => /Mine/.test(pick.placeholder ?? '') && !pick.busy);

  it('closes by itself once it has answered', async () => {
    const { answer, end } = open(stepOf('models', 'failed', refused), stepOf('reply', 'ok'));
    assert.equal(pick.busy, true);
    end();
    assert.deepEqual(await answer, { type: 'works' });
  });

  it('is busy no more after a failure: it has what the server said first, and Enter takes what mends it', async () => {
    const { answer, end } = open(stepOf('models', 'ok'), stepOf('reply', 'failed', refused));
    end();
    await failureShown();
    assert.match(pick.placeholder ?? '', /^Mine does not answer/);
    assert.match(labels()[0] ?? '', /^\$\(error\) .*401/);
    assert.equal(pick.items[0]?.detail, 'key expired');
    assert.deepEqual(
      pick.activeItems.map(({ label }) => label),
      ['Change the token'],
    );
    assert.ok(labels().includes('Add it anyway'));
    pick.selectedItems = pick.activeItems;
    accept();
    assert.deepEqual(await answer, { type: 'token' });
  });

  it('says that a question failed rather than that there is no list of models', async () => {
    const noList: ChatErrorDetails = { kind: 'notFound', message: 'No list', status: 404 };
    const { end } = open(stepOf('models', 'failed', noList), stepOf('reply', 'failed', refused));
    end();
    await failureShown();
    assert.match(labels()[0] ?? '', /401/);
  });

  it('stops the check where the user adds the endpoint without waiting, or leaves', async () => {
    const kept = open(stepOf('reply', 'ok'));
    pick.selectedItems = pick.items.filter(({ label }) => label === 'Add it without waiting');
    accept();
    assert.deepEqual(await kept.answer, { type: 'keep' });
    await until('it is stopped', kept.isStopped);
    const left = open(stepOf('reply', 'ok'));
    pick.hide();
    assert.equal(await left.answer, undefined);
    await until('it is stopped', left.isStopped);
  });
});
