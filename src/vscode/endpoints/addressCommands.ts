import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../ids';

/** Each answers whether it has changed anything. `url`: for those that are about another address. */
type Action = (endpoint: unknown, url: unknown) => Promise<boolean>;

type Actions = Readonly<
  Record<'useAddress' | 'allowPlainHttp' | 'sendWithoutToken' | 'forgetUnencryptedAddresses', Action>
>;

/** The commands that change where, or how, something is sent. */
export function registerAddressCommands(
  load: () => Promise<Actions>,
  report: (error: unknown) => void,
): vscode.Disposable {
  const register = (command: string, name: keyof Actions): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (endpoint: unknown, url: unknown) => {
      try {
        const actions = await load();
        return await actions[name](endpoint, url);
      } catch (error) {
        report(error);
        return false;
      }
    });
  return vscode.Disposable.from(
    register(INTERNAL_COMMANDS.useAddress, 'useAddress'),
    register(INTERNAL_COMMANDS.allowPlainHttp, 'allowPlainHttp'),
    register(INTERNAL_COMMANDS.sendWithoutToken, 'sendWithoutToken'),
    register(COMMANDS.forgetUnencryptedAddresses, 'forgetUnencryptedAddresses'),
  );
}
