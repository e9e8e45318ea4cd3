import assert from 'node:assert/strict';
import { draftSlot, type SlotMemory } from '../../../../src/core/composer/draftSlots';
import { createDrafts } from '../../../../src/core/composer/drafts';
import { conversation } from '../session/chatsSetup';
import { setUp } from './composerSetup';

/** What a window writes, and the next one reads. */
function workspace(value?: unknown, only?: string): SlotMemory & { readonly value: () => unknown } {
  let kept = value;
  return {
    get: () => kept,
    set(slots) {
      kept = JSON.parse(JSON.stringify(slots));
    },
    only,
    value: () => kept,
  };
}

/** The message box of a conversation in a window that has just opened. */
function boxOf(memory: SlotMemory, opens: string | undefined, id = opens ?? 'new', isKept = true) {
  const drafts = createDrafts(
    draftSlot(memory, opens, () => id),
    () => isKept,
  );
  return { read: () => drafts.read(conversation(id)), write: (text: string) => drafts.write(text, conversation(id)) };
}

describe('The draft of a conversation', () => {
  it('is its own in the next window, with those of others beside it', () => {
    const memory = workspace();
    boxOf(memory, 'a').write('for a');
    boxOf(memory, 'b').write('for b');
    assert.equal(boxOf(memory, 'a').read(), 'for a');
    assert.equal(boxOf(memory, 'b').read(), 'for b');
    assert.equal(boxOf(memory, 'c').read(), '');
    assert.equal(boxOf(memory, undefined).read(), '');
  });

  it('does not appear in the message box of another conversation', async () => {
    const memory = workspace();
    const first = setUp({ draftMemory: draftSlot(memory, 'a', () => 'a') });
    await first.take({ type: 'draft', text: 'for a' });
    assert.equal(setUp({ draftMemory: draftSlot(memory, 'b', () => 'b') }).composer.draft(), '');
    assert.equal(setUp({ draftMemory: draftSlot(memory, 'a', () => 'a') }).composer.draft(), 'for a');
    await first.take({ type: 'send', text: 'for a' });
    assert.deepEqual(memory.value(), { slots: [] });
  });

  it('outlives windows in which the conversation got another id, as nothing was said in it', () => {
    const memory = workspace();
    boxOf(memory, undefined, 'x').write('half a thought');
    assert.equal(boxOf(memory, 'x', 'y').read(), 'half a thought');
    assert.equal(boxOf(memory, 'y', 'z').read(), 'half a thought');
    boxOf(memory, 'y', 'z').write('');
    assert.equal(boxOf(memory, 'z').read(), '');
  });

  it('is written for none that is not kept', () => {
    const memory = workspace();
    boxOf(memory, 'a').write('for a');
    const before = memory.value();
    boxOf(memory, undefined, 'secret', false).write('in private');
    assert.deepEqual(memory.value(), before);
  });

  it('is one of the twenty newest, and of as much text as may be kept', () => {
    const memory = workspace();
    for (let index = 0; index < 25; index++) boxOf(memory, `c${index}`).write('x');
    assert.equal(boxOf(memory, 'c4').read(), '');
    assert.equal(boxOf(memory, 'c5').read(), 'x');
    for (let index = 0; index < 5; index++) boxOf(memory, `long${index}`).write('x'.repeat(64 * 1024));
    assert.equal(boxOf(memory, 'long0').read(), '');
    assert.equal(boxOf(memory, 'long1').read().length, 64 * 1024);
  });

  it('is read where there was only one, by the conversation that the sidebar showed', () => {
    const memory = workspace({ text: 'old', after: '' }, 'a');
    assert.equal(boxOf(memory, 'b').read(), '');
    boxOf(memory, 'b').write('for b');
    assert.equal(boxOf(memory, 'a').read(), 'old');
    for (const value of [7, [], { slots: 1 }, { slots: [1, { ids: 1 }, { ids: ['a'], draft: 1 }] }])
      assert.equal(boxOf(workspace(value), 'a').read(), '');
  });
});
