// What people paste into the first box, and what must come out.
import type { EndpointInput } from '../../../../src/core/pasted/endpointInput';

export const DEKA = 'https://dekallm.cloudeka.ai/v1/chat/completions';
export const NEOLINK = 'https://ai-neolink.com/model/api/v1/chat/completion_messages';
const OPENAI = 'https://api.openai.com/v1/chat/completions';
const LOCAL = 'http://localhost:11434/v1/chat/completions';
/** A key as providers give them, cut in two so that no scanner takes it for a real one. */
export const KEY = `sk-${'Wz7Qp2Lk9Tn4Vb6Xm1Rd'}`;

type Expected = Partial<EndpointInput> & { readonly url: string };
type Row = readonly [what: string, pasted: string, expected: Expected];

const openai = (more: object = {}): Expected => ({ url: OPENAI, ...more });
const deka = (more: object = {}): Expected => ({ url: DEKA, ...more });

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

const BODY =
  '{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "It\'s a \\"test\\""}], "temperature": 0.5}';
const SIMPLE = '{"model":"m1","messages":[]}';
const full = { model: 'gpt-5-mini', parameters: { temperature: 0.5 }, token: KEY };
const POSIX = `curl ${OPENAI} \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer ${KEY}" \\
  -d '${BODY.replace("'", `'\\''`)}'`;

const PORTALS: readonly Row[] = [
  [
    'Deka’s mis-quoted sample',
    `curl "${DEKA}" -H "Content-Type": "application/json" -H "Authorization": "Bearer YOUR_API_KEY" -d '{"model": "qwen/qwen2-vl-72b-instruct", "stream": false, "temperature": 0.9, "top_p": 1}'`,
    deka({
      model: 'qwen/qwen2-vl-72b-instruct',
      stream: false,
      parameters: { temperature: 0.9, top_p: 1 },
      notes: ['placeholder'],
    }),
  ],
  [
    'the same with a key, without quotes inside the header',
    `curl ${DEKA} -H Authorization: Bearer ${KEY} -H Content-Type: application/json -d '${SIMPLE}'`,
    deka({ model: 'm1', token: KEY }),
  ],
  [
    'Neolink’s sample with its trailing comma',
    `curl -X POST "http://xxx.com/api/v1/chat/completion_messages" \\
     -H "Authorization: Bearer YOUR_API_KEY" \\
     -H "Content-Type: application/json" \\
     -d '{
         "model": "Qwen2-7B-Instruct",
         "messages": [
             {
                 "role": "user",
                 "content": "Who won the world series in 2020?"
             }
         ],
         "temperature": 1.0,
         "top_p": 1.0,
         "n": 1,
         "max_tokens": 100,
     }'`,
    {
      url: 'http://xxx.com/api/v1/chat/completion_messages',
      protocol: 'envelope',
      model: 'Qwen2-7B-Instruct',
      parameters: { temperature: 1, top_p: 1, max_tokens: 100 },
      notes: ['placeholder'],
    },
  ],
  [
    'a command without its last quote',
    `curl ${DEKA} -H "Authorization: Bearer ${KEY}" -d '{"model": "m1"`,
    deka({ model: 'm1', token: KEY }),
  ],
  [
    'a header without its last quote',
    `curl ${DEKA} -H "Authorization: Bearer ${KEY} -d '{"model": "m1"}'`,
    deka({ model: 'm1', token: KEY }),
  ],
  [
    'quotes inside quotes',
    `curl ${DEKA} -H "Authorization: Bearer ${KEY}" -d "{"model": "m1", "stream": false}"`,
    deka({ model: 'm1', token: KEY, stream: false }),
  ],
  [
    'round quotes of a word processor',
    `curl “${DEKA}” -H “Authorization: Bearer ${KEY}” -d ‘{“model”: “m1”}’`,
    deka({ model: 'm1', token: KEY }),
  ],
];

