import type { ChatEvent, ChatRequest, ModelInfo } from '../chat';
import type { Http } from './http';

/**
 * One protocol. A wire knows bodies and replies; it never sees the token, and never the address: `Http` is bound to both.
 */
export interface Wire {
  /**
   * The answer as events. An answer that comes whole is yielded at once.
   *
   * @throws ChatError, or the reason of the abort
   */
  chat(http: Http, request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, void, undefined>;

  /**
   * The models that the server offers, or undefined where the protocol has no such list.
   *
   * @throws ChatError, or the reason of the abort
   */
  models(http: Http, signal: AbortSignal): Promise<readonly ModelInfo[] | undefined>;
}
