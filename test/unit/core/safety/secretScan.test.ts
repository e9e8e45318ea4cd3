import assert from 'node:assert/strict';
import type { FilePart } from '../../../../src/core/chat';
import { findSecrets, type SecretKind, withoutSecrets } from '../../../../src/core/safety/secretScan';

/** Secrets of nobody, in pieces, so that no scanner of repositories takes them for somebody's. */
const planted: readonly (readonly [what: string, kind: SecretKind, text: string])[] = [
  ['an RSA key', 'privateKey', `-----BEGIN RSA PRIVATE ${'KEY'}-----\nMIIEpAIBAAKCAQEA7bqv9kZpT3Vd0yGJ5mQ1\n`],
  [
    'an OpenSSH key',
    'privateKey',
    `-----BEGIN OPENSSH PRIVATE ${'KEY'}-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9u\n`,
  ],
  [
    'a service account',
    'privateKey',
    `{"private_key": "-----BEGIN PRIVATE ${'KEY'}-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\\n"}`,
  ],
  ['an AWS key', 'awsAccessKey', `aws_access_key_id = ${'AKIA'}2E0A8F3B244C9986`],
  ['an AWS secret', 'awsAccessKey', `aws_secret_access_key=${'wJalrXUtnFEMI'}/K7MDENG/bPxRfiCYzQ8vLp3kTd`],
  ['a Google key', 'googleKey', `const key = '${'AIza'}SyD4b9kQ7Zt2LwXcVnR8mJhG5fPs1uYe3oA';`],
  [
    'an Azure storage key',
    'azureKey',
    `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${'k7Tq9ZxB2mVn'.repeat(7)}Ab==`,
  ],
  ['a GitHub token', 'githubToken', `git clone https://${'ghp'}_R7kq2ZxB9mVnT4wLcYp8HsJd5gFa3uEe1oQi@github.com/a/b`],
  ['a GitLab token', 'gitlabToken', `PRIVATE-TOKEN: ${'glpat'}-Zk7qR2xB9mVnT4wLcYp8`],
  ['a Slack token', 'slackToken', `${'xoxb'}-8471920365-7719203648-Qk7ZrT2xB9mVnLwYp8Hs`],
  ['a Stripe key', 'stripeKey', `stripe.api_key = "${'sk_live'}_51Hk7qR2xB9mVnT4wLcYp8Hs"`],
  ['an OpenAI key', 'modelKey', `export OPENAI_API_KEY=${'sk'}-proj-Zk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe1oQi`],
  ['a Hugging Face token', 'modelKey', `login(token="${'hf'}_ZkqRxBmVnTwLcYpHsJdgFauEeoQiTrWvUy")`],
  ['an npm token', 'packageToken', `//registry.example.com/:_authToken=${'npm'}_R7kq2ZxB9mVnT4wLcYp8HsJd5gFa3uEe1oQi`],
  [
    'a JSON web token',
    'jsonWebToken',
    `Cookie: s=${'eyJ'}hbGciOiJIUzI1NiJ9.eyJzdWIiOiI3MzQxIiwiaWF0IjoxNzE2fQ.Zk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe1oQi`,
  ],
  ['a password in code', 'password', 'const db = connect({ user: "shop", password: "Tr0ub4dor&3" });'],
  ['a password in a configuration', 'password', 'spring.datasource.password=kV9$mq2LxW'],
  ['an API key in YAML', 'apiKey', 'service:\n  api_key: "9f8a7c6e5d4b3a2f1e0d"\n'],
  ['a connection string', 'connectionString', 'DATABASE_URL=postgres://shop:kV9mq2LxW@db.internal:5432/shop'],
  ['a password of ADO', 'connectionString', 'Server=db;User Id=sa;Password=hunter2;Encrypt=true'],
  ['a password of curl', 'password', 'curl -s -u admin:hunter2 https://build.internal/job'],
  ['a key of Anthropic', 'modelKey', `x-api-key: ${'sk-ant'}-api03-Zk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe1oQi-AA`],
  ['an address of Redis', 'connectionString', 'redis://:kV9mq2LxW@cache.internal:6379/0'],
  ['a key of a wireless network', 'password', 'network={\n  ssid="Home"\n  psk="WlanKey2024!"\n}'],
  ['a password of mysql', 'password', 'mysql -u root -pkV9mq2LxW shop < dump.sql'],
  ['a password as an option', 'password', 'mysqldump --user=root --password=hunter2 shop'],
  ['a password as an option with a space', 'password', 'docker login --username me --password "kV9mq2LxW"'],
  ['a password in a sentence', 'password', 'I cannot log in, my password is Tr0ub4dor&3'],
  [
    'an Authorization header',
    'apiKey',
    'curl -H "Authorization: Bearer Zk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe" https://api.internal/orders',
  ],
];

