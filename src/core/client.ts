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
      throw isChatError(error) ? presentable(error, secret) : error;
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

/** Characters of a server's own words that are shown and kept. */
const MAX_WORDS = 500;

/** The error with the server's words short, and without the token in any form in which a server may quote it. */
function presentable(error: ChatError, secret: string | undefined): ChatError {
  const { serverMessage, ...details } = error.details;
  if (serverMessage === undefined) return error;
  const forms = secret ? [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')] : [];
  const words = forms.reduce((text, form) => text.replaceAll(form, '•••'), serverMessage);
  const shortened = words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words;
  return new ChatError({ ...details, serverMessage: shortened }, { cause: error.cause });
}
