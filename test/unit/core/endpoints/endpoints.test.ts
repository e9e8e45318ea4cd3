import assert from 'node:assert/strict';
import {
  cleanToken,
  isLoopback,
  listedAddress,
  originOf,
  parseEndpoints,
  parseEndpointUrl,
  suggestEndpointName,
} from '../../../../src/core/endpoints/endpoints';
import { isChatError } from '../../../../src/core/errors';

describe('parseEndpointUrl', () => {
  const DEKA = 'https://dekallm.cloudeka.ai/v1/chat/completions';
  const understood: readonly (readonly [pasted: string, url: string, protocol: string])[] = [
    ['https://dekallm.cloudeka.ai', DEKA, 'openai'],
    ['https://dekallm.cloudeka.ai/', DEKA, 'openai'],
    ['https://dekallm.cloudeka.ai/v1', DEKA, 'openai'],
    ['https://dekallm.cloudeka.ai/v1/', DEKA, 'openai'],
    [DEKA, DEKA, 'openai'],
    [`${DEKA}/`, DEKA, 'openai'],
    [`${DEKA}?model=<string>`, DEKA, 'openai'],
    [`  "${DEKA}"  `, DEKA, 'openai'],
    [`'${DEKA}',`, DEKA, 'openai'],
    [`<${DEKA}>`, DEKA, 'openai'],
    ['dekallm.cloudeka.ai/v1', DEKA, 'openai'],
    ['https://dekallm.cloudeka.ai/v1/models', DEKA, 'openai'],
    ['curl "https://dekallm.cloudeka.ai/v1/chat/completions" -H "Authorization": "Bearer KEY"', DEKA, 'openai'],
    ['“https://dekallm.cloudeka.ai/v1”', DEKA, 'openai'],
    ['localhost:11434/api/chat', 'http://localhost:11434/v1/chat/completions', 'openai'],
    ['localhost.example.com/v1', 'https://localhost.example.com/v1/chat/completions', 'openai'],
    ['localhost:11434', 'http://localhost:11434/v1/chat/completions', 'openai'],
    ['127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1/chat/completions', 'openai'],
    [
      'https://gateway.example/openai?api-version=3',
      'https://gateway.example/openai/v1/chat/completions?api-version=3',
      'openai',
    ],
    [
      'https://ai-neolink.com/model/api/v1/chat/completions',
      'https://ai-neolink.com/model/api/v1/chat/completions',
      'openai',
    ],
    [
      'https://ai-neolink.com/model/api/v1/chat/completion_messages',
      'https://ai-neolink.com/model/api/v1/chat/completion_messages',
      'envelope',
    ],
    ['http://xxx.com/api/v1/chat/completion_messages/', 'http://xxx.com/api/v1/chat/completion_messages', 'envelope'],
  ];
  for (const [pasted, url, protocol] of understood) {
    it(`understands ${pasted}`, () => assert.deepEqual(parseEndpointUrl(pasted), { url, protocol }));
  }

  it('completes a base address for a protocol that is named', () => {
    assert.equal(
      parseEndpointUrl('https://ai-neolink.com/model', 'envelope').url,
      'https://ai-neolink.com/model/api/v1/chat/completion_messages',
    );
    assert.equal(
      parseEndpointUrl('https://ai-neolink.com/model/api/v1', 'envelope').url,
      'https://ai-neolink.com/model/api/v1/chat/completion_messages',
    );
  });

  for (const refused of [
    '',
    '   ',
    'ftp://example.com',
    'https://user:secret@example.com/v1',
    'not an address',
    'file:///etc/passwd',
  ]) {
    it(`refuses “${refused}” with a sentence`, () => {
      assert.throws(
        () => parseEndpointUrl(refused),
        error =>
          isChatError(error) &&
          error.kind === 'config' &&
          error.message.endsWith('.') &&
          !error.message.includes('secret'),
      );
    });
  }
});

