import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../ids';

/** What the buttons and keys of a proposal depend on. */
export interface ProposalState {
  readonly canAskAgain: boolean;
  readonly hasEarlier: boolean;
  readonly hasLater: boolean;
}

/** Tells VS Code of the proposal in front; of none where there is none. */
export function setProposalKeys(front: ProposalState | undefined): void {
  const set = (key: string, value: boolean): void => {
    void vscode.commands.executeCommand('setContext', key, value);
  };
  set(CONTEXT_KEYS.proposing, front !== undefined);
  set(CONTEXT_KEYS.canAskAgain, front?.canAskAgain === true);
  set(CONTEXT_KEYS.hasEarlier, front?.hasEarlier === true);
  set(CONTEXT_KEYS.hasLater, front?.hasLater === true);
}
