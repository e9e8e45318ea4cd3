import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { answering } from './answering';
import { codeFolder } from './codeFolder';
import { contextKeys } from './contextKeys';
import {
  closeAllEditors,
  handshake,
  openEditor,
  practiceServer,
  select,
  until,
  untilAnswered,
  useEndpoint,
} from './support';

const CODE = 'class Sum {\n  add(a, b) {\n    return a - b;\n  }\n}\n';
const FIXED = CODE.replace('a - b', 'a + b');
const METHOD = '  add(a, b) {\n    return a + b;\n  }';
const DONE: Step = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };

function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

const run = (name: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(`endpointChat.${name}`, argument);

describe('Edit Selection', function () {
  // The first diff that a VS Code shows takes its time on a busy machine.
  this.timeout(120_000);
  let server: PracticeServer;
  const folder = codeFolder();
  const questions = answering();

  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(() => server.close());
  beforeEach(() => questions.begin());
  afterEach(async () => {
    questions.end();
    await run('leaveEdit');
    await closeAllEditors();
  });

  function script(...steps: readonly Step[]): void {
    server.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }

  /** A file in which the method is selected. */
  async function opened(content = CODE): Promise<vscode.TextEditor> {
    const editor = await folder.open(content);
    await select(editor, new vscode.Selection(1, 2, 3, 3));
    return editor;
  }

  const asked = (): number => server.requests.filter(isQuestion).length;

  /** Answers the box of what was started, as soon as it is there. Resolves when the question has arrived. */
  async function say(words: string): Promise<void> {
    const before = asked();
    await untilAnswered('the question arrives', async () => {
      await run('submitEdit', { body: words });
      return asked() > before;
    });
  }

  /** Asks for a change of what is selected, and waits until the answer is dealt with. */
  async function edit(...steps: readonly Step[]): Promise<void> {
    script(...steps);
    const edited = run('editSelection');
    await say('add them');
    await edited;
  }

  function isShown(): boolean {
    return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff;
  }

  const sent = (): string => JSON.stringify(lastQuestion(server.requests)?.body);

  it('shows the change, makes it when it is accepted, and one undo takes it back', async () => {
    const { document } = await opened();
    await edit(piece('  add(a, b) {\n    return'), piece(' a + b;\n  }'), DONE);
    assert.ok(isShown());
    assert.equal(document.isDirty, false);
    await run('acceptChanges');
    assert.equal(document.getText(), FIXED);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
  });

  it('is stopped by Esc only where the cursor is at the code', async () => {
    const keys = contextKeys();
    keys.begin();
    const escIs = (isOn: boolean) => until(`Esc ${isOn}`, () => keys.get('atEdit') === isOn);
    const editor = await opened();
    const never = handshake();
    script(piece('  add'), { wait: never.promise }, DONE);
    const edited = run('editSelection');
    await say('add them');
    await escIs(true);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'another' }));
    await escIs(false);
    const again = await vscode.window.showTextDocument(editor.document);
    await escIs(true);
    await select(again, new vscode.Selection(0, 2, 0, 2));
    await escIs(false);
    await select(again, new vscode.Selection(2, 4, 2, 4));
    await escIs(true);
    await run('stop');
    never.resolve();
    await edited;
    assert.equal(keys.get('atEdit'), false);
    keys.end();
  });

  it('sends the selected lines marked, what is around them, and what is wanted', async () => {
    await opened();
    await edit(piece(METHOD), DONE);
    assert.match(sent(), /class Sum \{\\n<SELECTION> {2}add\(a, b\) \{\\n {4}return a - b;\\n {2}\}<\/SELECTION>\\n\}/);
    assert.match(sent(), /Change the marked code: add them/);
    await run('rejectChanges');
  });

  const answers: Readonly<Record<string, readonly string[]>> = {
    'in a fence, explained': ['Sure!\n\n```js\n', METHOD, '\n```\n\nIt adds now.'],
    'the whole file': [CODE.replace('a - b', 'a + b')],
    'with tabs': ['\tadd(a, b) {\n\t\treturn a + b;\n\t}'],
    'with CRLF': [METHOD.replaceAll('\n', '\r\n')],
    'from the margin': ['add(a, b) {\n  return a + b;\n}'],
    'with terminal colours': ['  add(a, b) {\n    return \u001B[31ma + b\u001B[0m;\n  }'],
    'with the line before and after': [`class Sum {\n${METHOD}\n}`],
  };
  for (const [name, pieces] of Object.entries(answers)) {
    it(`makes the same change of an answer ${name}`, async () => {
      const { document } = await opened();
      await edit(...pieces.map(piece), DONE);
      await run('acceptChanges');
      assert.equal(document.getText(), FIXED);
    });
  }

  it('keeps the line ends and the missing last one of a file', async () => {
    const content = CODE.trimEnd().replaceAll('\n', '\r\n');
    const { document } = await opened(content);
    await edit(piece(METHOD), DONE);
    await run('acceptChanges');
    assert.equal(document.getText(), content.replace('a - b', 'a + b'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), content);
  });

  it('refines: asks again with what was said, shows that, and goes back', async () => {
    const { document } = await opened();
    await edit(piece(METHOD), DONE);
    script(piece(METHOD.replace('a + b', 'b + a')), DONE);
    const again = run('askAgain');
    await say('the other way round');
    await again;
    assert.match(sent(), /"assistant"/);
    assert.match(sent(), /return a \+ b;/);
    assert.match(sent(), /Again, but: the other way round/);
    await run('showEarlierProposal');
    await run('showLaterProposal');
    await run('acceptChanges');
    assert.equal(document.getText(), CODE.replace('a - b', 'b + a'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
  });

  it('changes a part of a line', async () => {
    const editor = await folder.open(CODE);
    await select(editor, new vscode.Selection(2, 11, 2, 16));
    await edit(piece('return a + b;'), DONE);
    await run('acceptChanges');
    assert.equal(editor.document.getText(), FIXED);
  });

  it('takes the line of the cursor where nothing is selected, and shows what it takes', async () => {
    const editor = await openEditor('one\ntw|o\nthree\n', 'plaintext');
    await edit(piece('TWO'), DONE);
    assert.match(sent(), /one\\n<SELECTION>two<\/SELECTION>\\nthree/);
    await run('acceptChanges');
    assert.equal(editor.document.getText(), 'one\nTWO\nthree\n');
  });

  describe('when something is in the way', () => {
    it('asks nobody where the user leaves the box', async () => {
      const { document } = await opened();
      const before = asked();
      const edited = run('editSelection');
      let isOver = false;
      void edited.then(() => {
        isOver = true;
      });
      await untilAnswered('it is over', async () => {
        await run('leaveEdit');
        return isOver;
      });
      assert.equal(asked(), before);
      assert.equal(document.getText(), CODE);
    });

    it('stops when it is told to, closes the connection, and shows nothing', async () => {
      const { document } = await opened();
      script(piece('  add(a'), { stall: true });
      const edited = run('editSelection');
      await say('add them');
      await run('stop');
      await edited;
      assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
      assert.ok(!isShown());
      assert.equal(document.getText(), CODE);
    });

    it('shows half an answer only when that is wanted', async () => {
      const { document } = await opened();
      questions.answer(undefined);
      await edit(piece('  add(a, b) {\n'), { cut: true });
      assert.match(questions.asked.join(), /broke off: .*Nothing has been changed/);
      assert.ok(!isShown());
      questions.answer('Show what there is');
      await edit(piece('  add(a, b) {\n'), { cut: true });
      assert.ok(isShown());
      await run('rejectChanges');
      assert.equal(document.getText(), CODE);
    });

    it('says why the endpoint refused', async () => {
      await opened();
      server.script({ when: isQuestion, status: 404, steps: [{ send: JSON.stringify({ error: { message: 'no' } }) }] });
      const edited = run('editSelection');
      await say('add them');
      await edited;
      assert.match(questions.asked.join(), /does not know this address or model/);
      assert.ok(!isShown());
    });

    it('says that there is nothing to change', async () => {
      await opened();
      await edit(piece('```\n```'), DONE);
      assert.match(questions.asked.join(), /nothing to change/);
      await edit(piece(METHOD.replace('+', '-')), DONE);
      assert.match(questions.asked.at(-1) ?? '', /is like this already/);
      assert.ok(!isShown());
    });

    it('asks before it shows an answer that leaves code out', async () => {
      await opened();
      questions.answer(undefined);
      await edit(piece('  add(a, b) {\n    // ... existing code ...\n  }'), DONE);
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
      await untilAnswered('it is asked about', async () => {
        await run('submitEdit', { body: 'add them' });
        return questions.asked.some(question => question.includes('Should this code go to 127.0.0.1'));
      });
      await edited;
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
  });

  describe('while the model writes', () => {
    /** Asks, lets something happen before the answer is complete, and waits until that is dealt with. */
    async function meanwhile(
      happens: (document: vscode.TextDocument) => PromiseLike<unknown>,
    ): Promise<vscode.TextDocument> {
      const { document } = await opened();
      const more = handshake();
      script(piece('  add(a, b) {\n'), { wait: more.promise }, piece('    return a + b;\n  }'), DONE);
      const edited = run('editSelection');
      await say('add them');
      await happens(document);
      more.resolve();
      await edited;
      return document;
    }

    function change(document: vscode.TextDocument, range: vscode.Range, text: string): Thenable<boolean> {
      const made = new vscode.WorkspaceEdit();
      made.replace(document.uri, range, text);
      return vscode.workspace.applyEdit(made);
    }

    it('lines are added above: the change goes where the code is now', async () => {
      const document = await meanwhile(changed => change(changed, new vscode.Range(0, 0, 0, 0), '// top\n'));
      await run('acceptChanges');
      assert.equal(document.getText(), `// top\n${FIXED}`);
    });

    it('the code itself changes: the answer is offered, and the user’s words stay', async () => {
      questions.answer(undefined);
      const document = await meanwhile(changed => change(changed, new vscode.Range(2, 4, 2, 10), 'yield'));
      assert.match(questions.asked.join(), /has changed meanwhile/);
      assert.ok(!isShown());
      assert.equal(document.getText(), CODE.replace('return', 'yield'));
    });

    it('another file is in front: the change is still shown for the one that was asked about', async () => {
      const other = await vscode.workspace.openTextDocument({ content: 'another' });
      const document = await meanwhile(() => vscode.window.showTextDocument(other));
      await run('acceptChanges');
      assert.equal(document.getText(), FIXED);
      assert.equal(other.getText(), 'another');
    });

    it('the file is saved: the change fits', async () => {
      const document = await meanwhile(async changed => {
        await change(changed, new vscode.Range(5, 0, 5, 0), '// end\n');
        await changed.save();
      });
      await run('acceptChanges');
      assert.equal(document.getText(), `${FIXED}// end\n`);
    });

    it('the cursor is moved: the change goes where it was asked for', async () => {
      const document = await meanwhile(changed =>
        vscode.window.showTextDocument(changed, { selection: new vscode.Range(0, 0, 0, 5) }),
      );
      await run('acceptChanges');
      assert.equal(document.getText(), FIXED);
    });

    it('another edit is asked for: the first one is left', async () => {
      await opened();
      script(piece('  add'), { stall: true });
      const first = run('editSelection');
      await say('one');
      const question = lastQuestion(server.requests);
      await edit(piece(METHOD), DONE);
      await first;
      assert.equal((await question?.ended)?.by, 'client');
      assert.ok(isShown());
      await run('rejectChanges');
    });
  });
});
