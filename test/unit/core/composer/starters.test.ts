import assert from 'node:assert/strict';
import { setUp } from './composerSetup';

describe('The beginnings that an empty conversation offers', () => {
  for (const [starter, situation, text] of [
    ['explain', {}, 'code'],
    ['findBug', {}, 'all of it'],
    ['describeChanges', { changes: '+new' }, '+new'],
  ] as const) {
    it(`fill the box and take along what they are about: ${starter}`, async () => {
      const { take, posted, composer, sent, requests } = setUp(situation);
      await take({ type: 'starter', starter });
      assert.deepEqual(posted, [{ type: 'restoreDraft', text: `Please ${starter}` }, { type: 'focusComposer' }]);
      assert.equal(requests.length, 0, 'nothing is sent before the user says so');
      assert.equal(composer.draft(), `Please ${starter}`);
      await take({ type: 'send', text: `Please ${starter}` });
      assert.deepEqual(
        sent()?.map(part => 'text' in part && part.text),
        [text, `Please ${starter}`],
      );
    });
  }

  for (const starter of ['explain', 'findBug', 'describeChanges'] as const) {
    it(`say so where there is nothing to begin with: ${starter}`, async () => {
      const { take, posted, labels } = setUp({ noCode: true });
      await take({ type: 'starter', starter });
      assert.deepEqual(posted, [{ type: 'composerNotice', text: 'noStart' }]);
      assert.deepEqual(labels(), []);
    });
  }
});
