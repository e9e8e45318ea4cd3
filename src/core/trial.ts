import type { ModelInfo } from './chat';
import type { Client } from './client';
import type { CheckStep } from './connectionCheck';
import type { Endpoint } from './endpoints';

/** Asks an endpoint with a token that is not stored yet, or without one. Each has a client of its own, ended with it. */
export interface Trial {
  models(token: string | undefined, endpoint: Endpoint, signal: AbortSignal): Promise<readonly ModelInfo[] | undefined>;
  check(
    token: string | undefined,
    endpoint: Endpoint,
    model: string,
    signal: AbortSignal,
  ): AsyncGenerator<CheckStep, void, undefined>;
}

export function createTrial(clientWith: (token: string | undefined) => Promise<Client>): Trial {
  return {
    async models(token, endpoint, signal) {
      const client = await clientWith(token);
      return client.models(endpoint, signal).finally(client.close);
    },
    async *check(token, endpoint, model, signal) {
      const client = await clientWith(token);
      try {
        yield* client.check(endpoint, model, signal);
      } finally {
        await client.close();
      }
    },
  };
}