/** What people send all day and nobody should be asked about. */
const harmless: readonly string[] = [
  'Why is my password field empty? The token expires too soon, and the secret is out.',
  'password: string;\n  token?: string;\n  readonly apiKey: ApiKey | undefined;',
  'const token = await getToken2(request, { refresh: true });',
  'const password = user.password1; const apiKey = process.env.OPENAI_API_KEY2;',
  'api_key = os.environ["SERVICE_API_KEY_2"]',
  '"integrity": "sha512-Zk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe1oQiZk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe1oQiAA=="',
  'commit 7f0cca2b9d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a\nAuthor: A. Developer',
  'id: 550e8400-e29b-41d4-a716-446655440000, parent: 6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  `<img src="data:image/png;base64,iVBORw0KGgo${'AKIA2E0A8F3B244C9986sk-Zk7qR2xB9mVn'.repeat(4)}">`,
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'export OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx1',
  'export OPENAI_API_KEY="sk-your-api-key-here-1"',
  'api_key: "<your API key, 32 characters>"',
  `password: "\${{ secrets.DB_PASSWORD_2 }}"`,
  "password: '{{ vault_db_password2 }}'",
  'postgres://user:password@localhost:5432/db',
  'postgres://$USER:$DB_PASSWORD1@$HOST/db',
  `DATABASE_URL=postgres://user:\${DB_PASSWORD}@db/shop`,
  'The header is "Authorization: Bearer <token>" and must not be logged.',
  'The file begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.',
  '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl user@host',
  '.sk-loading-spinner-container-wrapper { color: #1f2937; }',
  'const pattern = /\\bsk-[\\w-]{20,}/g; const prefix = "ghp_";',
  'tokenizer: "cl100k_base", tokens: 128000, max_tokens: 4096, tokenCount = 1200',
  'secretName: my-tls-secret-2\nserviceAccountToken: projected',
  'passwordHash = bcrypt.hash(password, 12); if (password !== confirmation2) throw new Error("no");',
  'https://example.com/reset?token=<token>&next=/home2',
  'Set PASSWORD_MIN_LENGTH=12 and TOKEN_TTL=15m in the settings.',
  '  "token": { "type": "string", "minLength": 20, "description": "API token (v2)" }',
  'docker run --name mysql -p3306:3306 -e MYSQL_ROOT_PASSWORD mysql:8',
  'mysql -u root -p shop2 < dump.sql; mysql -P3307; mysqld -port3306',
  'mysql -p$MYSQL_PASS1 --password=$PASS1 --password-file=/run/pass1 --password-stdin',
  'parser.add_argument("--password", help="asked for if absent"); run(--password=args.pass1)',
  'The password is SHA256-hashed, the passphrase is base64Encoded2, and the password is required since version2.',
  'Is the password is "correct horse"? The password is 12 characters long and the password was changed in 2024.',
  'const tpsk = 4; psk: string; enum Keying { psk = "psk", eap = "eap" }; PSK=8psk modulation',
  'private key = 3233, public key = (17, 3233): textbook RSA with p = 61.',
];

/** A line of a key, of nobody's. */
const BASE64 = 'Zk7qR2xB9mVnT4wLcYp8HsJd5gFa3uEe'.repeat(2);

const file = (name: string, text: string, lines?: readonly [number, number]): FilePart => ({
  type: 'file',
  name,
  language: '',
  text,
  ...(lines ? { lines } : {}),
});

