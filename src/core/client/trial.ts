import type { ModelInfo } from '../chat';
import type { Endpoint } from '../endpoints/endpoints';
import type { Client } from './client';
import type { CheckStep } from './connectionCheck';

/** What is only tried: nothing of it is stored. */
export interface Tried {
  readonly token: string | undefined;
  /** Whether it may go without encryption. */
  readonly plainHttp: boolean;
}

/** Asks an endpoint with a token that is not stored yet, or without one. Each has a client of its own, ended with it. */
export interface Trial {
  models(tried: Tried, endpoint: Endpoint, signal: AbortSignal): Promise<readonly ModelInfo[] | undefined>;
  check(
    tried: Tried,
    endpoint: Endpoint,
    model: string,
    signal: AbortSignal,
  ): AsyncGenerator<CheckStep, void, undefined>;
}

/** Gets a client for each call, and closes it at its end, also where the reader of a check leaves early. */
export function createTrial(clientFor: (tried: Tried) => Promise<Client>): Trial {
  return {
    async models(tried, endpoint, signal) {
      const client = await clientFor(tried);
      return client.models(endpoint, signal).finally(client.close);
    },
    async *check(tried, endpoint, model, signal) {
      const client = await clientFor(tried);
      try {
        yield* client.check(endpoint, model, signal);
      } finally {
        await client.close();
      }
    },
  };
}
