import * as vscode from 'vscode';
import type { Client } from '../../core/client/client';
import type { Rename } from '../../core/endpoints/endpointNames';
import type { Endpoint } from '../../core/endpoints/endpoints';
import type { PossibleTarget, Target } from '../../core/endpoints/target';
import type { ModelCatalog } from '../../core/models/modelCatalog';
import { stillThere } from '../../core/models/recentModels';
import { currentFirst } from '../ask';
import { COMMANDS } from '../ids';
import { askForModel, type ModelSource } from './modelPicker';

/** `recents` may tell endpoints by names that they had before; `renames` says which these were. */
export interface ModelSelectionDependencies {
  readonly endpoints: () => readonly Endpoint[];
  /** Loads the network part on first use. */
  readonly client: () => Promise<Client>;
  readonly catalog: Pick<ModelCatalog, 'known'>;
  readonly target: () => PossibleTarget | undefined;
  readonly setTarget: (target: Target) => Promise<void>;
  /** The models that were used last, also of endpoints that are gone. */
  readonly recents: () => readonly Target[];
  readonly renames: () => readonly Rename[];
}

/** Which model the next message goes to. */
export interface ModelSelection {
  /** Lets the user choose among the models of all endpoints. */
  select(): Promise<void>;
  /** Lets the user choose among those of one. */
  chooseOf(endpoint: Endpoint): Promise<string | undefined>;
  /** Goes on with an endpoint, and with the model that was used there last. */
  use(endpoint: Endpoint): Promise<void>;
}

/** Keeps nothing: endpoints, target and recent models are read anew for every list. */
export function createModelSelection(dependencies: ModelSelectionDependencies): ModelSelection {
  const { endpoints, client, catalog, target, setTarget } = dependencies;

  async function use(endpoint: Endpoint): Promise<void> {
    const last = recents().find(recent => recent.endpoint === endpoint.name)?.model;
    const model = last ?? endpoint.model ?? endpoint.models[0] ?? (await chooseOf(endpoint));
    if (model !== undefined) await setTarget({ endpoint: endpoint.name, model });
  }

  async function select(): Promise<void> {
    if (endpoints().length === 0) {
      await vscode.commands.executeCommand(COMMANDS.addEndpoint);
      return;
    }
    const { endpoint, model } = target() ?? {};
    const chosen = await askForModel({
      title: vscode.l10n.t('Select Model'),
      // An id that is typed belongs to the endpoint of this conversation first.
      sources: currentFirst(endpoints(), endpoint?.name).map(modelSource),
      recents: recents(),
      current: endpoint && model !== undefined ? { endpoint: endpoint.name, model } : undefined,
    });
    if (chosen) await setTarget(chosen);
  }

  async function chooseOf(endpoint: Endpoint): Promise<string | undefined> {
    const current = endpoint.model === undefined ? undefined : { endpoint: endpoint.name, model: endpoint.model };
    const title = vscode.l10n.t('Select Model: {0}', endpoint.name);
    return (await askForModel({ title, sources: [modelSource(endpoint)], current }))?.model;
  }

  function modelSource(endpoint: Endpoint): ModelSource {
    return {
      endpoint: endpoint.name,
      known: [...new Set([...(endpoint.model ? [endpoint.model] : []), ...endpoint.models])],
      remembered: () => catalog.known(endpoint),
      contextWindow: endpoint.contextWindow,
      load: async (signal, options) => (await client()).models(endpoint, signal, options),
    };
  }

  function recents(): readonly Target[] {
    return stillThere(dependencies.recents(), endpoints(), dependencies.renames());
  }

  return { select, chooseOf, use };
}
