import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isQuestion, lastQuestion } from '../support/questions';
import { contextKeys } from './contextKeys';
import { CODE, editing, FIXED, METHOD, PATIENCE, run } from './editSetup';
import { checksTheOneThatWasAsked } from './failingElsewhere';
import { DONE, endedBy, piece } from './streamed';
import { handshake, openEditor, until, untilAnswered } from './support';

describe('Edit Selection… when something is in the way', function () {
  this.timeout(PATIENCE);
  const { questions, server, opened, asked, script, say, edit, editInVain, left, isShown } = editing();
  const keys = contextKeys();

  it('asks nobody where the user leaves the box', async () => {
    const { document } = await opened();
    const before = asked();
    await left(run('editSelection'));
    assert.equal(asked(), before);
    assert.equal(document.getText(), CODE);
  });

  it('stops when it is told to, closes the connection, and shows nothing', async () => {
    const { document } = await opened();
    script(piece('  add(a'), { stall: true });
    const edited = run('editSelection');
    await say('add them');
    await run('stop');
    await left(edited);
    assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
    assert.ok(!isShown());
    assert.equal(document.getText(), CODE);
  });

  it('shows half an answer only when that is wanted', async () => {
    const { document } = await opened();
    questions.answer(undefined);
    await editInVain(piece('  add(a, b) {\n'), { cut: true });
    assert.match(questions.asked.join(), /broke off: .*Nothing has been changed/);
    assert.ok(!isShown());
    questions.answer('Show what there is');
    await edit(piece('  add(a, b) {\n'), { cut: true });
    assert.ok(isShown());
    await run('rejectChanges');
    assert.equal(document.getText(), CODE);
  });

  it('is not busy, and leaves Esc alone, while nobody says whether half an answer is wanted', async () => {
    await opened();
    const answered = handshake();
    questions.answer(undefined, () => answered.promise);
    keys.begin();
    try {
      script(piece('  add(a, b) {\n'), { cut: true });
      const edited = run('editSelection');
      await say('add them');
      await until('it is asked', () => questions.asked.length > 0);
      await until('it is not busy', () => keys.get('busy') === false && keys.get('atEdit') === false);
      answered.resolve();
      await left(edited);
    } finally {
      keys.end();
    }
  });

  it('says why the endpoint refused', async () => {
    await opened();
    server().script({ when: isQuestion, status: 404, steps: [{ send: JSON.stringify({ error: { message: 'no' } }) }] });
    const edited = run('editSelection');
    await say('add them');
    await left(edited);
    assert.match(questions.asked.join(), /does not know this address or model/);
    assert.ok(!isShown());
  });

  it('checks the endpoint that was asked where another one was chosen meanwhile', async () => {
    await opened();
    await checksTheOneThatWasAsked(server(), questions, () => {
      const edited = run('editSelection');
      return say('add them').then(() => left(edited));
    });
  });

  it('says that there is nothing to change', async () => {
    await opened();
    await editInVain(DONE);
    assert.match(questions.asked.join(), /nothing to change/);
    await edit(piece(METHOD.replace('+', '-')), DONE);
    assert.match(questions.asked.at(-1) ?? '', /is like this already/);
    assert.ok(!isShown());
  });

  it('asks before it shows an answer that leaves code out', async () => {
    await opened();
    questions.answer(undefined);
    await editInVain(piece('  add(a, b) {\n    // ... existing code ...\n  }'), DONE);
    assert.match(questions.asked.join(), /left code out/);
    assert.ok(!isShown());
  });

  it('asks about what cannot be seen in an answer', async () => {
    const { document } = await opened();
    questions.answer('Insert without them');
    await edit(piece(METHOD.replace('a + b', 'a\u202E + b')), DONE);
    assert.match(questions.asked.join(), /U\+202E/);
    await run('acceptChanges');
    assert.equal(document.getText(), FIXED);
  });

  it('asks before it sends what looks like a secret, once for a document', async () => {
    const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`;
    const { document } = await opened(`${CODE}// ${key}\n`);
    const before = asked();
    const edited = run('editSelection');
    questions.answer(undefined);
    const isAskedAbout = () => questions.asked.some(question => question.includes('Should this code go to 127.0.0.1'));
    await untilAnswered('it is asked about', async () => {
      if (!isAskedAbout()) await run('submitEdit', { body: 'add them' });
      return isAskedAbout();
    });
    await left(edited);
    assert.equal(asked(), before);
    questions.answer('Send anyway');
    await edit(piece(METHOD), DONE);
    await run('rejectChanges');
    await edit(piece(METHOD), DONE);
    assert.equal(questions.asked.filter(question => question.includes('Should this code')).length, 2);
    await run('rejectChanges');
    assert.ok(!questions.asked.join().includes(key));
    assert.ok(document.getText().includes(key));
  });

  it('says that a document cannot be changed', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('read-only-edit', {
      provideTextDocumentContent: () => 'fixed',
    });
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(vscode.Uri.parse('read-only-edit:/a.txt')),
    );
    await run('editSelection');
    assert.match(questions.asked.join(), /a\.txt cannot be changed/);
    provider.dispose();
  });

  it('says that there is nothing at the cursor', async () => {
    await openEditor('one\n|\nthree\n', 'plaintext');
    await run('editSelection');
    assert.match(questions.asked.join(), /no code at the cursor/);
  });

  const endings: Readonly<Record<string, RegExp>> = {
    length: /cut at the model’s token limit/,
    content_filter: /content filter ended the answer/,
    tool_calls: /asked for a tool instead of going on/,
    mystery: /ended the answer for a reason of its own: mystery/,
  };
  for (const [reason, words] of Object.entries(endings)) {
    it(`does not take an answer for whole that ends with ${reason}`, async () => {
      await opened();
      questions.answer(undefined);
      await editInVain(piece('  add(a, b) {\n'), endedBy(reason));
      assert.match(questions.asked.join(), words);
      // The tab of the test before may still be on its way out.
      await until('nothing is shown', () => !isShown());
    });
  }

  it('refuses several cursors in words', async () => {
    const editor = await opened();
    editor.selections = [new vscode.Selection(0, 0, 0, 5), new vscode.Selection(1, 2, 1, 5)];
    await run('editSelection');
    assert.match(questions.asked.join(), /several cursors/);
  });

  it('lists six findings, and says how long a yes holds', async () => {
    const key = (letter: string): string => `ghp_${`${letter}1B2c3D4e5F6g7H8i9J0`.repeat(2)}`;
    await opened(`${CODE}${[...'abcdefgh'].map(letter => `// ${key(letter)}\n`).join('')}`);
    const edited = run('editSelection');
    const isAskedAbout = () => questions.asked.some(question => question.includes('Should this code go to'));
    await untilAnswered('it is asked about', async () => {
      if (!isAskedAbout()) await run('submitEdit', { body: 'add them' });
      return isAskedAbout();
    });
    await left(edited);
    const question = questions.asked.find(words => words.includes('Should this code go to')) ?? '';
    assert.match(question, /and 2 others\n\nA yes holds for this document until it is closed/);
  });
});
