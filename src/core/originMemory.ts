import { isLoopback, originOf } from './endpoints';
import { isRecord } from './unknown';

/** What is remembered of where tokens and words went: origins and names, never what was sent. Small, with the user's data. */
export interface OriginMemory {
  /** The origin that an endpoint was last asked at with a token. */
  readonly tokenOrigin: (endpoint: string) => string | undefined;
  readonly noteToken: (endpoint: string, origin: string) => void;
  /** The endpoint is to be asked without a token: none is missed. */
  readonly missNoToken: (endpoint: string) => Promise<void>;
  /** The token of an origin was removed by the user: none is missed, and what was allowed for it is not any more. */
  readonly forgetToken: (origin: string) => Promise<void>;

  /** Whether words would go to an origin for the first time, and leave this machine (row S24). */
  readonly isFirst: (url: string) => boolean;
  readonly noteSent: (url: string) => void;

  /** Origins to which the user lets the token go without encryption (row S4). */
  readonly plainHttp: () => readonly string[];
  readonly setPlainHttp: (origins: readonly string[]) => Promise<void>;
}

interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const TOKENS = 'tokenOrigins';
const SENT = 'sentOrigins';
const PLAIN_HTTP = 'plainHttpOrigins';

/** Entries of each list; the oldest go first. */
const MOST = 100;

/** @param memory as VS Code has it */
export function createOriginMemory(memory: Memory): OriginMemory {
  const list = (key: string): readonly string[] => {
    const value = memory.get(key);
    return Array.isArray(value) ? value.filter(entry => typeof entry === 'string') : [];
  };
  const tokenOrigins = (): readonly (readonly [string, string])[] => {
    const value = memory.get(TOKENS);
    const entries = isRecord(value) ? Object.entries(value) : [];
    return entries.flatMap(([name, origin]) => (typeof origin === 'string' ? [[name, origin] as const] : []));
  };
  const keepTokenOrigins = async (entries: readonly (readonly [string, string])[]): Promise<void> =>
    memory.update(TOKENS, Object.fromEntries(entries.slice(-MOST)));
  const setPlainHttp = async (origins: readonly string[]): Promise<void> =>
    memory.update(PLAIN_HTTP, [...new Set(origins)].slice(-MOST));
  const originFor = (endpoint: string): string | undefined => new Map(tokenOrigins()).get(endpoint);

  return {
    tokenOrigin: originFor,
    noteToken(endpoint, origin) {
      if (originFor(endpoint) === origin) return;
      void keepTokenOrigins([...tokenOrigins().filter(([name]) => name !== endpoint), [endpoint, origin]]);
    },
    missNoToken: endpoint => keepTokenOrigins(tokenOrigins().filter(([name]) => name !== endpoint)),
    async forgetToken(origin) {
      await keepTokenOrigins(tokenOrigins().filter(([, of]) => of !== origin));
      await setPlainHttp(list(PLAIN_HTTP).filter(of => of !== origin));
    },
    isFirst: url => !isLoopback(url) && !list(SENT).includes(originOf(url)),
    noteSent(url) {
      const sent = list(SENT);
      if (!sent.includes(originOf(url))) void memory.update(SENT, [...sent, originOf(url)].slice(-MOST));
    },
    plainHttp: () => list(PLAIN_HTTP),
    setPlainHttp,
  };
}