describe('parseEndpoints', () => {
  it('fills in what is left out, and waits longer for a server on this machine', () => {
    const { endpoints, problems } = parseEndpoints([
      { name: 'Deka', url: 'https://dekallm.cloudeka.ai' },
      { name: 'Mine', url: 'localhost:8080', timeouts: { idle: 5 } },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      endpoints.map(({ timeouts }) => timeouts),
      [
        { firstByte: 120, idle: 90 },
        { firstByte: 600, idle: 5 },
      ],
    );
    assert.deepEqual(endpoints[0], {
      name: 'Deka',
      url: 'https://dekallm.cloudeka.ai/v1/chat/completions',
      protocol: 'openai',
      models: [],
      headers: {},
      parameters: {},
      stream: true,
      timeouts: { firstByte: 120, idle: 90 },
    });
  });

  it('keeps the good entries and says what is wrong with the others', () => {
    const { endpoints, problems } = parseEndpoints([
      { name: 'good', url: 'localhost:1' },
      { name: 'bad', url: 'ftp://x' },
      { url: 'localhost:2' },
      { name: 'good', url: 'localhost:3' },
      { name: 'odd', url: 'localhost:4', protocol: 'grpc' },
      'text',
    ]);
    assert.deepEqual(
      endpoints.map(({ name }) => name),
      ['good'],
    );
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['bad', '#3', 'good', 'odd', '#6'],
    );
    assert.deepEqual(
      problems.map(({ code, field }) => field ?? code),
      ['ADDRESS_SCHEME', 'NAME_MISSING', 'NAME_TAKEN', 'protocol', 'NOT_AN_ENTRY'],
    );
  });

  it('says so when the setting is no list', () => {
    assert.equal(parseEndpoints({ name: 'x' }).problems.length, 1);
    assert.deepEqual(parseEndpoints(undefined), { endpoints: [], problems: [] });
    assert.equal(parseEndpoints([null]).problems.length, 1);
  });
});

describe('cleanToken', () => {
  for (const pasted of [
    'sk-abc123',
    ' sk-abc123\n',
    '"sk-abc123"',
    'Bearer sk-abc123',
    'bearer  sk-abc123 ',
    "'Bearer sk-abc123'",
    'Authorization: Bearer sk-abc123',
    '"Authorization": "Bearer sk-abc123"',
  ]) {
    it(`takes the token out of ${JSON.stringify(pasted)}`, () => assert.equal(cleanToken(pasted), 'sk-abc123'));
  }
});

describe('originOf', () => {
  it('tells ports and schemes apart', () => {
    const origins = [
      'https://a.example/v1',
      'http://a.example/v1',
      'https://a.example:8443/v1',
      'https://b.example/v1',
    ].map(originOf);
    assert.equal(new Set(origins).size, 4);
    assert.equal(originOf('https://a.example:443/other'), origins[0]);
  });
});

describe('listedAddress', () => {
  it('has neither a query, which may hold a key, nor a scheme, over which VS Code would lay a link', () => {
    assert.equal(listedAddress('https://a.example/v1/chat?api_key=x'), 'a.example/v1/chat');
    assert.equal(listedAddress('http://localhost:8080/v1'), 'localhost:8080/v1');
    assert.equal(listedAddress('http://a.example/v1'), 'a.example/v1 · http');
  });
});

describe('isLoopback', () => {
  it('holds for this machine only', () => {
    for (const host of ['localhost:1', '127.0.0.1', '127.9.9.9:80', '[::1]:5', 'api.localhost'])
      assert.ok(isLoopback(`http://${host}/`), host);
    for (const host of ['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '[::2]'])
      assert.ok(!isLoopback(`http://${host}/`), host);
  });
});

describe('suggestEndpointName', () => {
  it('knows the providers and never takes a name twice', () => {
    assert.equal(suggestEndpointName('https://dekallm.cloudeka.ai/v1', []), 'Deka LLM');
    assert.equal(suggestEndpointName('https://ai-neolink.com/model', ['Neolink', 'Neolink 2']), 'Neolink 3');
    assert.equal(suggestEndpointName('http://localhost:11434/v1', []), 'Ollama');
    assert.equal(suggestEndpointName('https://llm.corp.example/v1', []), 'llm.corp.example');
  });

  it('gives no provider’s name to whoever has a similar one', () => {
    for (const host of ['evilcloudeka.ai', 'cloudeka.ai.evil.example', 'notneolink.com'])
      assert.equal(suggestEndpointName(`https://${host}/v1`, []), host);
  });
});
