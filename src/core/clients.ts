import type { Client, ClientDependencies } from './client';
import type { Tried } from './trial';

type Token = ClientDependencies['token'];

export interface ClientsDependencies extends Omit<ClientDependencies, 'token' | 'tokenOrigins' | 'log'> {
  /** The stored token of an origin. */
  readonly token: Token;
  readonly tokenOrigins: NonNullable<ClientDependencies['tokenOrigins']>;
  /** Writes every request into the log. */
  readonly log: NonNullable<ClientDependencies['log']>;
  /** Is told of every request for what is saved. */
  readonly onRequest: NonNullable<ClientDependencies['log']>;
  /** Writes what is said into the log, where the user wants that. */
  readonly traced: (client: Client) => Client;
}

/** The client of everything that is asked, and others for tokens that are only tried. */
export interface Clients {
  /** Loads the network part, a file of its own, with the first call: while a message is typed, or with the first request. */
  shared(): Promise<Client>;
  /** One for what is not saved yet: it tells nobody but the log. Whoever takes it closes it. */
  trying(tried: Tried): Promise<Client>;
  /** Ends the shared one. */
  close(): Promise<void>;
}

export function createClients(dependencies: ClientsDependencies): Clients {
  const { token, tokenOrigins, traced, log, onRequest, onModels, plainHttpAllowed, ...common } = dependencies;
  let shared: Promise<Client> | undefined;

  const forSaved: ClientDependencies = {
    token,
    tokenOrigins,
    ...(onModels ? { onModels } : {}),
    ...(plainHttpAllowed ? { plainHttpAllowed } : {}),
    log(record) {
      log(record);
      onRequest(record);
    },
  };

  async function load(own: Partial<ClientDependencies> & Pick<ClientDependencies, 'token'>): Promise<Client> {
    const { createClient } = await import('./client');
    return traced(createClient({ ...common, ...own }));
  }

  return {
    shared: () => (shared ??= load(forSaved)),
    // What is tried says nothing of where tokens went, which models there are, or whether an endpoint works.
    trying: tried => load({ token: async () => tried.token, plainHttpAllowed: () => tried.plainHttp, log }),
    close: async () => (await shared)?.close(),
  };
}
