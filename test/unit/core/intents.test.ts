import assert from 'node:assert/strict';
import { parseToHost } from '../../../src/core/intents';

describe('parseToHost', () => {
  for (const intent of [
    { type: 'ready' },
    { type: 'send', text: 'hello' },
    { type: 'stop' },
    { type: 'newConversation' },
    { type: 'chooseModel' },
    { type: 'regenerate' },
    { type: 'remedy', remedy: 'setToken' },
    { type: 'openLink', url: 'https://example.com' },
    { type: 'copy', text: '' },
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
    { type: 'send', text: '' },
    { type: 'send', text: 5 },
    { type: 'send', text: 'x'.repeat(1024 * 1024 + 1) },
    { type: 'remedy', remedy: 'workbench.action.quit' },
    { type: 'openLink', url: {} },
    { type: ['ready'] },
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
