import * as vscode from 'vscode';
import type { CheckStep } from '../../core/client/connectionCheck';
import { type ChatErrorDetails, errorDetails } from '../../core/errors';
import type { CheckAnswer } from '../../core/wizard/wizardTypes';
import { errorWords } from '../errorWords';
import { placeStep, type Step } from '../quickSteps';

interface Row extends vscode.QuickPickItem {
  readonly answer?: CheckAnswer;
}

/** Asks the new endpoint once, and closes when it answers. What fails is said in words, with what would mend it. */
export function showCheck(
  name: string,
  check: (signal: AbortSignal) => AsyncIterable<CheckStep>,
  step: Step,
): Promise<CheckAnswer | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Add Endpoint');
  pick.placeholder = vscode.l10n.t('Checking the connection to {0}…', name);
  pick.busy = true;
  placeStep(pick, step);
  pick.items = [
    { label: `$(loading~spin) ${vscode.l10n.t('Asking for a first word…')}` },
    { label: vscode.l10n.t('Add it without waiting'), answer: { type: 'keep' } },
  ];
  const abort = new AbortController();
  return new Promise(resolve => {
    const leave = (answer: CheckAnswer | undefined): void => {
      resolve(answer);
      pick.hide();
    };
    failureOf(check(abort.signal)).then(
      failure => {
        if (abort.signal.aborted) return;
        if (!failure) return leave({ type: 'works' });
        pick.busy = false;
        pick.placeholder = vscode.l10n.t('{0} does not answer. What next?', name);
        pick.items = failureRows(failure);
        // The first row says what happened; Enter takes what mends it.
        pick.activeItems = pick.items.filter(({ answer }) => answer !== undefined).slice(0, 1);
      },
      () => undefined,
    );
    pick.onDidAccept(() => {
      const answer = pick.selectedItems[0]?.answer;
      if (answer) leave(answer);
    });
    pick.onDidHide(() => {
      abort.abort();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

/** Undefined as soon as the endpoint has answered, whole or in pieces; else why it did not. */
async function failureOf(steps: AsyncIterable<CheckStep>): Promise<ChatErrorDetails | undefined> {
  let failure: CheckStep | undefined;
  try {
    for await (const step of steps) {
      const isAnswer = step.name === 'reply' || step.name === 'stream';
      if (isAnswer && (step.status === 'ok' || step.status === 'warning')) return undefined;
      // That the list of models fails says less than that a question does.
      if (step.error && (failure === undefined || failure.name === 'models')) failure = step;
    }
  } catch (error) {
    return errorDetails(error);
  }
  return failure?.error ?? { kind: 'internal', message: vscode.l10n.t('There was no answer.') };
}

/** What would mend it comes first; the rest of what one can do follows. */
function failureRows(error: ChatErrorDetails): readonly Row[] {
  const { title, serverMessage = '', remedies } = errorWords(error);
  const wanted = remedies.map(({ remedy }) => remedy);
  const mending = remedies.flatMap(({ remedy, label }): readonly Row[] => {
    if (remedy === 'useAddress' && error.suggestedUrl) {
      return [{ label, answer: { type: 'useAddress', url: error.suggestedUrl } }];
    }
    return remedy === 'allowPlainHttp' ? [{ label, answer: { type: 'allowPlainHttp' } }] : [];
  });
  const again: Row = { label: vscode.l10n.t('Check again'), answer: { type: 'again' } };
  const token: Row = { label: vscode.l10n.t('Change the token'), answer: { type: 'token' } };
  const model: Row = { label: vscode.l10n.t('Choose another model'), answer: { type: 'model' } };
  const address: Row = { label: vscode.l10n.t('Change the address'), answer: { type: 'address' } };
  const first = wanted.includes('setToken') ? [token] : wanted.includes('chooseModel') ? [model] : [again];
  const rest = [again, token, model, address].filter(row => !first.includes(row));
  return [
    { label: `$(error) ${title}`, detail: serverMessage.replace(/\s+/g, ' ') },
    { label: vscode.l10n.t('What next?'), kind: vscode.QuickPickItemKind.Separator },
    ...mending,
    ...first,
    ...rest,
    { label: vscode.l10n.t('Add it anyway'), answer: { type: 'keep' } },
  ];
}
