import * as vscode from 'vscode';
import type { Client } from '../core/client';
import type { EndpointInput } from '../core/endpointInput';
import { type Endpoint, isLoopback, originOf, parseEndpoints, suggestEndpointName } from '../core/endpoints';
import { ChatError } from '../core/errors';
import { findLocalServers } from '../core/localServers';
import type { Target } from '../core/sessionTypes';
import { createTrial } from '../core/trial';
import { askForAddress } from './addressStep';
import { askForModel } from './ask';
import { showCheck } from './checkStep';
import { askForToken, type Step, tokenPrompt } from './quickSteps';

/** An entry for the `endpoints` setting, as little as is needed. */
type NewEndpoint = Pick<EndpointInput, 'url' | 'headers' | 'parameters'> & {
  readonly name: string;
  readonly model: string;
};

export interface AddEndpointDependencies {
  readonly endpoints: () => readonly Endpoint[];
  readonly saveEndpoint: (endpoint: NewEndpoint) => Promise<void>;
  readonly tokens: {
    get(origin: string): Promise<string | undefined>;
    set(origin: string, token: string): Promise<void>;
    remove(origin: string): Promise<void>;
  };
  /** A client for a token that is not stored yet. */
  readonly clientWith: (token: string | undefined) => Promise<Client>;
  readonly plainHttpAllowed: (origin: string) => boolean;
  /** Asks the user, and remembers a yes. */
  readonly askForPlainHttp: (origin: string) => Promise<boolean>;
  readonly setTarget: (target: Target) => Promise<void>;
  readonly revealChat: () => Promise<void>;
}

type StepName = 'address' | 'token' | 'model' | 'check';

/** What is filled in so far. Nothing of it is saved before the end. */
interface Draft {
  readonly step: StepName;
  /** What is in the first box. */
  readonly text: string;
  readonly input?: EndpointInput;
  /** The name that was chosen from the list. */
  readonly name?: string;
  /** Typed or pasted; without one, what is stored for the origin goes along. */
  readonly token?: string;
  readonly model?: string;
}

/** A draft whose address is known. */
type Known = Draft & { readonly input: EndpointInput };

/** Where the wizard goes from a step. */
type Next =
  | { readonly type: 'step'; readonly draft: Draft }
  | { readonly type: 'left'; readonly draft: Draft }
  | { readonly type: 'save'; readonly draft: Known & { readonly model: string }; readonly works: boolean };

/** Milliseconds for which a wizard that was left can be gone on with; a token does not lie in memory for longer. */
const RESUMABLE = 10 * 60_000;
const EMPTY: Draft = { step: 'address', text: '' };

function filledIn({ token, model }: Pick<Draft, 'token' | 'model'>): Pick<Draft, 'token' | 'model'> {
  return { ...(token === undefined ? {} : { token }), ...(model === undefined ? {} : { model }) };
}

