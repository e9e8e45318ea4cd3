import type { Client, ClientDependencies, OriginNotes } from './client';

type Token = ClientDependencies['token'];
/** What a client for a token that is only tried has of its own. */
type Bound = 'token' | 'tokenOrigins' | 'keyOrigins';

export interface ClientsDependencies extends Omit<ClientDependencies, Bound> {
  /** The stored token of an origin. */
  readonly token: Token;
  readonly tokenOrigins: OriginNotes;
  readonly keyOrigins: OriginNotes;
  /** Writes what is said into the log, where the user wants that. */
  readonly traced: (client: Client) => Client;
}

/** The client of everything that is asked, and others for tokens that are only tried. */
export interface Clients {
  /** Loads the network part, a file of its own, with the first call: while a message is typed, or with the first request. */
  shared(): Promise<Client>;
  /** One for a token that is not stored, or for none. Whoever takes it closes it. */
  withToken(token: string | undefined): Promise<Client>;
  /** Ends the shared one. */
  close(): Promise<void>;
}

export function createClients({ token, tokenOrigins, keyOrigins, traced, ...common }: ClientsDependencies): Clients {
  let shared: Promise<Client> | undefined;

  async function load(own: Pick<ClientDependencies, Bound>): Promise<Client> {
    const { createClient } = await import('./client');
    return traced(createClient({ ...common, ...own }));
  }

  return {
    shared: () => (shared ??= load({ token, tokenOrigins, keyOrigins })),
    // What is tried says nothing of where tokens went.
    withToken: tried => load({ token: async () => tried }),
    close: async () => (await shared)?.close(),
  };
}
