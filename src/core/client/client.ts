import { unlessAborted } from '../abort';
import type { ChatEvent, ChatRequest, ModelInfo } from '../chat';
import { type Clock, systemClock } from '../clock';
import { type Endpoint, originOf, type Protocol } from '../endpoints/endpoints';
import { isChatError } from '../errors';
import type { HostFetch } from '../http/hostExchange';
import { bindHttp, type Http } from '../http/http';
import type { NetworkSettings } from '../http/route';
import { createTransport } from '../http/transport';
import { envelope } from '../wire/envelope';
import { openai } from '../wire/openai';
import type { Quirk, Wire } from '../wire/wire';
import { type CheckStep, checkConnection } from './connectionCheck';
import { presentable } from './presentable';
import { withProgress } from './progress';
import { keyHeaders, refuseKeysElsewhere, refusePlainHttp, refuseWithoutToken, tokenFor } from './refuse';
import { type RequestRecord, watchRequest } from './requestLog';
import { withRetries } from './retry';

/** Everything that can be asked of an endpoint. Loaded on the first request: it brings the network part along. */
export interface Client {
  /**
   * Asks, and yields the answer as it is written. Leaving the loop or aborting closes the connection.
   *
   * @throws ChatError, or the reason of the abort
   */
  chat(endpoint: Endpoint, request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, void, undefined>;

  /**
   * The models of an endpoint, or undefined where it has no list. Asked once, and again when `refresh` wants it.
   *
   * @throws ChatError, or the reason of the abort
   */
  models(
    endpoint: Endpoint,
    signal: AbortSignal,
    options?: { readonly refresh?: boolean },
  ): Promise<readonly ModelInfo[] | undefined>;

  /**
   * Tries everything between here and an answer, one step after the other.
   *
   * @throws the reason of the abort
   */
  check(endpoint: Endpoint, model: string | undefined, signal: AbortSignal): AsyncGenerator<CheckStep, void, undefined>;

  /** Makes the connection that the next request to an endpoint will need. Never throws. */
  prepare(endpoint: Endpoint): Promise<void>;

  /** Ends every connection. */
  close(): Promise<void>;
}

/** Where an endpoint was asked last, by its name. */
export interface OriginNotes {
  of(endpoint: string): string | undefined;
  note(endpoint: string, origin: string): void;
}

/** What the client asks for with every request instead of keeping it, and who hears of its requests. */
export interface ClientDependencies {
  /** The token for an origin, asked for at every request and kept nowhere. */
  readonly token: (origin: string) => Promise<string | undefined>;
  /** How often the token of an origin has changed: another token may see other models. */
  readonly tokenChanges?: (origin: string) => number;
  /** VS Code's network settings, read at every request. Without them every request goes directly. */
  readonly network?: () => NetworkSettings;
  /** The host's own `fetch`, for where only that can get through. */
  readonly hostFetch?: HostFetch;
  /** Whether the user wants the token of an origin sent without encryption. */
  readonly plainHttpAllowed?: (origin: string) => boolean;
  /** Which origin an endpoint was last asked at with a token. Without it none is ever missed. */
  readonly tokenOrigins?: OriginNotes;
  /** The same of keys in its headers. */
  readonly keyOrigins?: OriginNotes;
  /** Is told of every request, once it has ended. */
  readonly log?: (record: RequestRecord) => void;
  /** Is told of every list of models, whoever asked for it. */
  readonly onModels?: (endpoint: Endpoint, list: readonly ModelInfo[]) => void;
  readonly clock?: Clock;
}

const WIRES: Readonly<Record<Protocol, Wire>> = { openai, envelope };

const NOTHING_NOTED: OriginNotes = { of: () => undefined, note: () => undefined };

const DIRECT: NetworkSettings = {
  proxy: '',
  noProxy: [],
  proxySupport: 'off',
  proxyStrictSsl: true,
  systemCertificates: false,
  environment: {},
};

/** Keeps in memory what servers have taught it (`Quirk`, by address and model) and every list of models. Connects when asked. */
export function createClient({
  token,
  tokenChanges = () => 0,
  network = () => DIRECT,
  hostFetch,
  plainHttpAllowed = () => false,
  tokenOrigins = NOTHING_NOTED,
  keyOrigins = NOTHING_NOTED,
  log: report = () => undefined,
  onModels = () => undefined,
  clock = systemClock,
}: ClientDependencies): Client {
  const transport = createTransport({ network, clock, ...(hostFetch ? { hostFetch } : {}) });
  const quirks = new Map<string, Set<Quirk>>();
  /** By endpoint; one without a list is known for that. */
  const lists = new Map<string, readonly ModelInfo[] | undefined>();

  function quirksOf({ url }: Endpoint, model: string): Set<Quirk> {
    const key = `${url} ${model}`;
    const known = quirks.get(key) ?? new Set();
    quirks.set(key, known);
    return known;
  }

  /** Runs one attempt with `Http` bound to the endpoint, and its failure in a form that can be shown. */
  async function* bound<T>(
    endpoint: Endpoint,
    watch: ReturnType<typeof watchRequest>,
    signal: AbortSignal,
    run: (http: Http) => AsyncGenerator<T, void, undefined>,
    onItem: (item: T) => void = () => undefined,
  ): AsyncGenerator<T, void, undefined> {
    let secret: string | undefined;
    let ended = false;
    try {
      const tokenOrigin = tokenOrigins.of(endpoint.name);
      secret = await unlessAborted(tokenFor(endpoint, token, tokenOrigin), signal);
      refusePlainHttp(endpoint, secret, plainHttpAllowed);
      const hasKeys = keyHeaders(endpoint).length > 0;
      if (hasKeys) refuseKeysElsewhere(endpoint, keyOrigins.of(endpoint.name));
      if (secret === undefined) refuseWithoutToken(endpoint, tokenOrigin);
      else tokenOrigins.note(endpoint.name, originOf(endpoint.url));
      if (hasKeys) keyOrigins.note(endpoint.name, originOf(endpoint.url));
      const { url, headers, timeouts } = endpoint;
      // Not `yield*`, which costs twice as much for each of many pieces.
      for await (const item of run(
        bindHttp(transport, { url, headers, timeouts, token: secret, clock, observer: watch }),
      )) {
        onItem(item);
        yield item;
      }
      ended = true;
      watch.onEnd('complete');
    } catch (error) {
      ended = true;
      if (signal.aborted) {
        watch.onEnd('left');
        throw error;
      }
      // Such as a keyring that cannot be opened.
      const failure = isChatError(error)
        ? presentable(error, { endpoint, token: secret, asked: watch.asked() })
        : error;
      watch.onFailure(failure);
      throw failure;
    } finally {
      if (!ended) watch.onEnd('left');
    }
  }

  function attempt(
    endpoint: Endpoint,
    request: ChatRequest,
    signal: AbortSignal,
    known = quirksOf(endpoint, request.model),
  ): AsyncGenerator<ChatEvent, void, undefined> {
    const watch = watchRequest({ ...request, endpoint: endpoint.name }, { clock, report });
    let phase: 'connecting' | 'waiting' = 'connecting';
    const observer = {
      ...watch,
      onSent() {
        phase = 'waiting';
        watch.onSent();
      },
    };
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    const ask = (http: Http): AsyncGenerator<ChatEvent, void, undefined> =>
      WIRES[endpoint.protocol].chat(http, request, either, known);
    const events = bound(endpoint, observer, either, ask, watch.onEvent);
    return withProgress(events, { phase: () => phase, clock, leave: () => left.abort('left') });
  }

  async function models(
    endpoint: Endpoint,
    signal: AbortSignal,
    { refresh = false } = {},
  ): Promise<readonly ModelInfo[] | undefined> {
    const { protocol, url, headers } = endpoint;
    // The headers may hold the key of a team.
    const key = JSON.stringify([protocol, url, headers, tokenChanges(originOf(url))]);
    if (lists.has(key) && !refresh) return lists.get(key);
    const watch = watchRequest({ endpoint: endpoint.name }, { clock, report });
    const asked = bound(endpoint, watch, signal, async function* (http) {
      yield await WIRES[endpoint.protocol].models(http, signal);
    });
    let list: readonly ModelInfo[] | undefined;
    for await (const answered of asked) list = answered;
    lists.set(key, list);
    if (list) onModels(endpoint, list);
    return list;
  }

  return {
    chat: (endpoint, request, signal) => withRetries(() => attempt(endpoint, request, signal), { clock, signal }),
    models,
    check(endpoint, model, signal) {
      const hasToken = async (): Promise<boolean> =>
        (await tokenFor(endpoint, token, tokenOrigins.of(endpoint.name))) !== undefined;
      const freshList: typeof models = (of, until) => models(of, until, { refresh: true });
      // What one reply has taught may be out of date: the check finds out anew.
      const found = new Set<Quirk>();
      const ask: typeof attempt = (of, request, until) => attempt(of, request, until, found);
      const answersWhole = (): boolean => found.has('noStream');
      const onStreamed = (of: Endpoint, asked: string): void => void quirksOf(of, asked).delete('noStream');
      const { inspect } = transport;
      const steps = { inspect, hasToken, models: freshList, ask, answersWhole, onStreamed, clock };
      return checkConnection(endpoint, model, steps, signal);
    },
    async prepare(endpoint) {
      const url = new URL(endpoint.url);
      await transport.warm(url).catch(() => undefined);
    },
    close: transport.close,
  };
}