const SHELLS: readonly Row[] = [
  ['a POSIX command over several lines', POSIX, openai(full)],
  ['the same in one line, as a box makes it', POSIX.replaceAll('\n', ' '), openai(full)],
  ['the same with Windows’ line ends', POSIX.replaceAll('\n', '\r\n'), openai(full)],
  ['the same with its line ends lost', POSIX.replaceAll('\n', ''), openai(full)],
  ['a prompt before it', `$ ${POSIX}`, openai(full)],
  [
    'double quotes with backslashes',
    `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -d "${BODY.replace(/["\\]/g, '\\$&')}"`,
    openai(full),
  ],
  [
    'dollar quotes',
    `curl ${OPENAI} -H $'Authorization: Bearer ${KEY}' -d $'{"model": "m1",\\n"stop": "it\\'s"}'`,
    openai({ model: 'm1', token: KEY, parameters: { stop: "it's" } }),
  ],
  [
    'cmd over several lines',
    `curl.exe ${OPENAI} ^\r\n  -H "Authorization: Bearer ${KEY}" ^\r\n  -d "{\\"model\\": \\"m1\\"}"`,
    openai({ model: 'm1', token: KEY }),
  ],
  [
    'cmd in one line',
    `curl ${OPENAI} ^ -H "Authorization: Bearer ${KEY}" ^ -d "{""model"": ""m1""}"`,
    openai({ model: 'm1', token: KEY }),
  ],
  [
    'a browser’s “copy as cURL (cmd)”',
    `curl ^"${OPENAI}^" ^\n  -H ^"authorization: Bearer ${KEY}^" ^\n  -H ^"origin: https://chat.example^" ^\n  --data-raw ^"^{^\\^"model^\\^":^\\^"m1^\\^",^\\^"stream^\\^":true^}^"`,
    openai({ model: 'm1', token: KEY, stream: true }),
  ],
  [
    'PowerShell',
    `curl.exe -X POST "${OPENAI}" \`\n  -H "Authorization: Bearer ${KEY}" \`\n  -d '{\\"model\\": \\"m1\\"}'`,
    openai({ model: 'm1', token: KEY }),
  ],
  [
    'PowerShell’s own quotes',
    `curl.exe ${OPENAI} \` -H "Authorization: Bearer ${KEY}" \` -d "{\`"model\`": \`"m1\`"}"`,
    openai({ model: 'm1', token: KEY }),
  ],
  [
    'a variable that is set before',
    `export KEY="${KEY}"\ncurl ${OPENAI} -H "Authorization: Bearer $KEY" -d '${SIMPLE}'`,
    openai({ model: 'm1', token: KEY }),
  ],
  ['a path to curl', `/usr/bin/curl ${OPENAI} -d '${SIMPLE}'`, openai({ model: 'm1' })],
  [
    'a here-document',
    `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -d @- <<'EOF'\n{\n  "model": "m1",\n}\nEOF`,
    openai({ model: 'm1', token: KEY }),
  ],
];

const OPTIONS: readonly Row[] = [
  ['no option at all', `curl ${OPENAI}`, openai()],
  [
    '-XPOST, joined options',
    `curl -sSLk -XPOST ${OPENAI} -H"Authorization: Bearer ${KEY}" -d'${SIMPLE}'`,
    openai({ model: 'm1', token: KEY }),
  ],
  [
    '--request, --header, --data-raw',
    `curl --location --request POST '${OPENAI}' --header 'Authorization: Bearer ${KEY}' --data-raw '${SIMPLE}'`,
    openai({ model: 'm1', token: KEY }),
  ],
  ['--json', `curl --json '${SIMPLE}' -N ${OPENAI}`, openai({ model: 'm1' })],
  ['--url and --data-binary', `curl --data-binary '${SIMPLE}' --url ${OPENAI}`, openai({ model: 'm1' })],
  ['values with an equals sign', `curl --url=${OPENAI} --data='${SIMPLE}'`, openai({ model: 'm1' })],
  ['several pieces of one body', `curl ${OPENAI} -d '{"model":"m1",' -d '"messages":[]}'`, openai({ model: 'm1' })],
  ['a body in a file', `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -d @body.json`, openai({ token: KEY })],
  [
    'values that look like addresses',
    `curl -x http://proxy.corp:3128 -o out.json -A agent/1.0 --cacert ca.pem ${OPENAI}`,
    openai(),
  ],
  [
    'an address without a scheme',
    `curl -s localhost:11434/v1/chat/completions -d '${SIMPLE}'`,
    { url: LOCAL, model: 'm1' },
  ],
  ['unknown options', `curl --fancy --very-new -Z ${OPENAI} -d '${SIMPLE}'`, openai({ model: 'm1' })],
  [
    'another command behind it',
    `curl ${OPENAI} -H "Authorization: Bearer ${KEY}" -d '${SIMPLE}' | jq .`,
    openai({ model: 'm1', token: KEY }),
  ],
  [
    'what a chat brings itself',
    `curl ${OPENAI} -d '{"model":"m1","n":2,"tools":[],"response_format":{"type":"json_object"},"stream_options":{},"seed":7,"stop":null}'`,
    openai({ model: 'm1', parameters: { seed: 7 } }),
  ],
  [
    'Ollama’s own API',
    `curl http://localhost:11434/api/chat -d '{"model": "llama3.2", "messages": []}'`,
    { url: LOCAL, model: 'llama3.2' },
  ],
  ['a model to be filled in', `curl ${OPENAI} -d '{"model": "<your-model>"}'`, openai()],
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
    deka({ model: 'm1', token: KEY, stream: false }),
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
