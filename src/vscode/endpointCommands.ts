import * as vscode from 'vscode';
import { COMMANDS } from './ids';

export interface EndpointCommandsDependencies {
  /** Loads the wizard, with its first use. */
  readonly loadAddEndpoint: () => Promise<() => Promise<void>>;
  /** Says what went wrong, and logs it. */
  readonly report: (error: unknown) => void;
}

/** The command that adds an endpoint. */
export function registerEndpointCommands({ loadAddEndpoint, report }: EndpointCommandsDependencies): vscode.Disposable {
  let wizard: Promise<() => Promise<void>> | undefined;

  async function addEndpoint(): Promise<void> {
    wizard ??= loadAddEndpoint();
    await (await wizard)();
  }

  return vscode.commands.registerCommand(COMMANDS.addEndpoint, () => addEndpoint().catch(report));
}