/** "Add Endpoint": from what a provider's page gives to a first answer. Can be left at every step, and gone on with. */
export function createAddEndpoint(dependencies: AddEndpointDependencies): () => Promise<void> {
  const { tokens, plainHttpAllowed, askForPlainHttp } = dependencies;
  const trial = createTrial(dependencies.clientWith);
  let unfinished: Draft | undefined;
  let forgetting: ReturnType<typeof setTimeout> | undefined;

  function remember(draft: Draft | undefined): void {
    clearTimeout(forgetting);
    unfinished = draft;
    if (draft) forgetting = setTimeout(() => remember(undefined), RESUMABLE).unref();
  }

  const nameOf = ({ input, name }: Known): string =>
    suggestEndpointName(
      input.url,
      dependencies.endpoints().map(endpoint => endpoint.name),
      name,
    );

  function endpointOf(draft: Known): Endpoint {
    const { url, protocol, headers, parameters } = draft.input;
    const [endpoint] = parseEndpoints([{ name: nameOf(draft), url, protocol, headers, parameters }]).endpoints;
    if (!endpoint) throw new ChatError({ kind: 'config', message: 'The endpoint cannot be used.' });
    return endpoint;
  }

  const tokenOf = async ({ token, input }: Known): Promise<string | undefined> =>
    token ?? (await tokens.get(originOf(input.url)));

  /** The place of a step, and whether the way back was taken. */
  function placed(step: number): { readonly step: Step; readonly wentBack: () => boolean } {
    let back = false;
    const onBack = (): void => {
      back = true;
    };
    return { step: { step, totalSteps: 4, ...(step === 1 ? {} : { onBack }) }, wentBack: () => back };
  }

  async function address(draft: Draft, left: Draft | undefined): Promise<Next> {
    const answer = await askForAddress({
      step: placed(1).step,
      text: draft.text,
      known: draft.input && { ...draft.input, ...filledIn(draft) },
      unfinished: left?.input && { name: nameOf({ ...left, input: left.input }), detail: left.input.url },
      findServers: findLocalServers,
    });
    if (answer.type === 'left') {
      const typed: Draft = { ...draft, step: draft.input ? 'token' : 'address', text: answer.text };
      return { type: 'left', draft: left?.input ? left : typed };
    }
    if (answer.type === 'continue') return { type: 'step', draft: left ?? draft };
    const { token: _token, ...input } = answer.input;
    const isSame = draft.input !== undefined && originOf(draft.input.url) === originOf(input.url);
    const name = answer.name ?? (isSame ? draft.name : undefined);
    return {
      type: 'step',
      draft: { step: 'token', text: input.url, input, ...(name ? { name } : {}), ...filledIn(answer.input) },
    };
  }

  async function token(draft: Known): Promise<Next> {
    const { url } = draft.input;
    const stored = await tokens.get(originOf(url));
    const place = placed(2);
    const kept = draft.token === undefined ? (stored === undefined ? 'none' : 'stored') : 'pasted';
    const typed = await askForToken(vscode.l10n.t('Add Endpoint'), tokenPrompt(url, kept), place.step);
    if (place.wentBack()) return { type: 'step', draft: { ...draft, step: 'address' } };
    if (typed === undefined) return { type: 'left', draft };
    const next: Draft = { ...draft, step: 'model', ...(typed === '' ? {} : { token: typed }) };
    const hasToken = (next.token ?? stored) !== undefined;
    const isOpen = url.startsWith('http:') && !isLoopback(url);
    if (hasToken && isOpen && !plainHttpAllowed(originOf(url)) && !(await askForPlainHttp(originOf(url)))) {
      return { type: 'step', draft: { ...next, step: 'address' } };
    }
    return { type: 'step', draft: next };
  }

  async function model(draft: Known): Promise<Next> {
    const place = placed(3);
    const endpoint = endpointOf(draft);
    const load = async (signal: AbortSignal) => trial.models(await tokenOf(draft), endpoint, signal);
    const known = draft.model === undefined ? [] : [draft.model];
    const group = { endpoint: endpoint.name, known, load };
    const chosen = await askForModel(vscode.l10n.t('Add Endpoint'), [group], place.step);
    if (place.wentBack()) return { type: 'step', draft: { ...draft, step: 'token' } };
    return chosen ? { type: 'step', draft: { ...draft, step: 'check', model: chosen.model } } : { type: 'left', draft };
  }

  async function check(draft: Known & { readonly model: string }): Promise<Next> {
    const place = placed(4);
    const endpoint = endpointOf(draft);
    const used = await tokenOf(draft);
    const run = (signal: AbortSignal) => trial.check(used, endpoint, draft.model, signal);
    const answer = await showCheck(endpoint.name, run, place.step);
    const goTo = (step: StepName): Next => ({ type: 'step', draft: { ...draft, step } });
    if (place.wentBack()) return goTo('model');
    if (!answer) return { type: 'left', draft };
    switch (answer.type) {
      case 'works':
      case 'keep':
        return { type: 'save', draft, works: answer.type === 'works' };
      case 'again':
        return goTo('check');
      case 'allowPlainHttp':
        await askForPlainHttp(originOf(draft.input.url));
        return goTo('check');
      case 'useAddress':
        return { type: 'step', draft: moved(draft, answer.url) };
      default:
        return goTo(answer.type);
    }
  }

  /** A token stays with its server: for another one it is asked for again. */
  function moved(draft: Known, url: string): Draft {
    const { token: before, ...rest } = draft;
    const isSame = originOf(url) === originOf(draft.input.url);
    const { search } = new URL(draft.input.url);
    const input = { ...draft.input, url: isSame ? url + search : url };
    return {
      ...rest,
      text: input.url,
      input,
      ...(isSame && before ? { token: before } : {}),
      step: isSame ? 'check' : 'token',
    };
  }

  function take(draft: Draft, left: Draft | undefined): Promise<Next> {
    const { step, input, model: chosen } = draft;
    if (step === 'address' || !input) return address(draft, left);
    const known = { ...draft, input };
    if (step === 'token') return token(known);
    return step === 'check' && chosen !== undefined ? check({ ...known, model: chosen }) : model(known);
  }

  /** All or nothing: where the settings cannot be written, the token is as it was. */
  async function save(draft: Known & { readonly model: string }): Promise<string> {
    const { url, headers, parameters } = draft.input;
    const name = nameOf(draft);
    const origin = originOf(url);
    const before = await tokens.get(origin);
    if (draft.token !== undefined) await tokens.set(origin, draft.token);
    try {
      const more = { ...(headers ? { headers } : {}), ...(parameters ? { parameters } : {}) };
      await dependencies.saveEndpoint({ name, url, model: draft.model, ...more });
    } catch (error) {
      if (draft.token !== undefined) await (before === undefined ? tokens.remove(origin) : tokens.set(origin, before));
      throw error;
    }
    await dependencies.setTarget({ endpoint: name, model: draft.model });
    return name;
  }

  return async () => {
    const left = unfinished;
    let next: Next = { type: 'step', draft: left && !left.input ? left : EMPTY };
    while (next.type === 'step') {
      const { draft } = next;
      next = await take(draft, draft === EMPTY || draft === left ? left : undefined);
    }
    if (next.type === 'left') return remember(next.draft);
    const name = await save(next.draft);
    remember(undefined);
    await dependencies.revealChat();
    if (next.works) void vscode.window.showInformationMessage(vscode.l10n.t('{0} answers.', name));
  };
}
