import type * as vscode from 'vscode';
import { cleanToken, originOf, parseEndpointUrl } from '../core/endpoints';

/** Bearer tokens, each bound to an origin (scheme, host, port): a changed address never gets the token of the old one. */
export interface Tokens {
  get(origin: string): Promise<string | undefined>;
  set(origin: string, token: string): Promise<void>;
  remove(origin: string): Promise<void>;
  /** How often the token of an origin has changed since VS Code started, in any window. */
  changes(origin: string): number;
  dispose(): void;
}

type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Milliseconds that a token stays at hand: from the first letter of a message to its end. The secret storage is another
 * process, and takes longer to answer (5 to 12 ms) than everything else between Enter and the request.
 */
const AT_HAND = 10_000;

/**
 * The only place that touches the secret storage. Nothing is kept in memory for longer than a message is typed.
 *
 * A token in the environment (`ENDPOINT_TOKEN`, for the origin of `ENDPOINT_URL`) moves into the secret storage when it is
 * first asked for, so that `npm start` with an endpoint of one's own can chat at once. Each is taken once: a token that was
 * replaced or removed since does not come back.
 */
export function createTokens(secrets: Secrets, environment: Environment): Tokens {
  const keyOf = (origin: string): string => `endpointChat.token:${origin}`;
  const takenKeyOf = (origin: string): string => `endpointChat.tokenFromEnvironment:${origin}`;
  const atHand = new Map<string, Promise<string | undefined>>();
  const changes = new Map<string, number>();
  const noteChange = (key: string): void => void changes.set(key, (changes.get(key) ?? 0) + 1);
  // Also when another window changes one.
  const listening = secrets.onDidChange(({ key }) => {
    atHand.clear();
    noteChange(key);
  });

  async function read(origin: string): Promise<string | undefined> {
    const offered = tokenFrom(environment, origin);
    if (offered !== undefined && offered !== (await secrets.get(takenKeyOf(origin)))) {
      await secrets.store(keyOf(origin), offered);
      await secrets.store(takenKeyOf(origin), offered);
    }
    return secrets.get(keyOf(origin));
  }

  function keep(origin: string, token: Promise<string | undefined>): void {
    const drop = (): void => {
      if (atHand.get(origin) === token) atHand.delete(origin);
    };
    atHand.set(origin, token);
    token.catch(drop);
    setTimeout(drop, AT_HAND).unref();
  }

  return {
    async get(origin) {
      const known = atHand.get(origin);
      if (known) return known;
      const token = read(origin);
      keep(origin, token);
      return token;
    },
    async set(origin, token) {
      atHand.delete(origin);
      await secrets.store(keyOf(origin), token);
      atHand.delete(origin);
      noteChange(keyOf(origin));
    },
    async remove(origin) {
      atHand.delete(origin);
      await secrets.delete(keyOf(origin));
      atHand.delete(origin);
      noteChange(keyOf(origin));
    },
    changes: origin => changes.get(keyOf(origin)) ?? 0,
    dispose() {
      listening.dispose();
      atHand.clear();
    },
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
