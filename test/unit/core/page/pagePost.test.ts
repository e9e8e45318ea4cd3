import assert from 'node:assert/strict';
import { createPagePost } from '../../../../src/core/page/pagePost';
import type { ToPage } from '../../../../src/shared/protocol';
import { stateOf } from '../../../page/fixtures';

describe('What is posted to a page', () => {
  const question: ToPage = { type: 'confirmSend', findings: ['A password'] };
  const notice: ToPage = { type: 'composerNotice', text: 'Too large.' };
  const edit: ToPage = { type: 'confirmEdit', id: 'q', findings: ['A password'] };
  const restored: ToPage = { type: 'restoreDraft', text: 'my text' };
  const fact = stateOf([]);
  const first = { type: 'state', state: fact.type === 'state' ? fact.state : assert.fail(), draft: 'my text' } as const;

  function setUp() {
    const delivered: ToPage[] = [];
    return { delivered, page: createPagePost(each => delivered.push(each)) };
  }

  it('waits for the first state where it is said or asked, and is in its draft where it is the text', () => {
    const { page, delivered } = setUp();
    for (const each of [restored, question, notice, edit]) page.post(each);
    assert.deepEqual(delivered, []);
    page.open(first);
    assert.deepEqual(delivered, [first, question, notice, edit]);
  });

  it('goes out at once afterwards, and waits again for the next page', () => {
    const { page, delivered } = setUp();
    page.open(first);
    page.post(restored);
    page.post(question);
    page.close();
    page.post(restored);
    page.post(notice);
    page.open(first);
    assert.deepEqual(delivered, [first, restored, question, first, notice]);
  });

  it('is one question about the message box, the last', () => {
    const { page, delivered } = setUp();
    page.post({ type: 'confirmSend', findings: ['An earlier one'] });
    page.post(question);
    page.open(first);
    assert.deepEqual(delivered, [first, question]);
  });
});
