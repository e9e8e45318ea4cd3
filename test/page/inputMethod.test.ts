import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { holdComposer } from './composerPage';
import { stateOf } from './fixtures';

describe('What an input method composes', () => {
  const { chat, box, posted } = holdComposer();
  let input: CDPSession;

  beforeEach(async () => {
    input = await chat().page.context().newCDPSession(chat().page);
    await box().focus();
  });

  async function compose(text: string): Promise<void> {
    await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }

  const end = (text: string) => input.send('Input.insertText', { text });

  it('is there once, where a name that was typed before it is found meanwhile', async () => {
    await box().pressSequentially('#search.ts ');
    await compose('に');
    const items = [{ id: 'e0', icon: 'file' as const, label: 'search.ts', detail: 'src' }];
    await chat().tell({ type: 'suggestions', trigger: '#', query: 'search.ts', items });
    assert.equal(await box().inputValue(), '#search.ts に');
    await compose('にほん');
    await end('日本');
    assert.equal(await box().inputValue(), '日本');
    assert.deepEqual(await posted('mention'), [{ type: 'mention', id: 'e0' }]);
  });

  it('is there once, behind words that come back meanwhile', async () => {
    await compose('に');
    await chat().tell({ type: 'restoreDraft', text: 'refused' });
    await compose('にほん');
    await end('日本');
    assert.equal(await box().inputValue(), 'refused\n日本');
  });

  it('gets no words of another conversation', async () => {
    await compose('に');
    await chat().tell({ type: 'restoreDraft', text: 'refused' }, { ...stateOf([], { id: 'other' }), draft: 'other' });
    await box().blur();
    assert.doesNotMatch(await box().inputValue(), /refused/);
  });
});
