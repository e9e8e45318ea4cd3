import { isRecord } from '../unknown';
import type { Rename } from './endpointNames';
import { isLoopback, originOf } from './endpoints';

/** What is remembered of where tokens and words went: origins and names, never what was sent. Small, with the user's data. */
export interface OriginMemory {
  /** The origin that an endpoint was last asked at with a token. */
  readonly tokenOrigin: (endpoint: string) => string | undefined;
  readonly noteToken: (endpoint: string, origin: string) => void;
  /** The origin that an endpoint was last asked at with a key in its headers. */
  readonly keyOrigin: (endpoint: string) => string | undefined;
  readonly noteKey: (endpoint: string, origin: string) => void;
  /** The endpoint is another one, or is to be asked as it is: no token is missed, and its headers may go to where it is. */
  readonly forgetEndpoint: (endpoint: string) => Promise<void>;
  /** The endpoint gets another name. What is remembered under the old one stays until that is forgotten. */
  readonly rename: (rename: Rename) => Promise<void>;
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
/** Of keys in headers. */
const KEYS = 'keyOrigins';
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
  const originsIn = (key: string): readonly (readonly [string, string])[] => {
    const value = memory.get(key);
    const entries = isRecord(value) ? Object.entries(value) : [];
    return entries.flatMap(([name, origin]) => (typeof origin === 'string' ? [[name, origin] as const] : []));
  };
  const keep = async (key: string, entries: readonly (readonly [string, string])[]): Promise<void> =>
    memory.update(key, Object.fromEntries(entries.slice(-MOST)));
  const setPlainHttp = async (origins: readonly string[]): Promise<void> =>
    memory.update(PLAIN_HTTP, [...new Set(origins)].slice(-MOST));
  const originFor = (key: string, endpoint: string): string | undefined => new Map(originsIn(key)).get(endpoint);
  const setOrigin = async (key: string, endpoint: string, origin: string | undefined): Promise<void> => {
    if (originFor(key, endpoint) === origin) return;
    const others = originsIn(key).filter(([name]) => name !== endpoint);
    await keep(key, origin === undefined ? others : [...others, [endpoint, origin]]);
  };
  const setBoth = async (endpoint: string, origin: (key: string) => string | undefined): Promise<void> => {
    for (const key of [TOKENS, KEYS]) await setOrigin(key, endpoint, origin(key));
  };

  return {
    tokenOrigin: endpoint => originFor(TOKENS, endpoint),
    noteToken: (endpoint, origin) => void setOrigin(TOKENS, endpoint, origin),
    keyOrigin: endpoint => originFor(KEYS, endpoint),
    noteKey: (endpoint, origin) => void setOrigin(KEYS, endpoint, origin),
    forgetEndpoint: endpoint => setBoth(endpoint, () => undefined),
    rename: ({ from, to }) => setBoth(to, key => originFor(key, from)),
    async forgetToken(origin) {
      const others = originsIn(TOKENS).filter(([, of]) => of !== origin);
      await keep(TOKENS, others);
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