describe('findSecrets', () => {
  for (const [what, kind, text] of planted) {
    it(`finds ${what}, in the words and in a file`, () => {
      const kinds = findSecrets([{ type: 'text', text: `Look:\n${text}` }]).map(finding => finding.kind);
      assert.ok(kinds.includes(kind), `found ${kinds.join() || 'nothing'}`);
      const [finding] = findSecrets([file('src/a.txt', `one\ntwo\n${text}`)]);
      assert.deepEqual([finding?.file, (finding?.line ?? 0) >= 3], ['a.txt', true]);
    });
  }

  it('is asked about at least twenty secrets and thirty harmless texts', () => {
    assert.ok(planted.length >= 20 && harmless.length >= 30);
  });

  for (const text of harmless) {
    it(`lets pass: ${text.slice(0, 60).replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(findSecrets([{ type: 'text', text }, file('src/a.ts', text)]), []);
    });
  }

  it('says the line of the file where a piece of it goes along, and each kind once a line', () => {
    const line = `KEY=${'AKIA'}2E0A8F3B244C9986 # and ${'AKIA'}9E0A8F3B244C9981`;
    assert.deepEqual(findSecrets([file('conf/.env', `A=1\n\n${line}`, [10, 12])]), [
      { kind: 'awsAccessKey', file: '.env', line: 12 },
    ]);
  });

  it('takes the short values of an .env file for secrets, and not those of its example', () => {
    const text = 'PORT=8080\nDB_PASS=hunter2\nMAIL_PWD=s3same\nAPP_SECRET=opensesame\nTOKEN_TYPE=bearer\n';
    assert.deepEqual(
      findSecrets([file('.env', text)]).map(({ line }) => line),
      [2, 3, 4],
    );
    assert.deepEqual(findSecrets([file('.env.example', text)]), []);
  });

  it('never tells the secret', () => {
    const secret = `${'glpat'}-Zk7qR2xB9mVnT4wLcYp8`;
    assert.ok(!JSON.stringify(findSecrets([file('a', `x ${secret}`)])).includes(secret.slice(6)));
  });

  it('reads a megabyte of anything without getting stuck', () => {
    const size = 1024 * 1024;
    for (const piece of [
      'a',
      'password',
      'password=',
      'eyJ-',
      'a:',
      '-----BEGIN PRIVATE KEY-----',
      'sk-',
      ' ',
      '"',
      'aws secret ',
      'mysql ',
      'mysql -p',
      '--password=',
      'password is ',
      'password is a',
      `${BASE64}\n`,
      '-----END PRIVATE KEY-----',
      `${BASE64}\n-----END PRIVATE KEY-----\n`,
      'q0==\n',
      '\n-',
      'LS0tLS1CRUdJTiBQUklWQVRFIEtFW',
    ]) {
      findSecrets([{ type: 'text', text: piece.repeat(size / piece.length) }]);
    }
  });

  it('reads a long log with a token in each line without getting stuck', () => {
    // What looks at every line for each of them takes minutes.
    const lines = Array.from({ length: 60_000 }, (_, line) => `GET /${line}?token=Zk7qR2xB9mVnT4wLcYp8&x=1 200`);
    assert.equal(findSecrets([file('access.log', lines.join('\n'))]).length, lines.length);
  });
});

describe('withoutSecrets', () => {
  for (const [what, kind, text] of planted) {
    it(`leaves a hole where ${what} was, and everything around it`, () => {
      const clean = withoutSecrets(`Look:\n${text}\nThe end`);
      assert.ok(clean.startsWith('Look:\n') && clean.endsWith('\nThe end') && clean.includes('•••'), clean);
      const left = findSecrets([{ type: 'text', text: clean }]).map(finding => finding.kind);
      assert.ok(!left.includes(kind), clean);
    });
  }

  for (const text of harmless) {
    it(`leaves as it is: ${text.slice(0, 60).replaceAll('\n', ' ')}`, () => {
      assert.equal(withoutSecrets(text), text);
    });
  }

  it('takes a private key away to its end, and no word behind it', () => {
    const line = 'MIIEpAIBAAKCAQEA7bqv9kZpT3Vd0yGJ5mQ1';
    const key = (separator: string): string =>
      [`-----BEGIN PRIVATE ${'KEY'}-----`, line, line, line, 'q0=='].join(separator);
    const clean = (separator: string): string =>
      withoutSecrets(`a${key(separator)}${separator}-----END PRIVATE KEY-----${separator}b`);
    assert.equal(clean('\n'), `a-----BEGIN PRIVATE ${'KEY'}-----\n•••\n-----END PRIVATE KEY-----\nb`);
    assert.equal(clean('\\n'), `a-----BEGIN PRIVATE ${'KEY'}-----\\n•••\\n-----END PRIVATE KEY-----\\nb`);
    assert.equal(
      withoutSecrets(`-----BEGIN PRIVATE ${'KEY'}-----\n${line}\n\nIs it safe?`).split('•••')[1],
      '\n\nIs it safe?',
    );
  });

  it('knows the short values of an .env file', () => {
    assert.equal(withoutSecrets('PORT=8080\nDB_PASS=hunter2\n', 'conf/.env'), 'PORT=8080\nDB_PASS=•••\n');
    assert.equal(withoutSecrets('PORT=8080\nDB_PASS=hunter2\n', 'notes.txt'), 'PORT=8080\nDB_PASS=hunter2\n');
  });

  it('lets pictures pass, and finds what stands behind them', () => {
    const picture = `![](data:image/png;base64,${'AKIA2E0A8F3B244C9986'.repeat(3)})`;
    assert.equal(withoutSecrets(`${picture} ${'AKIA'}2E0A8F3B244C9986`), `${picture} •••`);
  });
});
