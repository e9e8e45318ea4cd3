import { originOf } from '../endpoints/endpoints';
import type { Target } from '../endpoints/target';
import { type Complete, type Draft, EMPTY } from './endpointDraft';
import { createEndpointWizardSteps, type EndpointWizardSteps, type Next } from './endpointWizardSteps';
import type { NewEndpoint, WizardDependencies } from './wizardTypes';

/** Milliseconds for which a wizard that was left can be gone on with; a token does not lie in memory for longer. */
const RESUMABLE = 10 * 60_000;

/**
 * "Add Endpoint": from what a provider's page gives to an endpoint that answers. It can be left at every step and gone on
 * with for a while, in memory only; what is filled in is saved together, at the end. Whoever starts it anew leaves the one
 * that is open.
 */
export function createEndpointWizard(dependencies: WizardDependencies): () => Promise<void> {
  const { clock } = dependencies;
  const steps = createEndpointWizardSteps(dependencies);
  const { save, finish } = createEndpointSaving(dependencies, steps);
  let unfinished: { readonly draft: Draft; readonly stopForgetting: () => void } | undefined;

  let running: { readonly leave: AbortController; readonly ended: Promise<unknown> } | undefined;

  function forget(): void {
    unfinished?.stopForgetting();
    unfinished = undefined;
  }

  /** An address with all that came along is worth more than a box that has none. */
  function remember(draft: Draft): void {
    if (!draft.input && unfinished?.draft.input) return;
    forget();
    unfinished = { draft, stopForgetting: clock.after(RESUMABLE, forget) };
  }

  async function run(leave: AbortSignal): Promise<void> {
    const left = unfinished?.draft;
    // Whatever fails on the way, what was filled in can be gone on with.
    let draft = left && !left.input ? left : EMPTY;
    let next: Next = { type: 'step', draft };
    let saved: Target;
    try {
      while (next.type === 'step' && !leave.aborted) {
        draft = next.draft;
        next = await steps.take(draft, draft === EMPTY || draft === left ? left : undefined, leave);
      }
      draft = next.draft;
      if (next.type !== 'save') return remember(draft);
      saved = await save(next.draft);
    } catch (error) {
      remember(draft);
      throw error;
    }
    // Whatever fails from here on, the endpoint is there: nobody shall add it twice.
    forget();
    await finish(saved, next.draft, next.works);
  }

  return async () => {
    // Its boxes stay open when the focus leaves them. What it has comes along.
    while (running) {
      running.leave.abort();
      await running.ended;
    }
    const leave = new AbortController();
    const whole = run(leave.signal);
    running = { leave, ended: whole.catch(() => undefined) };
    await whole.finally(() => {
      running = undefined;
    });
  };
}

function createEndpointSaving(
  dependencies: WizardDependencies,
  { nameOf, storedToken }: Pick<EndpointWizardSteps, 'nameOf' | 'storedToken'>,
) {
  const { tokens, screens } = dependencies;

  async function putBack(origin: string, token: string | undefined): Promise<void> {
    // That the settings cannot be written is what the user must know.
    await (token === undefined ? tokens.remove(origin) : tokens.set(origin, token)).catch(() => undefined);
  }

  /** All or nothing: where the settings cannot be written, the token is as it was. */
  async function save(draft: Complete): Promise<Target> {
    const { url, headers, parameters } = draft.input;
    const origin = originOf(url);
    const before = draft.token === undefined ? undefined : await storedToken(origin);
    if (draft.token !== undefined) await tokens.set(origin, draft.token);
    const more = { ...(headers ? { headers } : {}), ...(parameters ? { parameters } : {}) };
    const entry: NewEndpoint = { name: nameOf(draft), url, model: draft.model, ...more };
    try {
      await dependencies.saveEndpoint(entry);
    } catch (error) {
      if (draft.token !== undefined) await putBack(origin, before);
      throw error;
    }
    return { endpoint: entry.name, model: draft.model };
  }

  async function finish(target: Target, { input, plainHttp }: Complete, works: boolean): Promise<void> {
    if (plainHttp === originOf(input.url)) await dependencies.allowPlainHttp(plainHttp);
    await dependencies.setTarget(target);
    await screens.added(target.endpoint, works);
  }

  return { save, finish };
}
