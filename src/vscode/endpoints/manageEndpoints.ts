import * as vscode from 'vscode';
import type { Rename } from '../../core/endpoints/endpointNames';
import type { Endpoint } from '../../core/endpoints/endpoints';
import { chooseEndpoint } from '../ask';
import { COMMANDS } from '../ids';
import { createConnectionCheck } from './checkConnection';
import { editEndpoint } from './editEndpoint';
import type { EndpointChangeDependencies } from './endpointChange';
import { askForEndpointAction } from './endpointList';
import { createModelSelection, type ModelSelectionDependencies } from './modelSelection';
import { removeEndpoint } from './removeEndpoint';
import { createTokenCommands, type TokenCommandsDependencies } from './tokenCommands';

/** `rename` remembers the name that an endpoint had. `report` is told what fails, also after a command has ended. */
export interface ManageEndpointsDependencies extends EndpointChangeDependencies, ModelSelectionDependencies {
  readonly tokens: TokenCommandsDependencies['tokens'];
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

/** Provides the documents of connection reports until it is disposed. Endpoints, target and tokens are read anew for every command. */
export function createManageEndpoints(dependencies: ManageEndpointsDependencies): ManageEndpoints {
  const { endpoints, tokens, target } = dependencies;
  const models = createModelSelection(dependencies);
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
        return models.use(choice.endpoint);
    }
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
    chooseModel: models.chooseOf,
    remove: (endpoint: Endpoint) => removeEndpoint(endpoint, dependencies),
  };
  return {
    selectEndpoint,
    selectModel: models.select,
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
