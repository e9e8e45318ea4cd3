import type { Tried } from '../client/trial';
import type { Clock } from '../clock';
import type { Endpoint } from '../endpoints/endpoints';
import type { Target } from '../endpoints/target';
import type { EndpointInput } from '../pasted/endpointInput';

/** The user wants to see the box before this one. */
export const BACK: unique symbol = Symbol('back');

/** What a box was left with; undefined where the user has left the whole. */
export type Answer<T> = T | typeof BACK | undefined;

/** What became of the first box. `continue`: the user goes on with what an earlier wizard was left with. */
export type AddressAnswer =
  | { readonly type: 'continue' }
  | { readonly type: 'endpoint'; readonly input: EndpointInput; readonly name?: string }
  /** The user left with this in the box. It holds no token. */
  | { readonly type: 'left'; readonly text: string }
  /** The user left with what a paste had given. */
  | { readonly type: 'leftWith'; readonly input: EndpointInput };

/** What the user wants after a check. `works`: the endpoint has answered. */
export type CheckAnswer =
  | { readonly type: 'works' | 'keep' | 'again' | 'token' | 'model' | 'address' | 'allowPlainHttp' }
  | { readonly type: 'useAddress'; readonly url: string };

/** What the first box opens with. */
export interface AddressQuestion {
  /** What was typed before. */
  readonly text: string;
  /** What came with an address before, for as long as it is the same server. */
  readonly known: EndpointInput | undefined;
  /** What can be gone on with. */
  readonly unfinished: { readonly name: string; readonly detail: string } | undefined;
}

/** What the user sees and answers; the wizard decides what comes when. `leave` closes the box, as if the user had left. */
export interface WizardScreens {
  address(question: AddressQuestion, leave: AbortSignal): Promise<AddressAnswer>;
  /** Whether there is a token already, and from where. An empty answer: none was typed. */
  token(url: string, kept: 'none' | 'stored' | 'filledIn', leave: AbortSignal): Promise<Answer<string>>;
  model(
    endpoint: Endpoint,
    known: readonly string[],
    tried: () => Promise<Tried>,
    leave: AbortSignal,
  ): Promise<Answer<string>>;
  check(endpoint: Endpoint, model: string, tried: Tried, leave: AbortSignal): Promise<Answer<CheckAnswer>>;
  /** Asks whether a token may go to an origin without encryption. */
  plainHttp(origin: string): Promise<boolean>;
  added(name: string, works: boolean): Promise<void>;
}

/** An entry for the `endpoints` setting, as little as is needed. */
export interface NewEndpoint extends Pick<EndpointInput, 'url' | 'headers' | 'parameters'> {
  readonly name: string;
  readonly model: string;
}

/** The boxes, and where the settings, the token and the target are saved in the end. `clock` ends what was left for too long. */
export interface WizardDependencies {
  readonly screens: WizardScreens;
  /** Whose names are taken, also those that cannot be used. */
  readonly endpoints: () => readonly { readonly name: string }[];
  readonly saveEndpoint: (endpoint: NewEndpoint) => Promise<void>;
  readonly tokens: {
    get(origin: string): Promise<string | undefined>;
    set(origin: string, token: string): Promise<void>;
    remove(origin: string): Promise<void>;
  };
  readonly plainHttpAllowed: (origin: string) => boolean;
  /** Remembers that it may. */
  readonly allowPlainHttp: (origin: string) => Promise<void>;
  readonly setTarget: (target: Target) => Promise<void>;
  readonly clock: Pick<Clock, 'after'>;
}
