import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { cleanToken, originOf, parseEndpointUrl } from '../core/endpoints/endpoints';
import { ChatError, CODES } from '../core/errors';

/** Bearer tokens, each bound to an origin (scheme, host, port): a changed address never gets the token of the old one. */
export interface Tokens {
  /** @throws ChatError of kind `config` where the secret storage cannot be read: no token was asked of anybody, or refused */
  get(origin: string): Promise<string | undefined>;
  /** Where it cannot be saved, it is held in memory for this window, and `onNotSaved` is told. It is written nowhere else. */
  set(origin: string, token: string): Promise<void>;
  /** @throws ChatError of kind `config` where the secret storage still has it */
  remove(origin: string): Promise<void>;
  /** Whether the token lives in this window only. */
  isHeld(origin: string): boolean;
  /** How often the token of an origin has changed since this window was loaded, also by another one. */
  changes(origin: string): number;
  dispose(): void;
}

/** What this window does with tokens; of other windows nothing is told here. `remove` resolves after `onRemoved` has. */
export interface TokenEvents {
  readonly onNotSaved: (error: ChatError) => void;
  /** The user has set a token for an origin. */
  readonly onSet: (origin: string) => void;
  /** The user has removed the token of an origin. */
  readonly onRemoved: (origin: string) => Promise<void>;
}

type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Milliseconds that a token stays at hand: from the first letter of a message to its end. The secret storage is another
 * process, and takes longer to answer (5 to 12 ms) than everything else between Enter and the request.
 */
const AT_HAND = 10_000;

/**
 * The only place that touches the secret storage. Nothing that it keeps is in memory for longer than a message
 * is typed, but a token that the system's keyring did not take.
 *
 * A token in the environment (`ENDPOINT_TOKEN`, for the origin of `ENDPOINT_URL`) moves into the secret storage when it is
 * first asked for, so that `npm start` with an endpoint of one's own can chat at once. Each is taken once: a token that was
 * replaced or removed since does not come back.
 */
export function createTokens(secrets: Secrets, environment: Environment, events: Partial<TokenEvents> = {}): Tokens {
  const keyOf = (origin: string): string => `endpointChat.token:${origin}`;
  const takenKeyOf = (origin: string): string => `endpointChat.tokenFromEnvironment:${origin}`;
  const atHand = new Map<string, Promise<string | undefined>>();
  /** Tokens that could not be saved. */
  const held = new Map<string, string>();
  /** Origins whose token in the environment was taken by this window. */
  const takenHere = new Set<string>();
  const changes = new Map<string, number>();
  const noteChange = (key: string): void => void changes.set(key, (changes.get(key) ?? 0) + 1);
  // Also when another window changes one.
  const listening = secrets.onDidChange(({ key }) => {
    atHand.clear();
    noteChange(key);
  });

  async function read(origin: string): Promise<string | undefined> {
    const offered = tokenFrom(environment, origin);
    if (offered !== undefined && !takenHere.has(origin) && !(await isTaken(origin, offered))) {
      takenHere.add(origin);
      await save(origin, offered);
      if (!held.has(origin)) await secrets.store(takenKeyOf(origin), markOf(origin, offered));
    }
    return held.get(origin) ?? secrets.get(keyOf(origin));
  }

  /** A keyring that cannot be read has taken none. */
  async function isTaken(origin: string, token: string): Promise<boolean> {
    try {
      await forgetTaken(origin);
      return (await secrets.get(takenKeyOf(origin))) === markOf(origin, token);
    } catch {
      return false;
    }
  }

  /** Earlier versions kept the token itself as what was taken, and it stayed there when it was removed. */
  async function forgetTaken(origin: string): Promise<void> {
    const taken = await secrets.get(takenKeyOf(origin)).then(
      value => value,
      () => undefined,
    );
    if (taken !== undefined && !MARK.test(taken)) await secrets.store(takenKeyOf(origin), markOf(origin, taken));
  }

  async function save(origin: string, token: string): Promise<void> {
    try {
      await secrets.store(keyOf(origin), token);
      held.delete(origin);
    } catch (error) {
      held.set(origin, token);
      events.onNotSaved?.(keyringError(CODES.tokenNotSaved, error, token));
    }
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
      const known = held.get(origin) ?? atHand.get(origin);
      if (known !== undefined) return known;
      const token = read(origin).catch((error: unknown) => {
        throw keyringError(CODES.tokenNotRead, error);
      });
      keep(origin, token);
      return token;
    },
    async set(origin, token) {
      await save(origin, token);
      // Also of whoever asked meanwhile.
      atHand.delete(origin);
      noteChange(keyOf(origin));
      events.onSet?.(origin);
    },
    async remove(origin) {
      atHand.delete(origin);
      held.delete(origin);
      try {
        await secrets.delete(keyOf(origin));
        await forgetTaken(origin);
      } catch (error) {
        throw keyringError(CODES.tokenNotRemoved, error);
      }
      atHand.delete(origin);
      noteChange(keyOf(origin));
      await events.onRemoved?.(origin);
    },
    isHeld: origin => held.has(origin),
    changes: origin => changes.get(keyOf(origin)) ?? 0,
    dispose() {
      listening.dispose();
      atHand.clear();
      held.clear();
    },
  };
}

/** The keyring in its own words, and in none of the token's. */
function keyringError(code: string, cause: unknown, token = ''): ChatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const serverMessage = token === '' ? reason : reason.replaceAll(token, '•••');
  return new ChatError({ kind: 'config', code, message: 'The secret storage does not work.', serverMessage });
}

/** What is kept of a token that was taken from the environment: enough to know it again, and nothing to use. */
const markOf = (origin: string, token: string): string =>
  `sha256:${createHash('sha256').update(`${origin} ${token}`).digest('hex')}`;
const MARK = /^sha256:[0-9a-f]{64}$/;

function tokenFrom({ ENDPOINT_URL: url, ENDPOINT_TOKEN: token }: Environment, origin: string): string | undefined {
  if (!url || !token) return undefined;
  try {
    return originOf(parseEndpointUrl(url).url) === origin ? cleanToken(token) : undefined;
  } catch {
    return undefined;
  }
}
