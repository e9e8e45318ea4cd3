import assert from 'node:assert/strict';
import type { Tried } from '../../../../src/core/client/trial';
import { type Endpoint, parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import type { Target } from '../../../../src/core/endpoints/target';
import { readEndpointInput } from '../../../../src/core/pasted/endpointInput';
import { createEndpointWizard } from '../../../../src/core/wizard/endpointWizard';
import type { AddressQuestion, NewEndpoint, WizardScreens } from '../../../../src/core/wizard/wizardTypes';
import { createFakeClock } from '../../../support/fakeClock';
import { DEKA, KEY } from '../pasted/pastedWords';

export const ORIGIN = new URL(DEKA).origin;
export const COMMAND = `curl ${DEKA} -H "Authorization: Bearer ${KEY}" -H "X-Team: a" -d '{"model":"m1","seed":1,"stream":false}'`;

export type Answers = { readonly [Name in keyof WizardScreens]?: readonly Awaited<ReturnType<WizardScreens[Name]>>[] };

interface Before {
  readonly endpoints?: readonly object[];
  readonly token?: string;
  /** Of what comes after the endpoint is saved. */
  readonly failure?: Error;
}

const shown = ({ token, plainHttp }: Tried): string => `${token}${plainHttp ? ' unencrypted' : ''}`;

/** A wizard whose boxes are answered ahead; a box that nobody has answered fails the test. */
export function setUp(before: Before = {}) {
  const tokens = new Map<string, string>(before.token === undefined ? [] : [[ORIGIN, before.token]]);
  const saved: NewEndpoint[] = [];
  const targets: Target[] = [];
  const allowed: string[] = [];
  const seen: string[] = [];
  const questions: AddressQuestion[] = [];
  const clock = createFakeClock();
  let answers: Answers = {};
  let given: Partial<Record<keyof WizardScreens, number>> = {};
  let failure: Error | undefined;
  let keyring: Error | undefined;
  let onToken = async (_leave: AbortSignal): Promise<void> => undefined;
  const endpoints = (): readonly Endpoint[] => parseEndpoints([...(before.endpoints ?? []), ...saved]).endpoints;

  function next<Name extends keyof WizardScreens>(name: Name, shown: string): Awaited<ReturnType<WizardScreens[Name]>> {
    seen.push(shown === '' ? name : `${name}: ${shown}`);
    const all: Answers[Name] = answers[name];
    const at = given[name] ?? 0;
    given = { ...given, [name]: at + 1 };
    for (const answer of all?.slice(at) ?? []) return answer;
    assert.fail(`nobody has answered: ${seen.join(', ')}`);
  }
  const screens: WizardScreens = {
    async address(question) {
      questions.push(question);
      return next('address', question.unfinished?.name ?? question.text);
    },
    async token(_url, kept, leave) {
      const answer = next('token', kept);
      await onToken(leave);
      return answer;
    },
    model: async (_endpoint, known, tried) => next('model', `${known.join()} with ${shown(await tried())}`),
    check: async (endpoint, model, tried) => next('check', `${endpoint.name} ${model} with ${shown(tried)}`),
    plainHttp: async origin => next('plainHttp', origin),
    added: async (name, works) => void seen.push(`added: ${name} ${works ? 'works' : 'unchecked'}`),
  };
  const run = createEndpointWizard({
    screens,
    clock,
    endpoints,
    async saveEndpoint(endpoint) {
      if (failure) throw failure;
      saved.push(endpoint);
    },
    tokens: {
      async get(origin) {
        if (keyring) throw keyring;
        return tokens.get(origin);
      },
      set: async (origin, token) => void tokens.set(origin, token),
      async remove(origin) {
        tokens.delete(origin);
        if (keyring) throw keyring;
      },
    },
    plainHttpAllowed: () => false,
    allowPlainHttp: async origin => void allowed.push(origin),
    async setTarget(target) {
      if (before.failure) throw before.failure;
      targets.push(target);
    },
  });
  return {
    allowed,
    tokens,
    saved,
    targets,
    seen,
    questions,
    clock,
    failKeyring: (error: Error | undefined) => {
      keyring = error;
    },
    /** Runs while the box for the token is open. */
    whileTokenIsAsked: (run: typeof onToken) => {
      onToken = run;
    },
    failSaving: (error: Error | undefined) => {
      failure = error;
    },
    /** Runs the wizard once, with these answers. */
    async run(given_: Answers) {
      answers = given_;
      given = {};
      seen.length = 0;
      await run();
    },
  };
}

export const pasted = (text: string) => ({ type: 'endpoint', input: readEndpointInput(text) }) as const;
export const LEFT = { type: 'left', text: '' } as const;
export const WORKS = { type: 'works' } as const;
