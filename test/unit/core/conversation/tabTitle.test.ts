import assert from 'node:assert/strict';
import { tabTitle } from '../../../../src/core/conversation/tabTitle';
import { conversation } from '../session/chatsSetup';

describe('The title of a tab', () => {
  const words = { untitled: 'New', private: 'Private conversation', notKept: 'Not kept' };
  const session = { isKept: true, conversation: conversation('my question') };

  it('is that of its conversation', () => {
    assert.equal(tabTitle({ isPrivate: false, session }, words), 'my question');
    assert.equal(tabTitle(undefined, words), 'New');
  });

  it('tells nothing of what was said where that is not kept: VS Code writes it to disk', () => {
    const isKept = false;
    assert.equal(tabTitle({ isPrivate: true, session: { ...session, isKept } }, words), 'Private conversation');
    assert.equal(tabTitle({ isPrivate: false, session: { ...session, isKept } }, words), 'Not kept');
  });
});
