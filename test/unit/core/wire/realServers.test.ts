import { arrayField, field, parseJson, stringField } from '../../../../src/core/unknown';
import { readRecording } from '../../../support/recordings';
import { describeCases, type WireCase } from './cases';
import type { WantedOutcome } from './outcome';

/** A recorded reply as a case. */
function recorded(name: string, outcome: WantedOutcome, more: Partial<WireCase> = {}): WireCase {
  const { status, headers, body, cut } = readRecording(name);
  const all = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), [value].flat().join(', ')] as const);
  const { 'content-type': contentType = null, connection: _closed, ...others } = Object.fromEntries(all);
  return { name, status, contentType, headers: others, body, ending: cut ? 'cut' : 'end', outcome, ...more };
}

/** What a recorded stream says, read in another way than the wires do. */
function said(name: string): string {
  const lines = new TextDecoder().decode(readRecording(name).body).split('\n');
  const chunks = lines.filter(line => line.startsWith('data: {')).map(line => parseJson(line.slice('data: '.length)));
  const deltas = chunks.flatMap(chunk => arrayField(chunk, 'choices')).map(choice => field(choice, 'delta'));
  return deltas.map(delta => stringField(delta, 'content') ?? '').join('');
}

const friend = 'Hello! How can I help you today, my friend?';

describe('the replies of real servers', () => {
  describeCases('aimock', [
    recorded('aimock-stream', { text: friend }),
    recorded('aimock-stream-usage', { text: friend, usage: { inputTokens: 2, outputTokens: 11 } }),
    recorded('aimock-nonstream', { text: friend, usage: { inputTokens: 2, outputTokens: 11 } }),
    recorded('aimock-think-stream', { reasoning: '2+2 is four, so', text: 'The answer is 4.' }),
    recorded('aimock-cut-stream', { text: 'This ', failure: { kind: 'truncated' } }),
    recorded('aimock-401', { failure: { kind: 'unauthorized', code: 'invalid_api_key', words: /^Invalid API key$/ } }),
    recorded(
      'aimock-429-stream',
      { failure: { kind: 'rateLimited', code: 'rate_limit_exceeded', words: /^Rate limited$/ } },
      // It says when to come again.
      { asked: 3 },
    ),
  ]);

  describeCases('llama.cpp', [
    recorded('llamanew-stream', { text: 'Annabyed and said, "What, quelive, ', finish: 'length' }),
    recorded('llamanew-stream-usage', {
      text: 'Anna',
      finish: 'length',
      usage: { inputTokens: 46, outputTokens: 4 },
    }),
    recorded('llamanew-nonstream', {
      text: 'Annabyed and said, "What, quelive, Colorful.” \nLet\'s g',
      finish: 'length',
      usage: { inputTokens: 46, outputTokens: 40 },
    }),
    recorded('llamanew-utf8-stream', { text: 'Buty', finish: 'length' }),
    recorded('llamanew-logprobs-stream', { text: 'An', finish: 'length' }),
    recorded('llamanew-reasoning-stream', { reasoning: '\n a boo', text: 'ly and' }),
    recorded('llamanew-ping-stream', { text: said('llamanew-ping-stream'), finish: 'length' }),
    recorded('llamanew-overrun-stream', { text: said('llamanew-overrun-stream'), finish: 'length' }),
    recorded('llamanew-killed-midstream', {
      text: said('llamanew-killed-midstream'),
      failure: { kind: 'truncated' },
    }),
    recorded('llamanew-401-wrong-key', {
      failure: { kind: 'unauthorized', code: '401', words: /^Invalid API Key$/ },
    }),
    recorded('llamanew-503-loading', { failure: { kind: 'server', status: 503, words: /^Loading model$/ } }),
    recorded('llamanew-bad-json', { failure: { kind: 'server', status: 500, words: /parse error at line 1/ } }),
    recorded('llamanew-toolong-stream', {
      failure: { kind: 'tooLong', status: 400, words: /2043 tokens.*512 tokens/ },
    }),
  ]);

  describeCases('that is no chat', [
    recorded('aimock-models', { failure: { kind: 'protocol', words: /^$/ } }),
    recorded('llamanew-models', { failure: { kind: 'protocol', words: /^$/ } }),
  ]);
});
