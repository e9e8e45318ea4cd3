// Commands that people paste into the first box, and what must come out.
import { BODY, DEKA, deka, full, KEY, LOCAL, OPENAI, openai, POSIX, type Row, SIMPLE } from './pastedWords';

export const PORTALS: readonly Row[] = [
  [
    'Deka’s mis-quoted sample',
    `curl "${DEKA}" -H "Content-Type": "application/json" -H "Authorization": "Bearer YOUR_API_KEY" -d '{"model": "qwen/qwen2-vl-72b-instruct", "stream": false, "temperature": 0.9, "top_p": 1}'`,
    deka({
      model: 'qwen/qwen2-vl-72b-instruct',
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
    deka({ model: 'm1', token: KEY }),
  ],
  [
    'round quotes of a word processor',
    `curl “${DEKA}” -H “Authorization: Bearer ${KEY}” -d ‘{“model”: “m1”}’`,
    deka({ model: 'm1', token: KEY }),
  ],
];

export const SHELLS: readonly Row[] = [
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
    openai({ model: 'm1', token: KEY }),
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

export const OPTIONS: readonly Row[] = [
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
