import * as vscode from 'vscode';
import type { Client } from '../../core/client/client';
import { createTrial, type Tried } from '../../core/client/trial';
import { systemClock } from '../../core/clock';
import { createEndpointWizard } from '../../core/wizard/endpointWizard';
import { findLocalServers } from '../../core/wizard/localServers';
import { type Answer, BACK, type WizardDependencies } from '../../core/wizard/wizardTypes';
import { askForToken, type Step } from '../quickSteps';
import { askForAddress } from './addressStep';
import { showCheck } from './checkStep';
import { askForModel } from './modelPicker';

/** All that the wizard needs but its boxes and its clock, which it gets here. `revealChat` is called once the endpoint is saved. */
export interface AddEndpointDependencies extends Omit<WizardDependencies, 'screens' | 'clock'> {
  /** A client for what is not saved yet. */
  readonly clientFor: (tried: Tried) => Promise<Client>;
  /** Asks whether a token may go to an origin without encryption. */
  readonly askForPlainHttp: (origin: string) => Promise<boolean>;
  readonly revealChat: () => Promise<void>;
}

const STEPS = 4;

/** The boxes of "Add Endpoint". What comes when is said by `endpointWizard`. */
export function createAddEndpoint({
  clientFor,
  askForPlainHttp,
  revealChat,
  ...dependencies
}: AddEndpointDependencies): () => Promise<void> {
  const trial = createTrial(clientFor);
  const title = vscode.l10n.t('Add Endpoint');
  return createEndpointWizard({
    ...dependencies,
    clock: systemClock,
    screens: {
      address: (question, leave) =>
        askForAddress({ ...question, step: { step: 1, totalSteps: STEPS, leave }, findServers: findLocalServers }),
      token: (url, kept, leave) => withBack(2, leave, step => askForToken(title, url, kept, step)),
      model: (endpoint, known, tried, leave) =>
        withBack(3, leave, async step => {
          const load = async (signal: AbortSignal) => trial.models(await tried(), endpoint, signal);
          return (await askForModel({ title, sources: [{ endpoint: endpoint.name, known, load }], step }))?.model;
        }),
      check: (endpoint, model, tried, leave) =>
        withBack(4, leave, step =>
          showCheck(endpoint.name, signal => trial.check(tried, endpoint, model, signal), step),
        ),
      plainHttp: askForPlainHttp,
      async added(name, works) {
        await revealChat();
        if (works) void vscode.window.showInformationMessage(vscode.l10n.t('{0} answers.', name));
      },
    },
  });
}

/** The answer of a box, or that its way back was taken. */
async function withBack<T>(
  number: number,
  leave: AbortSignal,
  show: (step: Step) => Promise<T | undefined>,
): Promise<Answer<T>> {
  if (leave.aborted) return undefined;
  let wentBack = false;
  const onBack = (): void => {
    wentBack = true;
  };
  const answer = await show({ step: number, totalSteps: STEPS, onBack, leave });
  return wentBack ? BACK : answer;
}
