// Words that what people paste is made of.
import type { EndpointInput } from '../../../../src/core/pasted/endpointInput';

export const DEKA = 'https://dekallm.cloudeka.ai/v1/chat/completions';
export const NEOLINK = 'https://ai-neolink.com/model/api/v1/chat/completion_messages';
export const OPENAI = 'https://api.openai.com/v1/chat/completions';
export const LOCAL = 'http://localhost:11434/v1/chat/completions';
/** A key as providers give them, cut in two so that no scanner takes it for a real one. */
export const KEY = `sk-${'Wz7Qp2Lk9Tn4Vb6Xm1Rd'}`;

export type Expected = Partial<EndpointInput> & { readonly url: string };
export type Row = readonly [what: string, pasted: string, expected: Expected];

export const openai = (more: object = {}): Expected => ({ url: OPENAI, ...more });
export const deka = (more: object = {}): Expected => ({ url: DEKA, ...more });

export const BODY =
  '{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "It\'s a \\"test\\""}], "temperature": 0.5}';
export const SIMPLE = '{"model":"m1","messages":[]}';
export const full = { model: 'gpt-5-mini', parameters: { temperature: 0.5 }, token: KEY };
export const POSIX = `curl ${OPENAI} \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer ${KEY}" \\
  -d '${BODY.replace("'", `'\\''`)}'`;
