// What people paste into the first box, and what must come out.
import { OPTIONS, PORTALS, SHELLS } from './pastedCommands';
import { DEKA, deka, KEY, LOCAL, NEOLINK, OPENAI, openai, type Row } from './pastedWords';

const ADDRESSES: readonly Row[] = [
  ['a base address', 'https://dekallm.cloudeka.ai', deka()],
  ['one with /v1', 'https://dekallm.cloudeka.ai/v1/', deka()],
  ['a whole address', DEKA, deka()],
  ['no scheme', 'dekallm.cloudeka.ai/v1', deka()],
  ['quotes, blanks and a comma around it', ` "${DEKA}", `, deka()],
  ['round quotes', `“${DEKA}”`, deka()],
  ['angle brackets', `<${DEKA}>`, deka()],
  ['the list of models', 'https://dekallm.cloudeka.ai/v1/models', deka()],
  ['another API of the same server', 'https://api.openai.com/v1/responses', openai()],
  ['the model placeholder of the documents', `${DEKA}?model=<string>`, deka()],
  ['a model in the query', `${DEKA}?model=qwen%2Fqwen3-8b`, deka({ model: 'qwen/qwen3-8b' })],
  ['a version in the query', `${DEKA}?api-version=2&model=m1`, { url: `${DEKA}?api-version=2`, model: 'm1' }],
  ['a key in the query', `${OPENAI}?key=${KEY}`, openai({ token: KEY, notes: ['otherHeader'] })],
  ['a signature in the query', `${OPENAI}?sig=abcDEF123`, openai({ token: 'abcDEF123', notes: ['otherHeader'] })],
  ['a code in the query', `${OPENAI}?code=abcDEF123`, openai({ token: 'abcDEF123', notes: ['otherHeader'] })],
  ['a key in any field of it', `${OPENAI}?x=${KEY}`, openai({ token: KEY, notes: ['otherHeader'] })],
  [
    'a path that only begins like a key',
    'https://example.com/key-value/v1',
    { url: 'https://example.com/key-value/v1/chat/completions' },
  ],
  ['this machine', 'localhost:11434', { url: LOCAL }],
  ['this machine, by number', '127.0.0.1:8080/v1', { url: 'http://127.0.0.1:8080/v1/chat/completions' }],
  ['IPv6', 'http://[::1]:8000', { url: 'http://[::1]:8000/v1/chat/completions' }],
  ['plain http', 'http://llm.corp.example/v1', { url: 'http://llm.corp.example/v1/chat/completions' }],
  ['Neolink', NEOLINK, { url: NEOLINK, protocol: 'envelope' }],
  ['an address in a sentence', `The API is at ${DEKA}, enjoy`, deka()],
  ['a portal that says API Key', `Base URL: ${DEKA}\nAPI Key: ${KEY}`, deka({ token: KEY })],
  [
    'labels above their values',
    `Endpoint\n${DEKA}\nSecret Key\nabcdefgh12345678ijkl`,
    deka({ token: 'abcdefgh12345678ijkl' }),
  ],
  ['a row of a table', `${DEKA}\tSecret Key\t${KEY}`, deka({ token: KEY })],
  ['an address and a key, nothing more', `${DEKA} ${KEY}`, deka({ token: KEY })],
  ['an address and a model that looks long', `${DEKA} qwen2-5-coder-32b-instruct`, deka()],
  ['settings as JSON', `{"baseUrl":"${DEKA}","apiKey":"${KEY}","model":"m1"}`, deka({ model: 'm1', token: KEY })],
  [
    'what a portal shows, line by line',
    `URL: https://dekallm.cloudeka.ai/v1\nSecret Key: ${KEY}\nModel: qwen/qwen2-vl-72b-instruct`,
    deka({ model: 'qwen/qwen2-vl-72b-instruct', token: KEY }),
  ],
];

