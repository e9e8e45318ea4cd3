import * as vscode from 'vscode';
import { onFirstUse } from '../../core/onFirstUse';
import { COMMANDS } from '../ids';

/** `loadAddEndpoint` is called once, and again only where loading has failed. */
export interface EndpointCommandsDependencies {
  /** Loads the wizard, with its first use. */
  readonly loadAddEndpoint: () => Promise<() => Promise<void>>;
  /** Says what went wrong, and logs it. */
  readonly report: (error: unknown) => void;
}

/** The command that adds an endpoint. */
export function registerEndpointCommands({ loadAddEndpoint, report }: EndpointCommandsDependencies): vscode.Disposable {
  const wizard = onFirstUse(loadAddEndpoint);

  async function addEndpoint(): Promise<void> {
    const run = await wizard.get();
    await run();
  }

  return vscode.commands.registerCommand(COMMANDS.addEndpoint, () => addEndpoint().catch(report));
}
