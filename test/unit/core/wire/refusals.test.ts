import { describeCases, type WireCase } from './cases';

const LIMITED = { parameters: { max_tokens: 5 } } as const;

/** A refusal with a JSON body. `describeCases` also counts the requests: one, but for a server that is only busy. */
function refused(
  status: number,
  name: string,
  body: unknown,
  failure: Failure,
  more: Partial<WireCase> = {},
): WireCase {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    name: `${status}: ${name}`,
    status,
    contentType: 'application/json',
    body: text,
    outcome: { failure: { status, ...failure } },
    ...more,
  };
}
type Failure = NonNullable<WireCase['outcome']['failure']>;

const tooLong = { kind: 'tooLong', words: /maximum context length|context size|too large/ } as const;

describe('a refusal', () => {
  describeCases('of the request is final: it is asked once, and told in the server’s words (R23)', [
    refused(
      400,
      'a wrong value',
      { error: { message: 'temperature must be at most 2.', type: 'invalid_request_error', param: 'temperature' } },
      { kind: 'server', words: /^temperature must be at most 2\.$/ },
    ),
    refused(
      400,
      'a limit that is too high, which no other name for it would mend',
      {
        error: {
          message: 'max_tokens is too large: 9. This model supports at most 4 completion tokens.',
          type: 'invalid_request_error',
          param: 'max_tokens',
        },
      },
      { kind: 'server', words: /^max_tokens is too large/ },
      { request: LIMITED },
    ),
    refused(
      400,
      'a limit that is no limit',
      { error: { message: "Invalid 'max_tokens': integer below minimum value.", type: 'invalid_request_error' } },
      { kind: 'server', words: /^Invalid 'max_tokens'/ },
      { request: LIMITED },
    ),
    refused(
      400,
      'a limit that does not fit, as vLLM says it',
      {
        object: 'error',
        message:
          "'max_tokens' or 'max_completion_tokens' is too large: 900. This model's maximum context length is 512 tokens and your request has 8 input tokens.",
        type: 'BadRequestError',
        code: 400,
      },
      tooLong,
      { request: LIMITED },
    ),
    refused(
      400,
      'a prompt that is too long, as OpenAI says it',
      { error: { message: "This model's maximum context length is 512 tokens.", code: 'context_length_exceeded' } },
      { ...tooLong, code: 'context_length_exceeded' },
    ),
    refused(
      400,
      'a prompt that is too long, as llama.cpp says it',
      {
        error: { code: 400, message: 'request exceeds the available context size', type: 'exceed_context_size_error' },
      },
      { ...tooLong, code: '400' },
    ),
    refused(
      400,
      'the words of a model that mention streams',
      { error: 'a stream of consciousness' },
      { kind: 'server' },
    ),
    refused(400, 'no word', '', { kind: 'server', words: /^$/ }),
    refused(
      400,
      'half a word, as the connection breaks',
      'upstream',
      { kind: 'server', words: /^upstream$/ },
      { ending: 'cut' },
    ),
    refused(
      404,
      'an unknown model',
      { error: { message: 'model x not found', code: 'model_not_found' } },
      { kind: 'notFound', words: /^model x not found$/ },
    ),
    refused(404, 'a wrong path', { detail: 'Not Found' }, { kind: 'notFound', words: /^Not Found$/ }),
    refused(
      404,
      'a page',
      '<title>404 Not Found</title>',
      { kind: 'notFound', words: /^404 Not Found$/ },
      { contentType: 'text/html' },
    ),
    refused(413, 'a body that is too large', '<h1>413 Request Entity Too Large</h1>', {
      kind: 'tooLong',
      words: /^413/,
    }),
    refused(
      422,
      'a field that is missing',
      { detail: [{ type: 'missing', loc: ['body', 'messages'], msg: 'Field required' }] },
      { kind: 'server', words: /^Field required$/ },
    ),
    refused(
      402,
      'no coins left',
      { code: 402, msg: 'Insufficient coins' },
      { kind: 'server', words: /^Insufficient coins$/ },
    ),
    refused(405, 'a wrong method', 'Method Not Allowed', { kind: 'server', words: /^Method Not Allowed$/ }),
    refused(
      429,
      'a limit that does not say when it ends',
      { error: 'quota used up' },
      { kind: 'rateLimited', words: /^quota used up$/ },
    ),
    refused(
      400,
      'more words than anyone reads',
      { error: { message: `too many words: ${'x'.repeat(500)}` } },
      { kind: 'server', words: /^too many words: x+…?$/ },
    ),
  ]);

  describeCases('of the token is final: it is asked once (R24)', [
    refused(
      401,
      'a wrong key',
      { error: { message: 'Invalid API Key', code: 401 } },
      { kind: 'unauthorized', code: '401', words: /^Invalid API Key$/ },
    ),
    refused(401, 'no word', '', { kind: 'unauthorized', words: /^$/ }, { contentType: null }),
    refused(
      403,
      'a key for another model',
      { error: { message: 'key not allowed to access model' } },
      { kind: 'unauthorized', words: /not allowed/ },
    ),
    refused(
      403,
      'a page',
      '<title>403 Forbidden</title>',
      { kind: 'unauthorized', words: /^403 Forbidden$/ },
      { contentType: 'text/html' },
    ),
    refused(
      401,
      'an envelope',
      { code: 401, message: 'Key expired' },
      { kind: 'unauthorized', words: /^Key expired$/ },
      { protocol: 'envelope' },
    ),
    refused(
      403,
      'words that mention streams',
      { error: { message: 'streaming is not supported for this key' } },
      { kind: 'unauthorized', words: /streaming/ },
    ),
  ]);

  describeCases('of the moment is asked again, three times in all, and then told (R26)', [
    refused(
      503,
      'a model that loads',
      { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } },
      { kind: 'server', words: /^Loading model$/ },
    ),
    refused(500, 'a fault of the server', { error: { message: 'oops' } }, { kind: 'server', words: /^oops$/ }),
    refused(
      529,
      'an overload',
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      { kind: 'server', words: /^Overloaded$/ },
    ),
  ]);
});
