import * as vscode from 'vscode';
import type { ModelInfo } from '../core/chat';
import type { Endpoint } from '../core/endpoints';
import { errorDetails } from '../core/errors';
import { errorWords } from './errorWords';
import { backButton, placeStep, type Step } from './quickSteps';

export type LoadModels = (
  signal: AbortSignal,
  options: { readonly refresh: boolean },
) => Promise<readonly ModelInfo[] | undefined>;

/** One endpoint's models to choose from. */
export interface ModelGroup {
  readonly endpoint: string;
  /** Shown at once. */
  readonly known: readonly string[];
  /** Asked of the endpoint, unless it is known from before and no `refresh` is wanted; undefined where it has no list. */
  readonly load: LoadModels;
}

export interface ChosenModel {
  readonly endpoint: string;
  readonly model: string;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly chosen?: ChosenModel;
}

/** Lets the user choose a model, or type the id of one that no list holds; it then belongs to the first group. */
export function askForModel(
  title: string,
  groups: readonly ModelGroup[],
  step?: Step,
): Promise<ChosenModel | undefined> {
  const abort = new AbortController();
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Choose a model, or type its id');
  placeStep(pick, step);
  pick.busy = true;
  const listed = groups.map(group => ({ group, models: knownModels(group), problem: '' }));
  const show = (): void => {
    // What was typed comes first, or Enter would take another row.
    pick.items = [
      ...typed(pick.value, groups),
      ...listed.flatMap(({ group, models, problem }) => items(group, models, problem)),
    ];
  };
  show();
  const load = async (entry: (typeof listed)[number], refresh: boolean): Promise<void> => {
    try {
      const loaded = await entry.group.load(abort.signal, { refresh });
      entry.models = merge(knownModels(entry.group), loaded ?? []);
      entry.problem = loaded ? '' : vscode.l10n.t('This endpoint has no list of its models.');
    } catch (error) {
      const { title: headline, serverMessage = '' } = errorWords(errorDetails(error));
      entry.problem = [headline, serverMessage].filter(part => part !== '').join(' · ');
    }
    if (!abort.signal.aborted) show();
  };
  const loadAll = async (refresh: boolean): Promise<void> => {
    pick.busy = true;
    await Promise.all(listed.map(entry => load(entry, refresh)));
    if (!abort.signal.aborted) pick.busy = false;
  };
  void loadAll(false);
  const again = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Ask for the lists again') };
  pick.buttons = [...backButton(step), again];
  pick.onDidTriggerButton(button => {
    if (button === again) void loadAll(true);
  });
  pick.onDidChangeValue(show);
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      // Whoever types fast presses Enter before the row of the typed id is there: nothing is active then, or the row that
      // says there is no list. What was typed counts.
      const chosen = pick.selectedItems[0]?.chosen ?? typed(pick.value, groups)[0]?.chosen;
      if (!chosen) return;
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      abort.abort();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

function knownModels({ known }: ModelGroup): readonly ModelInfo[] {
  return known.map(id => ({ id }));
}

function items(group: ModelGroup, models: readonly ModelInfo[], problem: string): readonly ModelItem[] {
  return [
    { label: group.endpoint, kind: vscode.QuickPickItemKind.Separator },
    ...models.map(model => ({
      label: model.id,
      // Headings vanish while one types, and where the words go must be plain.
      description: [group.endpoint, abilities(model)].filter(part => part !== '').join(' · '),
      chosen: { endpoint: group.endpoint, model: model.id },
    })),
    ...(problem === '' ? [] : [problemItem(group.endpoint, problem)]),
  ];
}

/** What the server tells of a model: `32,768 tokens · images · tools`. */
function abilities({ contextWindow, vision, tools }: ModelInfo): string {
  return [
    contextWindow === undefined ? '' : vscode.l10n.t('{0} tokens', contextWindow.toLocaleString()),
    vision ? vscode.l10n.t('images') : '',
    tools ? vscode.l10n.t('tools') : '',
  ]
    .filter(part => part !== '')
    .join(' · ');
}

/** A row of its own: VS Code draws no heading over nothing, and the box must not be empty and mute. */
function problemItem(endpoint: string, problem: string): ModelItem {
  return {
    label: `$(warning) ${vscode.l10n.t('No list of models. Type the model’s id.')}`,
    description: endpoint,
    // Cut at the width of the box, so what to do stands above.
    detail: problem,
    alwaysShow: true,
  };
}

function typed(value: string, groups: readonly ModelGroup[]): readonly ModelItem[] {
  const model = value.trim();
  const group = groups[0];
  if (model === '' || !group) return [];
  return [
    {
      label: vscode.l10n.t('Use “{0}”', model),
      description: group.endpoint,
      alwaysShow: true,
      chosen: { endpoint: group.endpoint, model },
    },
  ];
}

function merge(known: readonly ModelInfo[], loaded: readonly ModelInfo[]): ModelInfo[] {
  const byId = new Map([...known, ...loaded].map(model => [model.id, model]));
  return [...byId.values()];
}

/** Lets the user choose one of the endpoints. */
export async function askForEndpoint(title: string, endpoints: readonly Endpoint[]): Promise<Endpoint | undefined> {
  const chosen = await vscode.window.showQuickPick(
    endpoints.map(endpoint => ({ label: endpoint.name, description: endpoint.url, endpoint })),
    { title, placeHolder: vscode.l10n.t('Choose an endpoint') },
  );
  return chosen?.endpoint;
}
