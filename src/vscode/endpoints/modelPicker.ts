import * as vscode from 'vscode';
import type { ModelInfo } from '../../core/chat';
import type { Target } from '../../core/endpoints/target';
import { errorDetails } from '../../core/errors';
import { type ModelGroup, type ModelRow, modelRows, typedRows } from '../../core/models/modelChoices';
import { isSameTarget } from '../../core/models/recentModels';
import { errorWords } from '../errorWords';
import { backButton, placeStep, type Step } from '../quickSteps';

/** An endpoint whose models can be chosen. */
export interface ModelSource {
  readonly endpoint: string;
  /** Shown at once. */
  readonly known: readonly string[];
  /** The last list of the endpoint, shown while it is asked, and where it does not answer. */
  readonly remembered?: () => Promise<readonly ModelInfo[]>;
  /** What the user has set counts before what the server says. */
  readonly contextWindow?: number | undefined;
  /** Asked of the endpoint, unless it is known from before and no `refresh` is wanted; undefined where it has no list. */
  readonly load: (
    signal: AbortSignal,
    options: { readonly refresh: boolean },
  ) => Promise<readonly ModelInfo[] | undefined>;
}

/** What the list is made of. All sources are asked at the same time, and each is shown as soon as it answers. */
export interface ModelPickerOptions {
  readonly title: string;
  /** An id that is typed belongs to the first one, if no other is chosen. */
  readonly sources: readonly ModelSource[];
  /** Chosen before, the last one first. */
  readonly recents?: readonly Target[];
  readonly current?: Target | undefined;
  /** The picker's place among other boxes. */
  readonly step?: Step;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly row: ModelRow;
}

/** Lets the user choose a model, or type the id of one that no list holds. */
export function askForModel(options: ModelPickerOptions): Promise<Target | undefined> {
  const { title, sources, recents = [], current, step } = options;
  const abort = new AbortController();
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Choose a model, or type its id');
  placeStep(pick, step);
  const refresh = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Ask for the lists again') };
  pick.buttons = [...backButton(step), refresh];
  let groups: readonly ModelGroup[] = sources.map(source => ({
    endpoint: source.endpoint,
    models: knownModels(source),
    isAsking: true,
  }));

  function show(): void {
    const items = modelRows({ typed: pick.value, groups, recents, current, canGoBack: step?.onBack !== undefined }).map(
      modelItem,
    );
    const active = activeItem(items, pick.activeItems[0]?.row, pick.value === '');
    pick.keepScrollPosition = active !== undefined && pick.items.length > 0;
    pick.items = items;
    // VS Code would go back to the first row whenever another endpoint has answered.
    if (active) pick.activeItems = [active];
  }

  function update(endpoint: string, change: Omit<ModelGroup, 'endpoint'>): void {
    if (abort.signal.aborted) return;
    groups = groups.map(group => (group.endpoint === endpoint ? { endpoint, ...change } : group));
    pick.busy = groups.some(({ isAsking }) => isAsking);
    show();
  }

  /** Of the lists that are asked for: what comes of an earlier round is out of date. */
  let round = 0;

  function load(isRefresh: boolean): void {
    const own = ++round;
    for (const source of sources) {
      const { endpoint } = source;
      let isAsking = true;
      const take = (change: Pick<ModelGroup, 'models' | 'problem'>): void => {
        if (own === round) update(endpoint, { ...change, isAsking });
      };
      const remembered = rememberedModels(source);
      take({ models: groups.find(group => group.endpoint === endpoint)?.models ?? [] });
      remembered.then(models => isAsking && take({ models }));
      listOf(source, remembered, abort.signal, isRefresh).then(list => {
        isAsking = false;
        take(list);
      });
    }
  }

  function mend(mending: 'token' | 'again'): void {
    if (mending === 'again') load(true);
    else {
      step?.onBack?.();
      pick.hide();
    }
  }

  return new Promise(resolve => {
    pick.onDidAccept(() => {
      // Whoever types fast presses Enter before the row of the typed id is there: nothing is active then, or the row that
      // says there is no list. What was typed counts.
      const row = pick.selectedItems[0]?.row;
      if (row?.type === 'mend') return mend(row.mending);
      const target = targetOf(row) ?? typedRows(pick.value.trim(), groups)[0]?.target;
      if (!target) return;
      resolve(target);
      pick.hide();
    });
    pick.onDidTriggerButton(button => {
      if (button === refresh) load(true);
    });
    pick.onDidChangeValue(show);
    pick.onDidHide(() => {
      abort.abort();
      pick.dispose();
      resolve(undefined);
    });
    load(false);
    pick.show();
  });
}

