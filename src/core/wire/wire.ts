import type { ChatEvent, ChatRequest, ModelInfo } from '../chat';
import type { Http } from '../http/http';

/**
 * What an endpoint has refused, found out by asking and remembered while the extension runs.
 *
 * - `noStreamOptions`: it does not know `stream_options`
 * - `maxCompletionTokens`: it wants `max_completion_tokens` for `max_tokens`
 * - `noStream`: it answers only whole
 * - `noFillTokens`, `noSuffix`, `noFim`: it cannot be asked to fill in that way
 */
export type Quirk = 'noStreamOptions' | 'maxCompletionTokens' | 'noStream' | 'noFillTokens' | 'noSuffix' | 'noFim';

/**
 * One protocol. A wire knows bodies and replies; it never sees the token, and never the address: `Http` is bound to both.
 */
export interface Wire {
  /**
   * The answer as events, `finish` after its last words. An answer that comes whole is yielded at once. `quirks` are those of this endpoint and model; a
   * wire adds what it learns.
   *
   * @throws ChatError, or the reason of the abort
   */
  chat(
    http: Http,
    request: ChatRequest,
    signal: AbortSignal,
    quirks: Set<Quirk>,
  ): AsyncGenerator<ChatEvent, void, undefined>;

  /**
   * The models that the server offers, or undefined where it has no such list.
   *
   * @throws ChatError, or the reason of the abort
   */
  models(http: Http, signal: AbortSignal): Promise<readonly ModelInfo[] | undefined>;
}
