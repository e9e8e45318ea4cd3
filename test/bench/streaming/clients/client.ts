import type { Endpoint } from '../../../../src/core/endpoints/endpoints';

/** What every client is wrapped in: as little as possible, its deltas read in the way that its makers show. */
export interface Client {
  /** Asks, hands on each piece of the answer as it comes, and resolves at the end of the answer. */
  read(model: string, onText: (text: string) => void): Promise<void>;
  /** What is done while the user types the question. Peers have no such thing; their connections stay open instead. */
  prepare?(): Promise<void>;
}

/** The load server, as the clients want to be told of it. */
export interface Target {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  /** The same server as our client knows it. */
  readonly endpoint: Endpoint;
}

/** What a client's bundle exports. */
export interface ClientModule {
  connect(target: Target): Client;
}
