import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sentCode } from '../../src/core/completion/excerpt';
import { createCompletionCheck } from '../../src/vscode/completion/completionCheck';
import { findingWords } from '../../src/vscode/findingWords';
import { answering } from './answering';

// Put together here, so that nothing takes this file for one with secrets.
const GITHUB = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
const AWS = `AKIA${'Q3EGRZ7XK5MWNDTV'}`;

describe('what looks like a secret in the code around the cursor (S24)', () => {
  const user = answering();
  beforeEach(user.begin);
  afterEach(user.end);

  const open = (content: string) => vscode.workspace.openTextDocument({ language: 'typescript', content });
  const codeOf = (before: string, after = '') =>
    sentCode({ path: 'src/a.ts', language: 'typescript', before, after, indentUnit: '  ' });

  it('is named with its line, and sent only after a yes, which holds for this document, host and kind', async () => {
    const { maySend } = createCompletionCheck(findingWords);
    const [one, other] = [await open('one'), await open('other')];
    const code = codeOf('\nconst a = 1;\n', `const token = '${GITHUB}';\n`);
    user.answer(undefined);
    assert.equal(await maySend(one, code, 'x.test'), false);
    assert.match(
      user.asked[0] ?? '',
      /the code around the cursor go to x\.test\?[\s\S]*A GitHub token in a\.ts, line 3/,
    );
    assert.ok(!user.asked[0]?.includes(GITHUB));
    user.answer('Send anyway');
    assert.equal(await maySend(one, code, 'x.test'), true);
    assert.equal(await maySend(one, codeOf(`\n\n\nconst token = '${GITHUB}';`), 'x.test'), true);
    assert.equal(user.asked.length, 2, 'a no is asked again, a yes is not');
    for (const [document, again, host] of [
      [other, code, 'x.test'],
      [one, code, 'y.test'],
      [one, codeOf(`const key = '${AWS}';`), 'x.test'],
    ] as const) {
      user.answer(undefined);
      assert.equal(await maySend(document, again, host), false);
    }
    assert.equal(user.asked.length, 5);
  });

  it('is found where the cursor is in the middle of it, and hidden characters too', async () => {
    const { maySend } = createCompletionCheck(findingWords);
    const document = await open('');
    for (const code of [codeOf(GITHUB.slice(0, 9), GITHUB.slice(9)), codeOf('a\u202Eb')]) {
      user.answer(undefined);
      assert.equal(await maySend(document, code, 'x.test'), false);
    }
  });

  it('is not asked about where there is none, or it is not sent', async () => {
    const { maySend } = createCompletionCheck(findingWords);
    const far = `${GITHUB}\n${'// words\n'.repeat(1000)}`;
    for (const code of [codeOf('const a = 1;'), codeOf(far)])
      assert.equal(await maySend(await open(''), code, 'x.test'), true);
    assert.deepEqual(user.asked, []);
  });
});
