/**
 * What went wrong, as far as a user can do something about it.
 *
 * - `config`: a setting is missing or wrong; nothing was sent
 * - `unauthorized`: 401 or 403, or no token where one is needed
 * - `notFound`: 404: a wrong path or an unknown model
 * - `rateLimited`: 429
 * - `tooLong`: the conversation does not fit the model
 * - `server`: every other refusal, in the server's words
 * - `network`: no connection, or it broke before the first byte
 * - `timeout`: nothing arrived for too long
 * - `protocol`: the reply is not one of the protocol
 * - `truncated`: the answer ended without saying so
 * - `internal`: a fault of ours or of VS Code, in its own words
 */
export type ChatErrorKind =
  | 'config'
  | 'unauthorized'
  | 'notFound'
  | 'rateLimited'
  | 'tooLong'
  | 'server'
  | 'network'
  | 'timeout'
  | 'protocol'
  | 'truncated'
  | 'internal';

/** The facts of a failure as plain data: what a conversation file and the page can hold. */
export interface ChatErrorDetails {
  readonly kind: ChatErrorKind;
  /** One English sentence for the log; `report.ts` writes the sentence that a user reads. */
  readonly message: string;
  readonly status?: number;
  /** The server's own words, or the operating system's, with secrets removed. */
  readonly serverMessage?: string;
  /** Method and address that were asked, without query or user info. */
  readonly request?: string;
  /** The operating system's or TLS library's code, such as `ECONNREFUSED`. */
  readonly code?: string;
}

/** The only error that core throws on purpose, an abort aside. */
export class ChatError extends Error {
  readonly details: ChatErrorDetails;

  constructor(details: ChatErrorDetails, options?: { readonly cause?: unknown }) {
    super(details.message, options);
    this.name = 'ChatError';
    this.details = details;
  }

  get kind(): ChatErrorKind {
    return this.details.kind;
  }
}

/** By name, not `instanceof`: the network file is a bundle of its own and brings its own copy of the class. */
export function isChatError(error: unknown): error is ChatError {
  return error instanceof Error && error.name === 'ChatError' && 'details' in error;
}

/** Any error as details; what is not a `ChatError` keeps its own words. */
export function errorDetails(error: unknown): ChatErrorDetails {
  if (isChatError(error)) return error.details;
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'internal', message };
}
