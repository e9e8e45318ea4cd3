import { originOf, parseEndpointUrl } from '../endpoints/endpoints';
import type { EndpointInput } from '../pasted/endpointInput';
import { takeFromHeaders } from '../pasted/pastedSecrets';

/** The boxes of the wizard, in the order in which they come. */
export type StepName = 'address' | 'token' | 'model' | 'check';

/** What is filled in of a new endpoint so far. Nothing of it is saved before the end. */
export interface Draft {
  readonly step: StepName;
  /** What is in the first box. */
  readonly text: string;
  readonly input?: EndpointInput;
  /** The name that was chosen from the list. */
  readonly name?: string;
  /** Typed or pasted; without one, what is stored for the origin goes along. */
  readonly token?: string;
  /** The origin to which the token may go without encryption, as the user has just said. */
  readonly plainHttp?: string;
  readonly model?: string;
}

/** A draft whose address is known. */
export type Known = Draft & { readonly input: EndpointInput };

/** A draft with all that an entry of the settings needs. */
export type Complete = Known & { readonly model: string };

/** Where a wizard begins. It is told by identity from a draft that is gone on with. */
export const EMPTY: Draft = { step: 'address', text: '' };

/** What the user has given, wherever the address leads. */
export function filledIn({ token, model }: Pick<Draft, 'token' | 'model'>): Pick<Draft, 'token' | 'model'> {
  return { ...(token === undefined ? {} : { token }), ...(model === undefined ? {} : { model }) };
}

/** Keys stay with their server: for another one the token is asked for again. */
export function moved(draft: Complete, to: string): Draft {
  const { token, ...rest } = draft;
  const isSame = originOf(to) === originOf(draft.input.url);
  // Such as an `api-version`; it is left out of what is suggested.
  const address = parseEndpointUrl(isSame ? to + new URL(draft.input.url).search : to);
  const { headers = {}, ...others } = draft.input;
  const kept = isSame ? headers : takeFromHeaders(Object.entries(headers)).headers;
  const input = { ...others, ...address, ...(Object.keys(kept).length === 0 ? {} : { headers: kept }) };
  const step = isSame ? 'check' : 'token';
  return { ...rest, step, text: input.url, input, ...(isSame && token !== undefined ? { token } : {}) };
}
