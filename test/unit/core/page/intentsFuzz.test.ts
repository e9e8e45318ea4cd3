import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseToHost } from '../../../../src/core/page/intents';
import { isRecord } from '../../../../src/core/unknown';
import { hostileValue, mutationsOf } from '../../../support/hostileMessages';

/** Always the same, so that what fails here fails everywhere; fast-check prints it, with the way to the failure. */
const SEED = 20261126;
const RUNS = 10_000;

const samples: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'ready' },
  { type: 'typing' },
  { type: 'stop' },
  { type: 'newConversation' },
  { type: 'chooseModel' },
  { type: 'regenerate' },
  { type: 'send', text: 'hello' },
  { type: 'remedy', remedy: 'setToken' },
  { type: 'openLink', url: 'https://example.com/' },
  { type: 'copy', text: 'words' },
];

const keysOf = new Map(samples.map(sample => [sample['type'], Object.keys(sample).sort()]));
const longest = 1024 * 1024;

/** Whatever passes is an intent and nothing else. */
function assertIntent(message: unknown): boolean {
  const intent: unknown = parseToHost(message);
  if (intent === undefined) return false;
  assert.ok(isRecord(intent));
  assert.equal(Object.getPrototypeOf(intent), Object.prototype);
  assert.deepEqual(Object.keys(intent).sort(), keysOf.get(intent['type']), 'it has keys of its kind only');
  for (const value of Object.values(intent)) assert.ok(typeof value === 'string' && value.length <= longest);
  if (intent['type'] === 'openLink') assert.match(String(intent['url']), /^(?:https?:\/\/|mailto:)/i);
  return true;
}

describe('What the page posts', () => {
  it(`never throws and never passes unchecked, in ${RUNS} messages of any kind`, () => {
    fc.assert(
      fc.property(hostileValue, message => void assertIntent(message)),
      { seed: SEED, numRuns: RUNS },
    );
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it(`never throws and never passes unchecked, in ${RUNS} intents with something wrong in them`, () => {
    let passed = 0;
    const property = fc.property(mutationsOf(samples), message => {
      if (assertIntent(message)) passed++;
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
    assert(passed > 100 && passed < RUNS, `${passed} were still intents`);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('is refused when it weighs more than a megabyte, wherever its weight is', () => {
    const heavy = 'x'.repeat(longest + 2000);
    const tree = (depth: number): unknown => (depth === 0 ? 'x'.repeat(100) : [tree(depth - 1), tree(depth - 1)]);
    for (const message of [
      { type: 'send', text: heavy },
      { type: 'stop', more: heavy },
      { type: 'stop', more: { inner: [heavy] } },
      { type: 'stop', [heavy]: 1 },
      { type: 'stop', more: tree(15) },
      { type: 'stop', more: Array.from({ length: longest }, () => 0) },
    ]) {
      assert.equal(parseToHost(message), undefined);
    }
    assert.ok(parseToHost({ type: 'send', text: 'x'.repeat(longest - 1000) }));
  });

  it('opens no address but those of the web and of mail', () => {
    const refused = [
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'java\nscript:alert(1)',
      ' https://example.com',
      '\thttps://example.com',
      'vbscript:x',
      'data:text/html,x',
      'data:image/svg+xml,x',
      'command:workbench.action.quit',
      'Command:x',
      'command:endpointChat.removeToken?%5B%5D',
      'vscode://vscode.git/clone?url=x',
      'vscode-insiders://x',
      'vscode-resource:/etc/passwd',
      'vscode-webview-resource://x',
      'vscode-remote://ssh/x',
      'file:///etc/passwd',
      'file://host/share',
      '//example.com',
      '\\\\example.com\\x',
      '/x',
      'x',
      '',
      'blob:https://example.com/1',
      'ws://example.com',
      'wss://example.com',
      'ftp://example.com',
      'about:blank',
      'tel:1',
      'sms:1',
      'intent://x',
      'view-source:https://example.com',
      'chrome://settings',
      'devtools://x',
      'ms-msdt:/id',
      'search-ms:query=x',
      'smb://host/x',
      'ssh://host',
      'git://host/x',
      'jar:file:///x',
      'https:example.com',
      'http:/example.com',
      'httpx://example.com',
      'mailtox:a@b',
    ];
    assert(refused.length >= 40);
    for (const url of refused) assert.equal(parseToHost({ type: 'openLink', url }), undefined, JSON.stringify(url));
    for (const url of ['https://example.com/?q=%20', 'HTTP://example.com', 'mailto:a@example.com']) {
      assert.deepEqual(parseToHost({ type: 'openLink', url }), { type: 'openLink', url });
    }
  });
});
