import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { firstSendWords } from '../../src/vscode/words';
import { noteSent } from '../../src/vscode/writing';

describe('What a model writes outside of the chat', () => {
  const { showInformationMessage } = vscode.window;
  const told: unknown[] = [];

  beforeEach(() => {
    told.length = 0;
    Object.assign(vscode.window, { showInformationMessage: async (words: unknown) => void told.push(words) });
  });
  afterEach(() => Object.assign(vscode.window, { showInformationMessage }));

  it('tells the host and the size of what has gone there, the first time and no other', () => {
    const sent = new Set<string>();
    const firstSends = { isFirst: (url: string) => !sent.has(url), noteSent: (url: string) => void sent.add(url) };
    const messages = [{ role: 'user', parts: [{ type: 'text', text: 'A diff. '.repeat(500) }] }] as const;

    for (const _ of [1, 2]) noteSent({ firstSends, firstSendWords }, 'https://llm.example.com/v1/chat', messages);

    assert.equal(told.length, 1);
    assert.match(String(told[0]), /^First message to llm\.example\.com: about 1,\d{3} tokens \(4 kB\)$/);
    assert.deepEqual([...sent], ['https://llm.example.com/v1/chat']);
  });
});
