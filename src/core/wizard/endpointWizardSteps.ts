import type { Tried } from '../client/trial';
import { type Endpoint, isLoopback, originOf, parseEndpoints, suggestEndpointName } from '../endpoints/endpoints';
import { ChatError, CODES } from '../errors';
import { type Complete, type Draft, filledIn, type Known, moved, type StepName } from './endpointDraft';
import { type AddressAnswer, BACK, type CheckAnswer, type WizardDependencies } from './wizardTypes';

/** Where the wizard goes from a step. */
export type Next =
  | { readonly type: 'step' | 'left'; readonly draft: Draft }
  | { readonly type: 'save'; readonly draft: Complete; readonly works: boolean };

/** The steps of "Add Endpoint", each with its box. */
export interface EndpointWizardSteps {
  /**
   * Shows the box of a draft's step, and says where that leads.
   *
   * @param left what an earlier wizard was left with
   */
  take(draft: Draft, left: Draft | undefined, leave: AbortSignal): Promise<Next>;
  nameOf(draft: Known): string;
  /** A keyring that cannot be read is in nobody's way: a token can be given, and a server on this machine wants none. */
  storedToken(origin: string): Promise<string | undefined>;
}

const goTo = (draft: Draft, step: StepName): Next => ({ type: 'step', draft: { ...draft, step } });

/** Keeps nothing between two steps and saves nothing: all that is known is in the draft. Rejects with what a box rejects with. */
export function createEndpointWizardSteps(dependencies: WizardDependencies): EndpointWizardSteps {
  const { tokens, screens } = dependencies;

  async function address(draft: Draft, left: Draft | undefined, leave: AbortSignal): Promise<Next> {
    const { input: known } = draft;
    const question = {
      text: draft.text,
      known: known && { ...known, ...filledIn(draft) },
      unfinished: left?.input && { name: nameOf({ ...left, input: left.input }), detail: left.input.url },
    };
    const answer: AddressAnswer = await screens.address(question, leave);
    if (answer.type === 'continue') return { type: 'step', draft: left ?? draft };
    if (answer.type === 'left') {
      const typed: Draft = { ...draft, step: known ? 'token' : 'address', text: answer.text };
      return { type: 'left', draft: left?.input ? left : typed };
    }
    const { token: _kept, ...input } = answer.input;
    const isSame = known !== undefined && originOf(known.url) === originOf(input.url);
    const name = (answer.type === 'endpoint' ? answer.name : undefined) ?? (isSame ? draft.name : undefined);
    const allowed = draft.plainHttp === undefined ? {} : { plainHttp: draft.plainHttp };
    const more = { ...(name ? { name } : {}), ...allowed, ...filledIn(answer.input) };
    const next: Draft = { step: 'token', text: input.url, input, ...more };
    return { type: answer.type === 'leftWith' ? 'left' : 'step', draft: next };
  }

  async function token(draft: Known, leave: AbortSignal): Promise<Next> {
    const { url } = draft.input;
    const origin = originOf(url);
    const stored = await storedToken(origin);
    const kept = draft.token === undefined ? (stored === undefined ? 'none' : 'stored') : 'filledIn';
    const typed = await screens.token(url, kept, leave);
    if (typed === BACK) return goTo(draft, 'address');
    if (typed === undefined) return { type: 'left', draft };
    const next: Draft = typed === '' ? draft : { ...draft, token: typed };
    const isOpen = (next.token ?? stored) !== undefined && url.startsWith('http:') && !isLoopback(url);
    if (!isOpen || mayGoOpen(next, origin)) return goTo(next, 'model');
    return (await screens.plainHttp(origin)) ? goTo({ ...next, plainHttp: origin }, 'model') : goTo(next, 'address');
  }

  async function model(draft: Known, leave: AbortSignal): Promise<Next> {
    const known = draft.model === undefined ? [] : [draft.model];
    const chosen = await screens.model(endpointOf(draft), known, () => triedOf(draft), leave);
    if (chosen === BACK) return goTo(draft, 'token');
    return chosen === undefined ? { type: 'left', draft } : goTo({ ...draft, model: chosen }, 'check');
  }

  async function check(draft: Complete, leave: AbortSignal): Promise<Next> {
    const answer = await screens.check(endpointOf(draft), draft.model, await triedOf(draft), leave);
    if (answer === BACK) return goTo(draft, 'model');
    return answer === undefined ? { type: 'left', draft } : afterCheck(draft, answer);
  }

  async function afterCheck(draft: Complete, answer: CheckAnswer): Promise<Next> {
    switch (answer.type) {
      case 'works':
      case 'keep':
        return { type: 'save', draft, works: answer.type === 'works' };
      case 'again':
        return goTo(draft, 'check');
      case 'allowPlainHttp': {
        const origin = originOf(draft.input.url);
        return goTo((await screens.plainHttp(origin)) ? { ...draft, plainHttp: origin } : draft, 'check');
      }
      case 'useAddress':
        return { type: 'step', draft: moved(draft, answer.url) };
      default:
        return goTo(draft, answer.type);
    }
  }

  function take(draft: Draft, left: Draft | undefined, leave: AbortSignal): Promise<Next> {
    const { step, input, model: chosen } = draft;
    if (step === 'address' || !input) return address(draft, left, leave);
    const known = { ...draft, input };
    if (step === 'token') return token(known, leave);
    return step === 'check' && chosen !== undefined ? check({ ...known, model: chosen }, leave) : model(known, leave);
  }

  function nameOf({ input, name }: Known): string {
    const taken = dependencies.endpoints().map(endpoint => endpoint.name);
    return suggestEndpointName(input.url, taken, name);
  }

  function endpointOf(draft: Known): Endpoint {
    const { url, protocol, headers, parameters } = draft.input;
    const [endpoint] = parseEndpoints([{ name: nameOf(draft), url, protocol, headers, parameters }]).endpoints;
    const message = 'The endpoint cannot be used.';
    if (!endpoint) throw new ChatError({ kind: 'internal', code: CODES.endpointUnusable, message });
    return endpoint;
  }

  async function storedToken(origin: string): Promise<string | undefined> {
    return tokens.get(origin).catch(() => undefined);
  }

  function mayGoOpen({ plainHttp }: Draft, origin: string): boolean {
    return plainHttp === origin || dependencies.plainHttpAllowed(origin);
  }

  async function triedOf(draft: Known): Promise<Tried> {
    const origin = originOf(draft.input.url);
    return { token: draft.token ?? (await storedToken(origin)), plainHttp: mayGoOpen(draft, origin) };
  }

  return { take, nameOf, storedToken };
}
