import type * as vscode from 'vscode';

/** Bearer tokens, each bound to an origin (scheme, host, port): a changed address never gets the token of the old one. */
export interface Tokens {
  get(origin: string): Promise<string | undefined>;
  set(origin: string, token: string): Promise<void>;
  remove(origin: string): Promise<void>;
}

/** The only place that touches the secret storage. Nothing is kept in memory. */
export function createTokens(secrets: vscode.SecretStorage): Tokens {
  const keyOf = (origin: string): string => `endpointChat.token:${origin}`;
  return {
    get: async origin => secrets.get(keyOf(origin)),
    set: async (origin, token) => secrets.store(keyOf(origin), token),
    remove: async origin => secrets.delete(keyOf(origin)),
  };
}
