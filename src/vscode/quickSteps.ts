import * as vscode from 'vscode';
import { cleanToken, isLoopback, originOf } from '../core/endpoints/endpoints';

/** Where a box stands in a row of boxes. */
export interface Step {
  readonly step: number;
  readonly totalSteps: number;
  /** Is told before the box closes; the first box has no way back. */
  readonly onBack?: () => void;
  /** Closes the box. */
  readonly leave?: AbortSignal;
}

/** A box among others: says which of them it is, and what its buttons are. */
export function placeStep(box: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, step: Step | undefined): void {
  // Whoever fetches a token from a page or a password manager must find the box again.
  box.ignoreFocusOut = true;
  if (!step) return;
  box.step = step.step;
  box.totalSteps = step.totalSteps;
  step.leave?.addEventListener('abort', () => box.hide());
  box.buttons = backButton(step);
  box.onDidTriggerButton(button => {
    if (button !== vscode.QuickInputButtons.Back) return;
    step.onBack?.();
    box.hide();
  });
}

/** The way back among the buttons of a box; none where it is the first, or stands alone. */
export function backButton(step: Step | undefined): readonly vscode.QuickInputButton[] {
  return step?.onBack ? [vscode.QuickInputButtons.Back] : [];
}

/** Whether there is a token already: in the secret storage, or filled in by what was pasted. */
export type KeptToken = 'none' | 'stored' | 'filledIn';

/**
 * Asks for the token of an address, hidden unless one wants to see it. Undefined: the user left. An empty string: nothing was
 * typed, and what is there stays.
 */
export function askForToken(title: string, url: string, kept: KeptToken, step?: Step): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  box.title = title;
  box.prompt = tokenPrompt(url, kept);
  // An empty box would not be believed.
  if (kept !== 'none') box.placeholder = '•'.repeat(24);
  placeStep(box, step);
  const hide = (isHidden: boolean): void => {
    box.password = isHidden;
    box.buttons = [...backButton(step), isHidden ? SHOW : HIDE];
  };
  const SHOW = { iconPath: new vscode.ThemeIcon('eye'), tooltip: vscode.l10n.t('Show the token') };
  const HIDE = { iconPath: new vscode.ThemeIcon('eye-closed'), tooltip: vscode.l10n.t('Hide the token') };
  hide(true);
  box.onDidTriggerButton(button => {
    if (button !== vscode.QuickInputButtons.Back) hide(!box.password);
  });
  box.onDidChangeValue(value => {
    box.validationMessage = tokenProblem(value);
  });
  return typedInto(box, () => {
    box.validationMessage = tokenProblem(box.value);
    return box.validationMessage === undefined ? { value: cleanToken(box.value) } : 'wrong';
  });
}

/** Shows a box until what is in it is accepted, and gives what `accept` makes of it. Undefined: the user left. */
export function typedInto(
  box: vscode.InputBox,
  accept: () => 'wrong' | { readonly value: string | undefined },
): Promise<string | undefined> {
  return new Promise(resolve => {
    box.onDidAccept(() => {
      const accepted = accept();
      if (accepted === 'wrong') return;
      resolve(accepted.value);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      // Nothing of it stays in a box that VS Code may use again.
      box.value = '';
      box.dispose();
    });
    box.show();
  });
}

function tokenProblem(value: string): string | undefined {
  // Anything else cannot stand in an HTTP header.
  return /^[\x21-\x7e]*$/.test(cleanToken(value))
    ? undefined
    : vscode.l10n.t('A token has no blanks and no special letters.');
}

/** Where the token goes, and whether there is one already. */
function tokenPrompt(url: string, kept: KeptToken): string {
  const origin = originOf(url);
  if (kept === 'filledIn')
    return vscode.l10n.t(
      'The token for {0} is filled in and kept hidden. Press Enter to use it, or type another.',
      origin,
    );
  if (kept === 'stored')
    return vscode.l10n.t('The token for {0}. Leave it empty to keep the one that is stored.', origin);
  if (isLoopback(url)) return vscode.l10n.t('The token for {0}. Leave it empty if your server wants none.', origin);
  return vscode.l10n.t('The token (secret key) for {0}. It is kept in VS Code’s secret storage.', origin);
}
