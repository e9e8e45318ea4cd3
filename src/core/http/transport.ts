import { unlessAborted } from '../abort';
import type { Clock } from '../clock';
import { ChatError, CODES, isChatError } from '../errors';
import { assertAllowedAddress, isKnownAsForbidden } from './addresses';
import { createDispatchers } from './dispatchers';
import { type Exchange, exchange, type OpenReply, requestLine } from './exchange';
import { type HostFetch, hostExchange } from './hostExchange';
import { createInspection, type Inspection } from './inspection';
import { proxyStatus } from './networkError';
import { chooseRoute, type NetworkSettings, type Route } from './route';

/** `network` is read at every request, so that a proxy that was changed counts at once. */
export interface TransportOptions {
  readonly network: () => NetworkSettings;
  /** The host's own `fetch`, where there is one that can do more than we. */
  readonly hostFetch?: HostFetch;
  readonly clock: Clock;
}

/** Milliseconds after which our own way is tried again; the one that failed may have failed for a moment only. */
const HOST_FIRST_FOR = 5 * 60_000;

/** Sends requests on the way that the settings and VS Code name. */
export interface Transport {
  /** @throws ChatError, or the reason of the abort */
  send(request: Exchange): Promise<OpenReply>;
  /**
   * Connects ahead. That it cannot is not said: the request itself will.
   *
   * @throws ChatError for an address that must never be asked
   */
  warm(url: URL): Promise<void>;
  /** The way to an address, and what it takes to go there, for the connection check. */
  readonly inspect: Inspection;
  close(): Promise<void>;
}

/** One for each client. Remembers for five minutes, by origin and route, that only the host's `fetch` got through. */
export function createTransport({ network, hostFetch, clock }: TransportOptions): Transport {
  const dispatchers = createDispatchers();
  /** Ways on which only the host got through, and until when it is asked first. */
  const hostOnly = new Map<string, number>();

  async function send(request: Exchange): Promise<OpenReply> {
    const { url, signal, observer } = request;
    const settings = network();
    const route = await unlessAborted(chooseRoute(url.href, settings, clock), signal);
    const throughHost = async (): Promise<OpenReply | undefined> => {
      if (!hostFetch || (await unlessAborted(isKnownAsForbidden(url), signal))) return undefined;
      observer.onRoute(requestLine(request), 'through VS Code');
      return hostExchange(hostFetch, request);
    };
    const key = `${url.origin} ${JSON.stringify(route)}`;
    const known = (hostOnly.get(key) ?? 0) > clock.now() ? await throughHost() : undefined;
    if (known) return known;

    observer.onRoute(requestLine(request), route.via === 'direct' ? 'direct' : `proxy ${new URL(route.proxy).host}`);
    try {
      return await exchange(await unlessAborted(dispatchers.to(url, route, settings), signal), request);
    } catch (error) {
      if (signal.aborted || !isChatError(error)) throw error;
      const failure = withProxy(error, route);
      if (!hostMayHelp(failure, route)) throw failure;
      // When the host cannot help either, the first failure says more.
      const reply = await throughHost().catch(() => undefined);
      if (signal.aborted) throw signal.reason;
      if (!reply || reply.status === 407) {
        reply?.discard();
        throw failure;
      }
      hostOnly.set(key, clock.now() + HOST_FIRST_FOR);
      return reply;
    }
  }

  return {
    send,
    async warm(url) {
      assertAllowedAddress(url);
      const settings = network();
      const route = await chooseRoute(url.href, settings, clock);
      await dispatchers.warm(url, route, settings).catch(() => undefined);
    },
    inspect: createInspection(network, clock, dispatchers.probe),
    close: dispatchers.close,
  };
}

/** Only failures before anything was sent: a question must never be asked twice. */
function hostMayHelp({ details, cause }: ChatError, route: Route): boolean {
  if (route.via === 'proxy') return proxyStatus(cause) === 407 || details.code === CODES.proxyKind;
  const noWay = details.fault === 'dns' || details.fault === 'refused' || details.fault === 'unreachable';
  return route.orHost && (noWay || details.limit?.phase === 'connect');
}

function withProxy(error: ChatError, route: Route): ChatError {
  if (route.via === 'direct') return error;
  const { details, cause } = error;
  // The proxy is who looks for the endpoint: what we could not reach is itself, of whatever kind it is.
  const unreached = details.fault === 'dns' || details.fault === 'refused' || details.fault === 'unreachable';
  const blamed = unreached ? ({ fault: 'proxy', message: 'The proxy could not be reached.' } as const) : {};
  return new ChatError({ ...details, ...blamed, proxy: new URL(route.proxy).host }, { cause });
}
