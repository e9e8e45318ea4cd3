import assert from 'node:assert/strict';
import { createDrafts } from '../../../../src/core/composer/drafts';
import { apply, type Conversation, emptyConversation } from '../../../../src/core/conversation/conversation';

/** A memory that a host writes to disk when it likes: `persisted` is what a new window would read. */
function memory(initial?: unknown) {
  let value = initial;
  return {
    read: () => value,
    write(draft: unknown) {
      value = draft;
    },
    value: () => value,
  };
}

const asked = (conversation: Conversation, id: string, text: string): Conversation =>
  apply(conversation, { type: 'question', id, parts: [{ type: 'text', text }] });

const empty = emptyConversation('c', 0);
const one = asked(empty, 'q1', 'First?');
const keeps = () => true;

describe('Drafts', () => {
  it('survive the window', () => {
    const disk = memory();
    createDrafts(disk, keeps).write('half a thought', one);
    assert.equal(createDrafts(disk, keeps).read(one), 'half a thought');
  });

  it('are gone once they are sent', () => {
    const disk = memory();
    const drafts = createDrafts(disk, keeps);
    drafts.write('Why?', one);
    drafts.write('', one);
    assert.equal(drafts.read(one), '');
    assert.equal(disk.value(), undefined);
  });

  it('are in the next window until the message that they became is in the conversation', () => {
    const disk = memory();
    const drafts = createDrafts(disk, keeps);
    drafts.write('Why?', one);
    drafts.sending();
    assert.equal(drafts.read(one), '');
    assert.equal(createDrafts(disk, keeps).read(one), 'Why?', 'the window has gone before that');
    drafts.sent(one);
    assert.equal(drafts.read(one), '');
    assert.equal(disk.value(), undefined);
  });

  it('do not come back once they are a question, even where that they are gone was never written', () => {
    const disk = memory();
    createDrafts(disk, keeps).write('Why?\n', one);
    const sent = asked(one, 'q2', 'Why?');
    assert.equal(createDrafts(disk, keeps).read(sent), '');
    assert.equal(createDrafts(disk, keeps).read(asked(sent, 'q3', 'And?')), '');
  });

  it('do not come back as a slash command, which became a question in other words', () => {
    const disk = memory();
    createDrafts(disk, keeps).write('/explain why', one);
    assert.equal(createDrafts(disk, keeps).read(asked(one, 'q2', 'Explain the selected code.\n\nwhy')), '');
  });

  it('stay as a slash command while another question is asked in the same window', () => {
    const drafts = createDrafts(memory(), keeps);
    drafts.write('/fix the loop', one);
    const other = asked(one, 'q2', 'Explain the selected code.');
    assert.equal(drafts.read(other), '/fix the loop');
    assert.equal(drafts.read(other), '/fix the loop', 'at every time');
  });

  it('stay where they repeat an earlier question, or another question was asked meanwhile', () => {
    const disk = memory();
    createDrafts(disk, keeps).write('First?', one);
    assert.equal(createDrafts(disk, keeps).read(one), 'First?');
    assert.equal(createDrafts(disk, keeps).read(asked(one, 'q2', 'Explain the selected code.')), 'First?');
  });

  it('stay when another conversation is opened', () => {
    const disk = memory();
    createDrafts(disk, keeps).write('Why?', one);
    assert.equal(createDrafts(disk, keeps).read(asked(emptyConversation('d', 0), 'x', 'Why?')), 'Why?');
  });

  it('live in memory alone while no history may be kept, and what was kept before is deleted', () => {
    const disk = memory({ text: 'old', after: '' });
    const drafts = createDrafts(disk, () => false);
    drafts.write('private', one);
    assert.equal(drafts.read(one), 'private');
    assert.equal(disk.value(), undefined);
  });

  it('live in memory alone when they are long', () => {
    const disk = memory();
    const drafts = createDrafts(disk, keeps);
    drafts.write('x'.repeat(64 * 1024), one);
    assert.notEqual(disk.value(), undefined);
    drafts.write('x'.repeat(64 * 1024 + 1), one);
    assert.equal(disk.value(), undefined);
    assert.equal(drafts.read(one).length, 64 * 1024 + 1);
  });

  it('are empty where something else was kept', () => {
    for (const value of [undefined, null, 7, 'text', [], {}, { text: 1 }])
      assert.equal(createDrafts(memory(value), keeps).read(one), '');
  });
});
