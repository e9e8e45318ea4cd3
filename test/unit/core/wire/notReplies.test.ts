import { sse } from '../../../support/scriptedReply';
import { describeCases, type WireCase } from './cases';
import { COUNTED, DONE, USAGE } from './chunks';

function page(name: string, body: string, words?: RegExp, more: Partial<WireCase> = {}): WireCase {
  const failure = { kind: 'protocol', code: undefined, status: 200, ...(words ? { words } : {}) } as const;
  return { name, contentType: 'text/html', body, outcome: { failure }, ...more };
}

const LOGIN = '<!DOCTYPE html>\n<html><head><title>Log in</title></head><body>Who are you?</body></html>';
const busy = { failure: { kind: 'server', status: 502, words: /^502 Bad Gateway$/ } } as const;

describe('what is no reply of a chat endpoint', () => {
  describeCases('is said to be none, in its own words (R19)', [
    page('a page, by its title', LOGIN, /^Log in$/),
    page('a page that calls itself a stream', LOGIN, /^Log in$/, { contentType: 'text/event-stream' }),
    page('a page that calls itself JSON', LOGIN, /^Log in$/, { contentType: 'application/json' }),
    page('a page whose title has several lines', '<HTML><TITLE lang="en">\n Log\n in </TITLE>', /^Log in$/),
    page('a page without a title, by its headline', '<html><body><h1 class="x">Sorry</h1>', /^Sorry$/),
    page('a page with neither, of which nothing is shown', '<html><body><script>alert(1)</script>', /^$/),
    page('a page of which no markup is shown', '<title><b onload=alert(1)>Hi</b></title>', /^$/),
    page('a page behind an answer to something else', `\n\n  ${LOGIN}`, /^Log in$/),
    page('a text', 'no such tenant\n', /^no such tenant$/, { contentType: 'text/plain' }),
    page('a text of several lines', 'no such\n\ntenant', /^no such tenant$/, { contentType: 'text/plain' }),
    page('a text that ends within a character', '', /^no such tenant \uFFFD$/, {
      contentType: 'text/plain',
      body: Buffer.from('no such tenant €').subarray(0, -1),
    }),
    page('a text that calls itself a stream', 'no such tenant\n', /^no such tenant$/, {
      contentType: 'text/event-stream',
    }),
    page('a text that calls itself nothing', 'no such tenant', /^no such tenant$/, { contentType: null }),
    page('JSON of another kind', '{"status":"ok"}', /^$/, { contentType: 'application/json' }),
    page('a list', '[1, 2]', /^$/, { contentType: 'application/json' }),
    page('a text of JSON', '"no such tenant"', /^no such tenant$/, { contentType: 'application/json' }),
    page('an answer of the other protocol', '{"code":0,"message":"success","result":{"answer":"Hello"}}', /^$/, {
      contentType: 'application/json',
    }),
    page('bytes', '\x89PNG\r\n\x1a\n\0\0', undefined, { contentType: 'image/png' }),
    page('a page with status 502', '<html><head><title>502 Bad Gateway</title>', undefined, {
      status: 502,
      outcome: busy,
    }),
    page('a page with status 502 instead of an envelope', '<html><title>502 Bad Gateway</title>', undefined, {
      protocol: 'envelope',
      status: 502,
      outcome: busy,
    }),
    page('a text with status 503', 'no healthy upstream', undefined, {
      status: 503,
      contentType: 'text/plain',
      outcome: { failure: { kind: 'server', status: 503, words: /^no healthy upstream$/ } },
    }),
  ]);

  const empty = { failure: { kind: 'protocol', code: 'EMPTY_REPLY' } } as const;
  describeCases('is said to be empty (R21)', [
    { name: 'a stream without a byte', body: '', outcome: empty },
    { name: 'JSON without a byte', contentType: 'application/json', body: '', outcome: empty },
    { name: 'no byte, and no content type', contentType: null, body: '', outcome: empty },
    { name: 'status 204', status: 204, contentType: null, body: '', outcome: empty },
    { name: 'status 204 instead of an envelope', protocol: 'envelope', status: 204, body: '', outcome: empty },
    { name: 'white space', contentType: 'application/json', body: ' \r\n\n', outcome: empty },
    { name: 'comments', body: ': hello\n\n: ping\n\n:', outcome: empty },
    { name: 'events without data', body: 'event: ping\n\nid: 1\n\ndata:\n\n', outcome: empty },
    { name: 'a byte order mark', body: '\uFEFF', outcome: empty },
    { name: '[DONE] alone', body: sse(DONE), outcome: empty },
    { name: 'chunks without choices', body: sse({ choices: [] }, { choices: null }, DONE), outcome: empty },
    {
      name: 'a usage alone',
      body: sse({ choices: [], usage: COUNTED }, DONE),
      outcome: { ...empty, usage: USAGE },
    },
    { name: 'no choice at all', contentType: 'application/json', body: '{"choices":[]}', outcome: empty },
  ]);
});
