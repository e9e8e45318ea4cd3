import type { ChatEvent, ChatRequest, ModelInfo } from './chat';
import { type Endpoint, originOf, type Protocol } from './endpoints';
import { ChatError, isChatError } from './errors';
import { envelope } from './wire/envelope';
import { createDispatcher } from './wire/exchange';
import { bindHttp, type Http } from './wire/http';
import { openai } from './wire/openai';
import type { Wire } from './wire/wire';

/** Everything that can be asked of an endpoint. Loaded on the first request: it brings the network part along. */
export interface Client {
  /**
   * Asks, and yields the answer as it is written. Leaving the loop or aborting closes the connection.
   *
   * @throws ChatError, or the reason of the abort
   */
  chat(endpoint: Endpoint, request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, void, undefined>;

  /** The models of an endpoint, or undefined where its protocol has no list. */
  models(endpoint: Endpoint, signal: AbortSignal): Promise<readonly ModelInfo[] | undefined>;

  /** Ends every connection. */
  close(): Promise<void>;
}

export interface ClientDependencies {
  /** The token for an origin, asked for at every request and kept nowhere. */
  readonly token: (origin: string) => Promise<string | undefined>;
}

const WIRES: Readonly<Record<Protocol, Wire>> = { openai, envelope };

export function createClient({ token }: ClientDependencies): Client {
  const dispatcher = createDispatcher();

  /** Runs with `Http` bound to the endpoint. A server that quotes the token in its refusal must not bring it on the screen. */
  async function* bound<T>(
    endpoint: Endpoint,
    run: (http: Http) => AsyncGenerator<T, void, undefined>,
  ): AsyncGenerator<T, void, undefined> {
    const secret = await token(originOf(endpoint.url));
    try {
      yield* run(bindHttp(dispatcher, { ...endpoint, token: secret }));
    } catch (error) {
      throw isChatError(error) && secret ? withoutSecret(error, secret) : error;
    }
  }

  return {
    chat: (endpoint, request, signal) => bound(endpoint, http => WIRES[endpoint.protocol].chat(http, request, signal)),
    async models(endpoint, signal) {
      const lists = bound(endpoint, async function* (http) {
        yield await WIRES[endpoint.protocol].models(http, signal);
      });
      for await (const list of lists) return list;
      return undefined;
    },
    close: () => dispatcher.destroy(),
  };
}

function withoutSecret(error: ChatError, secret: string): ChatError {
  const { serverMessage, ...details } = error.details;
  if (!serverMessage?.includes(secret)) return error;
  return new ChatError({ ...details, serverMessage: serverMessage.replaceAll(secret, '•••') });
}
