import assert from 'node:assert/strict';
import { parseToHost } from '../../../src/core/intents';

const PNG = 'data:image/png;base64,iVBORw0KGgo=';

describe('parseToHost', () => {
  for (const intent of [
    { type: 'ready' },
    { type: 'send', text: 'hello' },
    { type: 'stop' },
    { type: 'newConversation' },
    { type: 'chooseModel' },
    { type: 'regenerate' },
    { type: 'remedy', remedy: 'setToken' },
    { type: 'remedy', remedy: 'setToken', id: 'a' },
    { type: 'openLink', url: 'https://example.com' },
    { type: 'copy', text: '' },
    { type: 'send', text: 'hello', confirmed: true },
    { type: 'draft', text: '' },
    { type: 'suggest', trigger: '#', query: '' },
    { type: 'mention', id: 'file' },
    { type: 'attach' },
    { type: 'attachUris', uris: ['file:///a', 'vscode-remote://h/b%20c'] },
    { type: 'attachText', name: 'a b.txt', text: '' },
    { type: 'attachImage', name: 'a.png', image: PNG, thumbnail: PNG, width: 1, height: 1 },
    { type: 'cannotAttach', name: 'a.zip', reason: 'binary', bytes: 0 },
    { type: 'detach', id: 'x' },
    { type: 'edit', id: 'q', text: 'x' },
    { type: 'edit', id: 'q', text: 'x', confirmed: true },
    { type: 'showVariant', id: 'q' },
    { type: 'deleteTurn', id: 'q' },
    { type: 'undoDelete' },
    { type: 'continue' },
    { type: 'keepThinkingOpen', open: true },
    { type: 'starter', starter: 'findBug' },
    { type: 'insertCode', text: 'x' },
    { type: 'applyCode', id: 'a1', text: 'x' },
    { type: 'newFile', text: 'x', language: 'ts' },
  ]) {
    it(`accepts ${intent.type}`, () => assert.deepEqual(parseToHost(intent), intent));
  }

  const refused: readonly unknown[] = [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'run', command: 'workbench.action.quit' },
    { type: 'send' },
    { type: 'send', text: 5 },
    { type: 'send', text: 'x'.repeat(1024 * 1024 + 1) },
    { type: 'remedy', remedy: 'workbench.action.quit' },
    { type: 'openLink', url: {} },
    { type: ['ready'] },
    { type: 'send', text: 'x', confirmed: 'yes' },
    { type: 'draft', text: 'x'.repeat(1024 * 1024 + 1) },
    { type: 'suggest', trigger: '!', query: '' },
    { type: 'suggest', trigger: '/', query: 'x'.repeat(201) },
    { type: 'mention', id: 'x'.repeat(201) },
    { type: 'attachUris', uris: [] },
    { type: 'attachUris', uris: ['/etc/passwd'] },
    { type: 'attachUris', uris: [1] },
    { type: 'attachUris', uris: Array.from({ length: 101 }, () => 'file:///a') },
    { type: 'attachText', name: '../../etc/passwd', text: '' },
    { type: 'attachText', name: 'a\nb', text: '' },
    { type: 'attachText', name: '', text: '' },
    { type: 'cannotAttach', name: 'a', reason: 'because', bytes: 1 },
    ...[
      { image: 'https://example.com/a.png' },
      { image: 'data:image/svg+xml;base64,AA==' },
      { image: 'data:text/html;base64,AA==' },
      { image: 'data:image/png;base64,<svg>' },
      { image: `data:image/png;base64,${'A'.repeat(1024 * 1024)}` },
      { thumbnail: `data:image/png;base64,${'A'.repeat(32 * 1024)}` },
      { thumbnail: undefined },
      { width: 0 },
      { height: 1.5 },
      { width: 1e9 },
    ].map(bad => ({ type: 'attachImage', name: 'a.png', image: PNG, thumbnail: PNG, width: 1, height: 1, ...bad })),
    { type: 'edit', id: '', text: 'x' },
    { type: 'edit', id: 'q', text: '' },
    { type: 'showVariant', id: 'x'.repeat(101) },
    { type: 'keepThinkingOpen', open: 'yes' },
    { type: 'starter', starter: 'workbench.action.quit' },
    { type: 'insertCode' },
    { type: 'insertCode', text: 'x'.repeat(1024 * 1024 + 1) },
    { type: 'applyCode', text: 'x' },
    { type: 'applyCode', id: 'x'.repeat(65), text: 'x' },
    { type: 'newFile', text: 'x' },
    { type: 'newFile', text: 'x', language: '../'.repeat(30) },
  ];
  for (const message of refused) {
    it(`refuses ${JSON.stringify(message)?.slice(0, 60)}`, () => assert.equal(parseToHost(message), undefined));
  }

  it('passes on no more than the intent', () => {
    assert.deepEqual(parseToHost({ type: 'stop', command: 'workbench.action.quit' }), { type: 'stop' });
  });
});
