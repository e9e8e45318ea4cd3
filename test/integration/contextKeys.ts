import * as vscode from 'vscode';

/** What the extension has told VS Code of the state that keys depend on. */
export interface ContextKeys {
  get(name: string): unknown;
  begin(): void;
  end(): void;
}

export function contextKeys(): ContextKeys {
  const values = new Map<unknown, unknown>();
  const real = vscode.commands.executeCommand;
  return {
    get: name => values.get(`endpointChat.${name}`),
    begin() {
      values.clear();
      const watched = async (command: string, ...rest: readonly unknown[]): Promise<unknown> => {
        if (command === 'setContext') values.set(rest[0], rest[1]);
        return real(command, ...rest);
      };
      Object.assign(vscode.commands, { executeCommand: watched });
    },
    end() {
      Object.assign(vscode.commands, { executeCommand: real });
    },
  };
}
