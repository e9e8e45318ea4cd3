import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { registerInlineCompletion } from '../../src/vscode/completion/inlineCompletion';
import type { InlineTrouble } from '../../src/vscode/completion/inlineCompletionProvider';
import { suggest } from './inlineSetup';
import { closeAllEditors, extension, openEditor, until } from './support';

describe('the switch of inline suggestions in the status bar', () => {
  const { createStatusBarItem } = vscode.window;
  let item: vscode.StatusBarItem;

  beforeEach(async () => {
    // It makes one of its own, by the same API.
    await extension().activate();
    const create = (...parameters: Parameters<typeof createStatusBarItem>): vscode.StatusBarItem => {
      item = createStatusBarItem(...parameters);
      return item;
    };
    Object.assign(vscode.window, { createStatusBarItem: create });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { createStatusBarItem });
    await closeAllEditors();
  });

  it('marks that they rest and says why, until they go on or are turned off', async () => {
    let isEnabled = true;
    let tell: ((trouble: InlineTrouble | undefined) => void) | undefined;
    const inlineCompletion = registerInlineCompletion({
      isEnabled: () => isEnabled,
      hasEndpoint: () => true,
      async load(onTrouble) {
        tell = onTrouble;
        return { provideInlineCompletionItems: async () => [], stop: () => undefined };
      },
    });
    try {
      inlineCompletion.refresh();
      assert.equal(item.text, '$(sparkle-filled)');
      await openEditor('const a = |');
      await suggest();
      await until('they are asked for', () => tell !== undefined);
      tell?.({ words: 'The token was refused.', rests: true });
      assert.equal(item.text, '$(debug-pause)');
      assert.match(String(item.tooltip), /^The token was refused\.\nInline suggestions are on\./);
      assert.equal(item.accessibilityInformation?.label, item.tooltip);
      tell?.({ words: 'The model thinks first.', rests: false });
      assert.equal(item.text, '$(sparkle-filled)');
      assert.match(String(item.tooltip), /^The model thinks first\./);
      tell?.(undefined);
      assert.match(String(item.tooltip), /^Inline suggestions are on\./);
      tell?.({ words: 'The token was refused.', rests: true });
      isEnabled = false;
      inlineCompletion.refresh();
      tell?.({ words: 'Too late.', rests: true });
      assert.equal(item.text, '$(sparkle)');
      assert.match(String(item.tooltip), /^Inline suggestions are off\./);
    } finally {
      inlineCompletion.dispose();
    }
  });
});
