import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { FilePart } from '../../../../src/core/chat';
import { findSecrets, withoutSecrets } from '../../../../src/core/safety/secretScan';

/** Made anew for each run: nobody's. */
const KEYS: readonly (readonly [form: string, pem: string])[] = [
  ['PKCS#1', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' })],
  ['PKCS#8', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ['SEC1', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' })],
  ['Ed25519', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
].map(([form, pem]) => [String(form), String(pem)]);

const HEADS = ['RSA ', 'DSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ', ''].map(
  kind => `-----BEGIN ${kind}PRIVATE ${'KEY'}-----`,
);

const foundIn = (text: string): readonly (readonly [kind: string, line: number])[] => {
  const part: FilePart = { type: 'file', name: 'config.yaml', language: 'yaml', text };
  return findSecrets([part]).map(({ kind, line }) => [kind, line]);
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a private key', () => {
  for (const [form, pem] of KEYS) {
    const [, ...cut] = pem.trimEnd().split('\n');

    it(`of the form ${form} is found where its beginning is cut off, and taken away whole`, () => {
      for (const [separator, sign] of [
        ['\n', ''],
        ['\r\n', ''],
        ['\\n', ''],
        ['\n', '    '],
        ['\n', '+'],
        ['\n', '-'],
      ]) {
        const text = cut.map(line => `${sign}${line}`).join(separator);
        assert.deepEqual(foundIn(`${text}\nThe end`), [['privateKey', 1]], JSON.stringify([separator, sign]));
        const clean = withoutSecrets(`${text}\nThe end`);
        assert.ok(
          cut.slice(0, -1).every(line => !clean.includes(line)),
          clean,
        );
        assert.match(clean, /^[ +-]*•••\s*(?:\\n)?[ +-]*-----END [A-Z ]*PRIVATE KEY-----\nThe end$/);
        assert.deepEqual(foundIn(clean), []);
      }
    });

    it(`of the form ${form} is found once where it is whole`, () => {
      assert.deepEqual(foundIn(`one\n${pem}two\n${pem}`).length, 2);
      assert.deepEqual(foundIn(JSON.stringify({ key: pem })).length, 1);
    });

    it(`of the form ${form} is found in base64, and taken away whole`, () => {
      for (const name of ['    client-key-data: ', '  tls.key: ']) {
        const text = `first: 1\n${name}${base64(pem)}\nlast: 2\n`;
        assert.deepEqual(foundIn(text), [['privateKey', 2]]);
        assert.equal(withoutSecrets(text), `first: 1\n${name}•••\nlast: 2\n`);
      }
    });
  }

  it('is taken away whole, however long its last line is', () => {
    for (let length = 4; length <= 64; length += 4)
      for (const filling of ['', '=', '==']) {
        const last = BODY.slice(0, length - filling.length) + filling;
        const clean = withoutSecrets(`a\n${BODY}\n${BODY}\n${last}\n-----END PRIVATE KEY-----\n`);
        assert.equal(clean, 'a\n•••\n-----END PRIVATE KEY-----\n', last);
      }
  });

  it('is known in base64 by each of its first lines', () => {
    for (const head of HEADS) assert.deepEqual(foundIn(base64(`${head}\n${BODY}`)), [['privateKey', 1]], head);
  });

  it('is no certificate, no public key and no sentence about one', () => {
    const publicKey = String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
    for (const text of [
      publicKey,
      base64(publicKey),
      base64(`-----BEGIN CERTIFICATE-----\n${BODY}\n-----END CERTIFICATE-----\n`),
      `-----BEGIN CERTIFICATE-----\n${BODY}\n-----END CERTIFICATE-----\nThe key ends with\n-----END PRIVATE KEY-----`,
      'Its last line is\n-----END PRIVATE KEY-----\nand nothing follows.',
    ])
      assert.deepEqual([foundIn(text), withoutSecrets(text)], [[], text]);
  });
});

/** Of no key. */
const BODY = Buffer.from(Array.from({ length: 48 }, (_, index) => (index * 89) % 251)).toString('base64');
