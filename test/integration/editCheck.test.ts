import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createEditCheck } from '../../src/vscode/edits/editCheck';
import { findingWords } from '../../src/vscode/findingWords';
import { answering } from './answering';

// Put together here, so that nothing takes this file for one with secrets.
const GITHUB = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
const PLACE = { path: 'a.ts', language: 'typescript', before: '', code: 'sum();', after: '', line: 1 };

describe('what looks like a secret in what is said about an edit (S24)', () => {
  const user = answering();
  beforeEach(user.begin);
  afterEach(user.end);

  it('is asked about again where an earlier instruction would go to another host, and not where it went already', async () => {
    const { maySend } = createEditCheck(findingWords);
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: PLACE.code });
    const instruction = `use ${GITHUB}`;
    user.answer('Send anyway');
    assert.ok(await maySend({ document, place: PLACE, turns: [], instruction }, undefined, 'x.test'));
    const again = { document, place: PLACE, turns: [{ instruction, answer: '' }], instruction: 'shorter' };
    assert.ok(await maySend(again, undefined, 'x.test'));
    assert.equal(user.asked.length, 1);
    user.answer(undefined);
    assert.equal(await maySend(again, undefined, 'y.test'), false);
    assert.match(user.asked[1] ?? '', /Should this code go to y\.test\?[\s\S]*A GitHub token/);
    assert.ok(!user.asked.join().includes(GITHUB));
  });
});
