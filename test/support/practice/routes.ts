import type { ScriptedReply } from '../scriptedReply';
import { envelopeCompletion, envelopeError, envelopeRefusal } from './envelope';
import type { RecordedRequest } from './exchange';
import { openaiCompletion, openaiError, openaiModels, openaiRefusal } from './openai';
import type { Pace } from './pace';
import { type Query, type Refusal, readQuery } from './query';

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly unauthorized: (message: string) => ScriptedReply;
  readonly reply: (request: RecordedRequest, pace: Pace) => ScriptedReply;
}

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/models', unauthorized: openaiUnauthorized, reply: openaiModels },
  {
    method: 'POST',
    path: '/v1/chat/completions',
    unauthorized: openaiUnauthorized,
    reply: answering(openaiCompletion, openaiRefusal),
  },
  {
    method: 'POST',
    path: '/api/v1/chat/completion_messages',
    unauthorized: message => envelopeError(401, message, 401),
    reply: answering(envelopeCompletion, envelopeRefusal),
  },
];

/** What the practice server replies when no script says otherwise. */
export function practiceReply(request: RecordedRequest, token: string | undefined, pace: Pace): ScriptedReply {
  const path = request.path.split('?')[0] ?? '';
  const here = ROUTES.filter(candidate => candidate.path === path);
  const route = here.find(candidate => candidate.method === request.method);
  if (here.length === 0) return openaiError(404, `Unknown address: ${request.method} ${path}.`, null, 'unknown_url');
  if (!route) return wrongMethod(request.method, path, here);
  const denial = denialOf(request.headers.authorization, token);
  return denial === undefined ? route.reply(request, pace) : route.unauthorized(denial);
}

function answering(
  complete: (query: Query, pace: Pace) => ScriptedReply,
  refuse: (refusal: Refusal) => ScriptedReply,
): Route['reply'] {
  return (request, pace) => {
    const reading = readQuery(request.body);
    return reading.ok ? complete(reading.query, pace) : refuse(reading.refusal);
  };
}

/** Why a request may not pass, or undefined if it may. */
function denialOf(authorization: string | undefined, token: string | undefined): string | undefined {
  if (token === undefined || authorization === `Bearer ${token}`) return undefined;
  if (authorization === undefined) return 'No API key was given. Send it in the header "Authorization: Bearer <key>".';
  return 'The API key is not the one that this server expects.';
}

function openaiUnauthorized(message: string): ScriptedReply {
  const reply = openaiError(401, message, null, 'invalid_api_key');
  return { ...reply, headers: { ...reply.headers, 'WWW-Authenticate': 'Bearer' } };
}

function wrongMethod(method: string, path: string, here: readonly Route[]): ScriptedReply {
  const reply = openaiError(405, `${method} is not allowed for ${path}.`, null, 'method_not_allowed');
  return { ...reply, headers: { ...reply.headers, Allow: here.map(route => route.method).join(', ') } };
}
