import { ChatError, type ChatErrorKind } from '../errors';
import { field, stringField } from '../unknown';

/** A failure of the connection as a `ChatError` that keeps the system's code and words. */
export function networkError(error: Error, context: { readonly request: string; readonly begun: boolean }): ChatError {
  const { code, message: serverMessage } = innermost(error);
  const kind = kindOf(code, context.begun);
  return new ChatError(
    {
      kind,
      message: sentence(kind, serverMessage),
      request: context.request,
      ...(code === undefined ? {} : { code }),
      ...(serverMessage === '' ? {} : { serverMessage }),
    },
    { cause: error },
  );
}

function sentence(kind: ChatErrorKind, words: string): string {
  if (kind === 'truncated') return 'The connection broke before the answer ended.';
  // Such as a header in the settings that HTTP does not allow.
  if (kind === 'config') return `The request cannot be sent: ${words}.`;
  return 'The server could not be reached.';
}

function kindOf(code: string | undefined, begun: boolean): ChatErrorKind {
  if (code?.endsWith('_TIMEOUT') || code === 'ETIMEDOUT') return 'timeout';
  if (code === 'UND_ERR_INVALID_ARG') return 'config';
  return begun ? 'truncated' : 'network';
}

/** undici wraps causes, and Node puts the failures of several addresses into one AggregateError: the first real one tells. */
function innermost(error: unknown): { readonly code: string | undefined; readonly message: string } {
  const inner = error instanceof AggregateError ? error.errors[0] : field(error, 'cause');
  if (inner instanceof Error && stringField(inner, 'code') !== undefined) return innermost(inner);
  return { code: codeOf(error), message: error instanceof Error ? error.message : String(error) };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
