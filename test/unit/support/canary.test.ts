import assert from 'node:assert/strict';
import { findSecret } from '../../support/canary';

const SECRET = 'sk-canary/+=?&"1';

describe('findSecret', () => {
  const forms: Readonly<Record<string, string | Buffer>> = {
    'as it is': `token: ${SECRET}.`,
    'in an address': `https://x.test/?key=${encodeURIComponent(SECRET)}&a=b`,
    'in a form': new URLSearchParams({ key: SECRET }).toString(),
    'in JSON within JSON': JSON.stringify({ a: JSON.stringify({ key: SECRET }) }),
    'in hexadecimal digits': Buffer.from(`x${SECRET}y`).toString('hex'),
    'in UTF-16': Buffer.from(`x${SECRET}y`, 'utf16le'),
    'in Base64 from its first place': Buffer.from(`abc${SECRET}yz`).toString('base64'),
    'in Base64 from its second place': Buffer.from(`abcd${SECRET}yz`).toString('base64'),
    'in Base64 from its third place': Buffer.from(`abcde${SECRET}yz`).toString('base64url'),
  };
  for (const [how, text] of Object.entries(forms))
    it(`finds a secret ${how}`, () => assert.ok(findSecret(text, SECRET) !== undefined, String(text)));

  it('finds nothing where there is nothing', () => {
    assert.equal(findSecret(`${SECRET.slice(0, -1)} and more`, SECRET), undefined);
    assert.equal(findSecret('', SECRET), undefined);
  });
});
