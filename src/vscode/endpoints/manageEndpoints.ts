import * as vscode from 'vscode';
import type { Client } from '../../core/client';
import type { Rename } from '../../core/endpointNames';
import type { Endpoint } from '../../core/endpoints';
import type { ModelCatalog } from '../../core/modelCatalog';
import { stillThere } from '../../core/recentModels';
import type { Target } from '../../core/sessionTypes';
import type { PossibleTarget } from '../../core/target';
import { chooseEndpoint, currentFirst } from '../ask';
import { COMMANDS } from '../ids';
import { createConnectionCheck } from './checkConnection';
import { editEndpoint } from './editEndpoint';
import type { EndpointChangeDependencies } from './endpointChange';
import { askForEndpointAction } from './endpointList';
import { askForModel, type ModelSource } from './modelPicker';
import { removeEndpoint } from './removeEndpoint';
import { createTokenCommands, type TokenCommandsDependencies } from './tokenCommands';

export interface ManageEndpointsDependencies extends EndpointChangeDependencies {
  readonly tokens: TokenCommandsDependencies['tokens'];
  /** Loads the network part on first use. */
  readonly client: () => Promise<Client>;
  readonly catalog: Pick<ModelCatalog, 'known'>;
  readonly target: () => PossibleTarget | undefined;
  readonly setTarget: (target: Target) => Promise<void>;
  /** The models that were used last, also of endpoints that are gone. */
  readonly recents: () => readonly Target[];
  readonly renames: () => readonly Rename[];
  readonly rename: (rename: Rename) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** What stands behind the commands that choose among endpoints and models, change and check them. Loaded with the first. */
export interface ManageEndpoints extends vscode.Disposable {
  selectEndpoint(): Promise<void>;
  selectModel(): Promise<void>;
  /** `name`: of the endpoint; without it the user chooses. */
  edit(name?: unknown): Promise<void>;
  remove(name?: unknown): Promise<void>;
  checkConnection(name?: unknown): Promise<void>;
  /** Whether one was set. */
  setToken(name?: unknown): Promise<boolean>;
  removeToken(): Promise<void>;
}

export function createManageEndpoints(dependencies: ManageEndpointsDependencies): ManageEndpoints {
  const { endpoints, tokens, client, catalog, target, setTarget } = dependencies;
  const connectionCheck = createConnectionCheck(dependencies);

  async function selectEndpoint(): Promise<void> {
    const choice = await askForEndpointAction(endpoints(), target()?.endpoint.name);
    switch (choice?.action) {
      case 'add':
        await vscode.commands.executeCommand(COMMANDS.addEndpoint);
        return;
      case 'edit':
        return editEndpoint(choice.endpoint, editing);
      case 'remove':
        await remove(choice.endpoint.name);
        return;
      case 'use':
        return use(choice.endpoint);
    }
  }

  /** With the model that was used there last. */
  async function use(endpoint: Endpoint): Promise<void> {
    const last = recents().find(recent => recent.endpoint === endpoint.name)?.model;
    const model = last ?? endpoint.model ?? endpoint.models[0] ?? (await chooseModelOf(endpoint));
    if (model !== undefined) await setTarget({ endpoint: endpoint.name, model });
  }

  async function selectModel(): Promise<void> {
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

  async function chooseModelOf(endpoint: Endpoint): Promise<string | undefined> {
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

  async function choose(title: string, name: unknown): Promise<Endpoint | undefined> {
    const named = endpoints().find(endpoint => endpoint.name === name);
    return named ?? chooseEndpoint(title, endpoints(), target()?.endpoint.name);
  }

  async function remove(name?: unknown): Promise<void> {
    const endpoint = await choose(vscode.l10n.t('Remove Endpoint'), name);
    if (endpoint) await removeEndpoint(endpoint, dependencies);
  }

  const editing = {
    ...dependencies,
    hasToken: async (origin: string) => (await tokens.get(origin)) !== undefined,
    chooseModel: chooseModelOf,
    remove: (endpoint: Endpoint) => removeEndpoint(endpoint, dependencies),
  };
  return {
    selectEndpoint,
    selectModel,
    async edit(name) {
      const endpoint = await choose(vscode.l10n.t('Edit Endpoint'), name);
      if (endpoint) await editEndpoint(endpoint, editing);
    },
    remove,
    checkConnection: connectionCheck.check,
    ...createTokenCommands(dependencies),
    dispose: () => connectionCheck.dispose(),
  };
}
