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

/**
 * Where a connection failed (kind `network`).
 *
 * - `offline`: this machine has no network
 * - `dns`: the host name is unknown
 * - `refused`: nothing listens there
 * - `unreachable`: no way there, or no answer to the attempt to connect
 * - `tls`: the certificate is not trusted, or no secure connection came about
 * - `proxy`: the proxy refused, or cannot be reached
 * - `reset`: the connection broke before the first byte of the reply
 */
export type NetworkFault = 'offline' | 'dns' | 'refused' | 'unreachable' | 'tls' | 'proxy' | 'reset';

/** The facts of a failure as plain data: what a conversation file and the page can hold. */
export interface ChatErrorDetails {
  readonly kind: ChatErrorKind;
  /** One English sentence for the log; `errorWords.ts` writes the sentence that a user reads. */
  readonly message: string;
  readonly status?: number;
  /** The server's own words, or the operating system's, with secrets removed. */
  readonly serverMessage?: string;
  /** Method and address that were asked, without query or user info. */
  readonly request?: string;
  /** The operating system's or TLS library's code, such as `ECONNREFUSED`; the server's own; or one of ours (`CODES`). */
  readonly code?: string;
  readonly fault?: NetworkFault;
  /** The limit that was exceeded (kind `timeout`). */
  readonly limit?: { readonly phase: 'connect' | 'firstByte' | 'idle'; readonly seconds: number };
  /** An address that will probably work where this one did not. */
  readonly suggestedUrl?: string;
  /** After how many seconds the server wants to be asked again. */
  readonly retryAfterSeconds?: number;
  /** No token was sent (kind `unauthorized`). */
  readonly withoutToken?: boolean;
  /** What was pasted holds a secret where none belongs: it should not stay on the screen. */
  readonly holdsSecret?: true;
  /** The origin that the token, or the keys in the headers, are for (codes `ADDRESS_CHANGED`, `KEYS_ELSEWHERE`). */
  readonly tokenOrigin?: string;
  /** Host and port of the proxy that the request went through. */
  readonly proxy?: string;
}

/** Our own values of `code`, for failures that need words or buttons of their own. */
export const CODES = {
  noEndpoint: 'NO_ENDPOINT',
  noModel: 'NO_MODEL',
  busy: 'BUSY',
  /** The token would travel unencrypted to another machine. */
  plainHttp: 'PLAIN_HTTP',
  /** The token was for another address than the one that the endpoint has now (row S2). */
  addressChanged: 'ADDRESS_CHANGED',
  /** Keys in the endpoint's headers were for another address than the one that it has now (row S2). */
  keysElsewhere: 'KEYS_ELSEWHERE',
  /** There was a token for this address, and it is not there any more (row S9). */
  tokenGone: 'TOKEN_GONE',
  /** The secret storage fails (row S9). */
  tokenNotRead: 'TOKEN_NOT_READ',
  tokenNotSaved: 'TOKEN_NOT_SAVED',
  tokenNotRemoved: 'TOKEN_NOT_REMOVED',
  /** The address leads to a cloud machine's own credentials service. */
  forbiddenAddress: 'FORBIDDEN_ADDRESS',
  redirect: 'REDIRECT',
  /** A kind of proxy that is not spoken, such as SOCKS. */
  proxyKind: 'PROXY_KIND',
  emptyReply: 'EMPTY_REPLY',
  tooLarge: 'TOO_LARGE',
  /** The user's list of endpoints is something else, and is not overwritten. */
  endpointsNotList: 'ENDPOINTS_NOT_LIST',
  /** HTTP does not allow what should be sent, such as a header of the settings. */
  notHttp: 'NOT_HTTP',
  /** What was pasted makes no endpoint, whatever else is said of it. */
  endpointUnusable: 'ENDPOINT_UNUSABLE',
  /** Another window, or somebody else, has deleted it. */
  conversationGone: 'CONVERSATION_GONE',
  /** The disk refused. */
  nameNotSaved: 'NAME_NOT_SAVED',
  notAdded: 'NOT_ADDED',
  notDeleted: 'NOT_DELETED',
} as const;

/**
 * What is wrong with an address, or with a text that should hold one: codes of kind `config`, too. Their words load with the
 * boxes that ask for an address (`faultWords.ts`).
 */
export type AddressFault =
  | 'ADDRESS_EMPTY'
  | 'ADDRESS_NONE'
  | 'ADDRESS_NOT_IN_TEXT'
  | 'ADDRESS_NOT_IN_COMMAND'
  | 'ADDRESS_IS_TOKEN'
  | 'ADDRESS_HOLDS_TOKEN'
  | 'ADDRESS_UNFINISHED'
  | 'ADDRESS_SCHEME'
  | 'ADDRESS_HAS_USER'
  | 'ADDRESS_UNREADABLE';

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
