import type { Entries } from '../../core/endpoints/endpointEntries';
import type { Endpoint } from '../../core/endpoints/endpoints';

/** What it takes to move or remove an endpoint together with its token. */
export interface EndpointChangeDependencies {
  readonly endpoints: () => readonly Endpoint[];
  readonly changeEntries: (change: (entries: Entries) => Entries) => Promise<void>;
  readonly tokens: {
    get(origin: string): Promise<string | undefined>;
    set(origin: string, token: string): Promise<void>;
    remove(origin: string): Promise<void>;
  };
  /** Nothing counts any more that was remembered of the endpoint: it is another one now, or a new one may get its name. */
  readonly forgetEndpoint: (name: string) => Promise<void>;
}
