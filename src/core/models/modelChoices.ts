import type { ModelInfo } from '../chat';
import type { Target } from '../endpoints/target';
import { isSameTarget } from './recentModels';

/** One endpoint's models to choose from, as far as they are known. */
export interface ModelGroup {
  readonly endpoint: string;
  readonly models: readonly ModelInfo[];
  /** Why there is no list, in words. */
  readonly problem?: string;
  /** It was asked and has failed; an endpoint may also have no list at all. */
  readonly hasFailed?: boolean;
  /** It was asked for its list and has not answered yet. */
  readonly isAsking: boolean;
}

/** A row of the list to choose from. */
export type ModelRow =
  | { readonly type: 'recentHeading' }
  | { readonly type: 'endpointHeading'; readonly endpoint: string }
  | { readonly type: 'model'; readonly target: Target; readonly info: ModelInfo; readonly isCurrent: boolean }
  /** What was typed, as the id of a model. */
  | { readonly type: 'typed'; readonly target: Target }
  | { readonly type: 'asking'; readonly endpoint: string }
  | { readonly type: 'problem'; readonly endpoint: string; readonly problem: string }
  /** What mends a failure, where the way back leads to the token. */
  | { readonly type: 'mend'; readonly mending: 'token' | 'again' };

/** What the rows are made of. A recent model whose endpoint has no group gets none. */
export interface ModelChoices {
  /** What is in the box. */
  readonly typed: string;
  /** The first one is what an id that is typed belongs to, if nothing else is chosen. */
  readonly groups: readonly ModelGroup[];
  readonly recents: readonly Target[];
  readonly current?: Target | undefined;
  /** Whether there is a way back, to the token. */
  readonly canGoBack?: boolean;
}

/** The rows of the list: what was typed, what was used last, then the models of each endpoint. A model is there once. */
export function modelRows({ typed, groups, recents, current, canGoBack = false }: ModelChoices): readonly ModelRow[] {
  const recent = recents.flatMap(target => {
    const group = groups.find(({ endpoint }) => endpoint === target.endpoint);
    return group ? [modelRow(target, infoOf(group, target.model), current)] : [];
  });
  return [
    ...typedRows(typed.trim(), groups),
    ...(recent.length === 0 ? [] : [{ type: 'recentHeading' } as const]),
    ...recent,
    ...groups.flatMap(group => groupRows(group, recents, current)),
    ...(canGoBack && groups.some(({ hasFailed }) => hasFailed) ? MENDING : []),
  ];
}

const MENDING: readonly ModelRow[] = [
  { type: 'mend', mending: 'token' },
  { type: 'mend', mending: 'again' },
];

function groupRows(group: ModelGroup, recents: readonly Target[], current: Target | undefined): readonly ModelRow[] {
  const { endpoint, problem, isAsking } = group;
  const isCurrentMissing = current?.endpoint === endpoint && !group.models.some(({ id }) => id === current.model);
  const models = isCurrentMissing ? [{ id: current.model }, ...group.models] : group.models;
  return [
    { type: 'endpointHeading', endpoint },
    ...models
      .map(info => modelRow({ endpoint, model: info.id }, info, current))
      .filter(row => !recents.some(recent => isSameTarget(recent, row.target))),
    // VS Code draws no heading over nothing, and an endpoint must not seem to be missing.
    ...(isAsking && models.length === 0 ? [{ type: 'asking', endpoint } as const] : []),
    ...(problem === undefined ? [] : [{ type: 'problem', endpoint, problem } as const]),
  ];
}

function modelRow(target: Target, info: ModelInfo, current: Target | undefined): ModelRow & { readonly type: 'model' } {
  return { type: 'model', target, info, isCurrent: current !== undefined && isSameTarget(current, target) };
}

/** The id that was typed, for every endpoint that does not list it: a listed one has a row of its own. */
export function typedRows(model: string, groups: readonly ModelGroup[]): readonly (ModelRow & { type: 'typed' })[] {
  if (model === '') return [];
  return groups
    .filter(({ models }) => !models.some(({ id }) => id === model))
    .map(({ endpoint }) => ({ type: 'typed', target: { endpoint, model } }));
}

function infoOf({ models }: ModelGroup, model: string): ModelInfo {
  return models.find(({ id }) => id === model) ?? { id: model };
}
