import * as vscode from 'vscode';
import type { Endpoint } from '../../core/endpoints/endpoints';
import { errorDetails } from '../../core/errors';
import { readEndpointInput } from '../../core/pasted/endpointInput';
import { withoutKey } from '../../core/pasted/pastedSecrets';
import { isPaste } from '../../core/pasted/pastedText';
import { typedInto } from '../quickSteps';
import { problemWords } from './addressWords';

/** What is in the box, or should be there instead because it holds a key, and what to say of it. */
interface Checked {
  readonly problem?: string;
  readonly instead?: string;
}

/** Asks for another address of an endpoint; undefined where it stays. A key that comes with it is out of sight at once, and is kept nowhere. */
export function askForNewAddress({ name, url }: Endpoint): Promise<string | undefined> {
  const before = withoutKey(url);
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Edit {0}', name);
  box.prompt = vscode.l10n.t('The address of your endpoint, as the provider’s page gives it.');
  // Whoever fetches it from a page must find the box again.
  box.ignoreFocusOut = true;
  box.value = before;
  let seen = before;

  const show = ({ problem, instead }: Checked): void => {
    seen = instead ?? box.value;
    if (instead !== undefined) box.value = instead;
    box.validationMessage = problem;
  };
  box.onDidChangeValue(value => {
    // VS Code tells of what was put into the box, too.
    if (value === seen) return;
    const isAtOnce = isPaste(seen, value);
    const checked = check(value, before);
    seen = value;
    // What is being typed is looked at when it is whole.
    if (isAtOnce || checked.instead === undefined) show(checked);
  });
  return typedInto(box, () => {
    const checked = check(box.value, before);
    show(checked);
    if (checked.problem !== undefined) return 'wrong';
    return { value: box.value.trim() === before ? undefined : box.value.trim() };
  });
}

function check(value: string, before: string): Checked {
  try {
    const { url, token } = readEndpointInput(value);
    if (token === undefined) return {};
    return { problem: vscode.l10n.t('The key is left out of the address. Set it as the token.'), instead: url };
  } catch (error) {
    const details = errorDetails(error);
    const problem = problemWords(details);
    return details.holdsSecret ? { problem, instead: before } : { problem };
  }
}