const KEYS: readonly Row[] = [
  ['a key of another header', `curl ${OPENAI} -H "x-api-key: ${KEY}"`, openai({ token: KEY, notes: ['otherHeader'] })],
  [
    'Azure’s header',
    `curl "https://me.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=1" -H "api-key: ${KEY}"`,
    {
      url: 'https://me.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=1',
      token: KEY,
      notes: ['otherHeader'],
    },
  ],
  [
    'two keys: the one that a chat sends, and none in the settings',
    `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -H "X-Gateway-Token: other-secret-1"`,
    openai({ token: KEY, notes: ['leftOut'] }),
  ],
  [
    'a header that is a key by its look, which is not kept in the settings',
    `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -H "X-Upstream: sk-${'other-0123456789'}" -H "X-Request-Id: 8f14e45fceea167a5a36dedd4bea2543"`,
    openai({ token: KEY, headers: { 'X-Request-Id': '8f14e45fceea167a5a36dedd4bea2543' }, notes: ['leftOut'] }),
  ],
  ['a key without Bearer', `curl ${OPENAI} -H "Authorization: ${KEY}"`, openai({ token: KEY })],
  ['another scheme', `curl ${OPENAI} -H "Authorization: Token ${KEY}"`, openai({ token: KEY, notes: ['otherHeader'] })],
  ['a user name and a password', `curl -u me:secret ${OPENAI}`, openai({ notes: ['password'] })],
  ['the same as a header', `curl -H "Authorization: Basic bWU6c2VjcmV0" ${OPENAI}`, openai({ notes: ['password'] })],
  ['--oauth2-bearer', `curl --oauth2-bearer ${KEY} ${OPENAI}`, openai({ token: KEY })],
  [
    'headers that are no secret',
    `curl ${OPENAI} -H "OpenAI-Organization: org-1" -H "Accept: */*" -H "User-Agent: x" -H "Cookie: a=b"`,
    openai({ headers: { 'OpenAI-Organization': 'org-1' } }),
  ],
  [
    'a key in the body, too',
    `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -H "X-Copy: ${KEY}" -d '{"api_key":"${KEY}","user_id":"${KEY}","seed":1}'`,
    openai({ token: KEY, parameters: { seed: 1 } }),
  ],
  ...[
    '$OPENAI_API_KEY',
    `\${TOKEN}`,
    '<your-key>',
    'YOUR_API_KEY',
    'sk-...',
    'sk-xxxxxxxx',
    '%API_KEY%',
    '{{api_key}}',
  ].map(
    (word): Row => [
      `${word}, which is no key`,
      `curl ${OPENAI} -H "Authorization: Bearer ${word}"`,
      openai({ notes: ['placeholder'] }),
    ],
  ),
];

const SAMPLES: readonly Row[] = [
  [
    'a sample in Python',
    `from openai import OpenAI\nclient = OpenAI(\n  base_url="https://dekallm.cloudeka.ai/v1",\n  api_key="${KEY}",\n)\nclient.chat.completions.create(model="m1", stream=True)`,
    deka({ model: 'm1', token: KEY }),
  ],
  [
    'one with a variable',
    `client = OpenAI(api_key=os.environ["KEY"], base_url="https://dekallm.cloudeka.ai/v1") # model = "m1"`,
    deka({ model: 'm1', notes: ['placeholder'] }),
  ],
  [
    'a sample in JavaScript',
    `const client = new OpenAI({ baseURL: 'https://dekallm.cloudeka.ai/v1', apiKey: '${KEY}' }); await client.chat.completions.create({ model: 'm1' });`,
    deka({ model: 'm1', token: KEY }),
  ],
  [
    'requests',
    `requests.post("${DEKA}", headers={"Authorization": "Bearer ${KEY}"}, json={"model": "m1", "stream": False})`,
    deka({ model: 'm1', token: KEY }),
  ],
];

/** Each is understood, and gives exactly this. */
export const UNDERSTOOD: readonly Row[] = [...ADDRESSES, ...PORTALS, ...SHELLS, ...OPTIONS, ...KEYS, ...SAMPLES];

/** Each is refused with this sentence; `isSecret` where it should not stay on the screen. */
export const REFUSED: readonly (readonly [what: string, pasted: string, sentence: RegExp, isSecret?: boolean])[] = [
  ['nothing', '', /address is empty/],
  ['blanks', '  \n ', /address is empty/],
  ['another scheme', 'ftp://example.com', /must begin with https/],
  ['a file', 'file:///etc/passwd', /must begin with https/],
  ['a key', KEY, /looks like a token/, true],
  ['a header', `Authorization: Bearer ${KEY}`, /looks like a token/, true],
  ['a long word with digits', 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4', /looks like a token/, true],
  ['words', 'hello there world', /no address/],
  ['a password in the address', `https://me:${KEY}@example.com/v1`, /user name and password/, true],
  [
    'a key in the path',
    `curl https://example.com/${KEY}/v1 -H "Authorization: Bearer ${KEY}"`,
    /holds the token/,
    true,
  ],
  ['a key in the path and nowhere else', `https://example.com/${KEY}/v1`, /holds the token/, true],
  ['curl without an address', `curl -H "Authorization: Bearer ${KEY}" -d '{}'`, /no address/, true],
  ['a host to be filled in', 'https://{your-host}/v1', /filled in/],
  ['the variable of a collection', 'curl "{{baseurl}}/v1/chat/completions"', /filled in|no address/],
  ['a variable as the host', 'curl https://$HOST/v1/chat/completions', /filled in|not an address/],
  ['a resource to be filled in', 'https://YOUR-RESOURCE.openai.azure.com/openai/v1', /filled in/],
  ['a broken port', 'https://example.com:99999/v1', /not an address/],
  ['a sample without an address', `client = OpenAI(api_key="${KEY}")`, /no address/, true],
];
