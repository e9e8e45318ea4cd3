import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelInfo } from '../../src/core/chat';
import { askForModel, type ModelSource } from '../../src/vscode/endpoints/modelPicker';
import { until } from './support';

interface Asked {
  readonly refresh: boolean;
  readonly answer: (list: readonly ModelInfo[] | undefined) => void;
  readonly fail: (error: Error) => void;
}

describe('the list of models to choose from', () => {
  const { createQuickPick } = vscode.window;
  let pick: vscode.QuickPick<vscode.QuickPickItem>;
  let clickRefresh = (): void => undefined;
  let asked: Asked[];

  beforeEach(() => {
    asked = [];
    const create = (): vscode.QuickPick<vscode.QuickPickItem> => {
      pick = createQuickPick();
      // What an earlier test has left behind may still take the keyboard.
      pick.ignoreFocusOut = true;
      // Nobody clicks here.
      const onDidTriggerButton: typeof pick.onDidTriggerButton = listener => {
        clickRefresh = () => listener(pick.buttons.at(-1) ?? assert.fail('there is no button'));
        return { dispose: () => undefined };
      };
      return Object.defineProperty(pick, 'onDidTriggerButton', { value: onDidTriggerButton });
    };
    Object.assign(vscode.window, { createQuickPick: create });
  });
  afterEach(() => {
    pick.hide();
    Object.assign(vscode.window, { createQuickPick });
  });

  /** Opens the list of one endpoint, whose answers the test gives. */
  function open(more: Partial<ModelSource> = {}): void {
    const load: ModelSource['load'] = (_signal, { refresh }) =>
      new Promise((answer, fail) => asked.push({ refresh, answer, fail }));
    void askForModel({ title: 'Select Model', sources: [{ endpoint: 'One', known: ['set'], load, ...more }] });
  }

  const rows = (): string =>
    pick.items
      .filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator)
      .map(({ label, description }) => `${label}: ${description}`)
      .join('\n');
  const shows = (words: string): Promise<void> => until(words, () => rows().includes(words));

  it('has the list of the last time at once, and after a failure, too', async () => {
    open({ remembered: async () => [{ id: 'old' }, { id: 'set', vision: true }] });
    assert.equal(rows(), 'set: One', 'the setting is there before any file is read');
    await shows('set: One · images\nold: One');
    assert.equal(pick.busy, true);
    asked[0]?.fail(new Error('offline'));
    await shows('No list of models');
    assert.match(rows(), /old: One/);
  });

  it('gives way to what the endpoint says now', async () => {
    open({ remembered: async () => [{ id: 'old' }] });
    await shows('old');
    asked[0]?.answer([{ id: 'new' }]);
    await shows('new');
    assert.equal(rows(), 'set: One\nnew: One');
  });

  it('is that of the last time it was asked for, whichever answer comes last', async () => {
    open();
    clickRefresh();
    assert.deepEqual(
      asked.map(({ refresh }) => refresh),
      [false, true],
    );
    asked[1]?.answer([{ id: 'fresh' }]);
    await shows('fresh');
    asked[0]?.answer([{ id: 'late' }]);
    await new Promise(setImmediate);
    assert.equal(rows(), 'set: One\nfresh: One');
    assert.equal(pick.busy, false);
  });

  it('keeps its rows while it is asked for again', async () => {
    open();
    asked[0]?.answer([{ id: 'new' }]);
    await shows('new');
    clickRefresh();
    assert.equal(rows(), 'set: One\nnew: One');
  });

  it('says what the user has set that a model holds, as one writes numbers in the language of VS Code', async () => {
    open({ contextWindow: 4096, known: [] });
    asked[0]?.answer([{ id: 'new', contextWindow: 32_768 }]);
    await shows(`new: One · ${(4096).toLocaleString(vscode.env.language)} tokens`);
  });
});
