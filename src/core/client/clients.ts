import { onFirstUse } from '../onFirstUse';
import type { Client, ClientDependencies } from './client';
import type { Tried } from './trial';

/** What the shared client is made of. One for a trial has a token of its own, no memory of origins or models, and no `onRequest`. */
export interface ClientsDependencies extends ClientDependencies {
  /** Writes every request into the log. */
  readonly log: NonNullable<ClientDependencies['log']>;
  /** Is told of every request for what is saved. */
  readonly onRequest: NonNullable<ClientDependencies['log']>;
  /** Writes what is said into the log, where the user wants that. */
  readonly traced: (client: Client) => Client;
}

/** The client of everything that is asked, and others for what is only tried. */
export interface Clients {
  /** Loads the network part, a file of its own, with the first call: while a message is typed, or with the first request. */
  shared(): Promise<Client>;
  /** One for what is not saved yet: it tells nobody but the log. Whoever takes it closes it. */
  trying(tried: Tried): Promise<Client>;
  /** Ends the shared one. */
  close(): Promise<void>;
}

/** One for each window. Where the network part cannot be loaded, the call rejects, and the next one tries again. */
export function createClients({ traced, onRequest, ...saved }: ClientsDependencies): Clients {
  // What is tried says nothing of where tokens went, which models there are, or whether an endpoint works.
  const { tokenOrigins: _tokens, keyOrigins: _keys, onModels: _models, ...common } = saved;

  async function load(dependencies: ClientDependencies): Promise<Client> {
    const { createClient } = await import('./client');
    return traced(createClient(dependencies));
  }

  const shared = onFirstUse(() =>
    load({
      ...saved,
      log(record) {
        saved.log(record);
        onRequest(record);
      },
    }),
  );

  return {
    shared: shared.get,
    trying: ({ token, plainHttp }) => load({ ...common, token: async () => token, plainHttpAllowed: () => plainHttp }),
    close: async () => (await shared.loaded())?.close(),
  };
}
