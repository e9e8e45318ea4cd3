import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS, WALKTHROUGH } from '../ids';
import type { ManageEndpoints, ManageEndpointsDependencies } from './manageEndpoints';

/** The commands that choose among endpoints and models, change and check them, and set and remove tokens. What is behind them loads with the first. */
export function registerEndpointManagement(dependencies: ManageEndpointsDependencies): vscode.Disposable {
  const management = onFirstUse(async () => {
    const { createManageEndpoints } = await import('./manageEndpoints');
    return createManageEndpoints(dependencies);
  });

  const register = (
    command: string,
    run: (manage: ManageEndpoints, name: unknown) => Promise<unknown>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (name?: unknown) => {
      try {
        return await run(await management.get(), name);
      } catch (error) {
        dependencies.report(error);
        return undefined;
      }
    });
  return vscode.Disposable.from(
    register(COMMANDS.selectEndpoint, manage => manage.selectEndpoint()),
    register(COMMANDS.selectModel, manage => manage.selectModel()),
    register(COMMANDS.editEndpoint, (manage, name) => manage.edit(name)),
    register(COMMANDS.removeEndpoint, (manage, name) => manage.remove(name)),
    register(COMMANDS.checkConnection, (manage, name) => manage.checkConnection(name)),
    register(COMMANDS.setToken, (manage, name) => manage.setToken(name)),
    register(COMMANDS.removeToken, manage => manage.removeToken()),
    { dispose: () => void management.loaded()?.then(manage => manage.dispose()) },
    vscode.commands.registerCommand(COMMANDS.getStarted, () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH),
    ),
  );
}