/** The models of an endpoint, or in words why there is no list of them. Never throws. */
async function listOf(
  source: ModelSource,
  remembered: Promise<readonly ModelInfo[]>,
  signal: AbortSignal,
  refresh: boolean,
): Promise<Pick<ModelGroup, 'models' | 'problem' | 'hasFailed'>> {
  try {
    const loaded = await source.load(signal, { refresh });
    if (loaded) return { models: knownModels(source, loaded) };
    return { models: knownModels(source), problem: vscode.l10n.t('This endpoint has no list of its models.') };
  } catch (error) {
    const { title, serverMessage = '' } = errorWords(errorDetails(error));
    const problem = [title, serverMessage].filter(part => part !== '').join(' · ');
    return { models: await remembered, problem, hasFailed: true };
  }
}

/** Never throws. */
async function rememberedModels(source: ModelSource): Promise<readonly ModelInfo[]> {
  return knownModels(source, await source.remembered?.().catch(() => []));
}

/** The models of the setting first, with what was told of them, and then the others. */
function knownModels({ known, contextWindow }: ModelSource, told: readonly ModelInfo[] = []): readonly ModelInfo[] {
  const models = new Map([...known.map(id => ({ id })), ...told].map(model => [model.id, model]));
  return [...models.values()].map(model => (contextWindow === undefined ? model : { ...model, contextWindow }));
}

function targetOf(row: ModelRow | undefined): Target | undefined {
  return row?.type === 'model' || row?.type === 'typed' ? row.target : undefined;
}

/** The row that stays the active one; at first that of the current model. While one types, VS Code finds the best itself. */
function activeItem(
  items: readonly ModelItem[],
  before: ModelRow | undefined,
  isUnfiltered: boolean,
): ModelItem | undefined {
  if (!isUnfiltered) return undefined;
  const target = targetOf(before);
  const same = target && items.find(({ row }) => row.type === 'model' && isSameTarget(row.target, target));
  const current = same ?? items.find(({ row }) => row.type === 'model' && row.isCurrent);
  // Enter must do something where there is nothing to choose.
  return (
    current ??
    (items.some(({ row }) => row.type === 'model') ? undefined : items.find(({ row }) => row.type === 'mend'))
  );
}

function modelItem(row: ModelRow): ModelItem {
  switch (row.type) {
    case 'recentHeading':
      return { label: vscode.l10n.t('Recent'), kind: vscode.QuickPickItemKind.Separator, row };
    case 'endpointHeading':
      return { label: row.endpoint, kind: vscode.QuickPickItemKind.Separator, row };
    case 'model': {
      const current = row.isCurrent ? vscode.l10n.t('current') : '';
      // Headings vanish while one types, and where the words go must be plain.
      const facts = [row.target.endpoint, current, ...abilities(row.info)];
      const label = row.isCurrent ? `$(check) ${row.target.model}` : row.target.model;
      return { label, description: facts.filter(part => part !== '').join(' · '), row };
    }
    case 'typed':
      return {
        // Without what was typed: VS Code puts rows whose label has it in an order of its own, and these belong behind them.
        label: `$(edit) ${vscode.l10n.t('Use this id')}`,
        description: `${row.target.model} · ${row.target.endpoint}`,
        alwaysShow: true,
        row,
      };
    case 'asking':
      return { label: `$(loading~spin) ${vscode.l10n.t('Asking for the list…')}`, description: row.endpoint, row };
    case 'mend':
      return row.mending === 'token'
        ? { label: `$(key) ${vscode.l10n.t('Change the token')}`, alwaysShow: true, row }
        : { label: `$(refresh) ${vscode.l10n.t('Check again')}`, alwaysShow: true, row };
    case 'problem':
      return {
        label: `$(warning) ${vscode.l10n.t('No list of models. Type the model’s id.')}`,
        description: row.endpoint,
        // Cut at the width of the box, so what to do stands above.
        detail: row.problem,
        row,
      };
  }
}

/** What the server tells of a model: `32,768 tokens · images · tools`. */
function abilities({ contextWindow, vision, tools }: ModelInfo): readonly string[] {
  return [
    contextWindow === undefined ? '' : vscode.l10n.t('{0} tokens', contextWindow.toLocaleString(vscode.env.language)),
    vision ? vscode.l10n.t('images') : '',
    tools ? vscode.l10n.t('tools') : '',
  ];
}
