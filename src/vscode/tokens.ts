import type * as vscode from 'vscode';
import { cleanToken, originOf, parseEndpointUrl } from '../core/endpoints';

/** Bearer tokens, each bound to an origin (scheme, host, port): a changed address never gets the token of the old one. */
export interface Tokens {
  get(origin: string): Promise<string | undefined>;
  set(origin: string, token: string): Promise<void>;
  remove(origin: string): Promise<void>;
}

type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The only place that touches the secret storage. Nothing is kept in memory.
 *
 * A token in the environment (`ENDPOINT_TOKEN`, for the origin of `ENDPOINT_URL`) moves into the secret storage when it is
 * first asked for, so that `npm start` with an endpoint of one's own can chat at once. Each is taken once: a token that was
 * replaced or removed since does not come back.
 */
export function createTokens(secrets: Secrets, environment: Environment): Tokens {
  const keyOf = (origin: string): string => `endpointChat.token:${origin}`;
  const takenKeyOf = (origin: string): string => `endpointChat.tokenFromEnvironment:${origin}`;
  return {
    async get(origin) {
      const offered = tokenFrom(environment, origin);
      if (offered !== undefined && offered !== (await secrets.get(takenKeyOf(origin)))) {
        await secrets.store(keyOf(origin), offered);
        await secrets.store(takenKeyOf(origin), offered);
      }
      return secrets.get(keyOf(origin));
    },
    set: async (origin, token) => secrets.store(keyOf(origin), token),
    remove: async origin => secrets.delete(keyOf(origin)),
  };
}

function tokenFrom({ ENDPOINT_URL: url, ENDPOINT_TOKEN: token }: Environment, origin: string): string | undefined {
  if (!url || !token) return undefined;
  try {
    return originOf(parseEndpointUrl(url).url) === origin ? cleanToken(token) : undefined;
  } catch {
    return undefined;
  }
}
