import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createEditBox, type EditBoxPlace } from '../../src/vscode/edits/editBox';
import type { EditQuestion } from '../../src/vscode/edits/editCheck';
import { createEditCheck } from '../../src/vscode/edits/editCheck';
import { createEditSelection } from '../../src/vscode/edits/editSelection';
import type { Again } from '../../src/vscode/edits/openProposal';
import { answering } from './answering';
import { codeFolder } from './codeFolder';
import { closeAllEditors } from './support';

describe('the box of an edit', function () {
  this.timeout(120_000);
  const folder = codeFolder();
  const questions = answering();
  let comments: vscode.CommentController;
  before(() => {
    comments = vscode.comments.createCommentController('edit-box-test', 'Test');
  });
  after(() => comments.dispose());
  beforeEach(() => questions.begin());
  afterEach(async () => {
    questions.end();
    await closeAllEditors();
  });

  function placeIn({ document }: vscode.TextEditor): EditBoxPlace {
    return { uri: document.uri, range: new vscode.Range(0, 0, 0, 3), title: 'What?', model: 'm' };
  }

  it('goes with what it is about', async () => {
    const box = createEditBox(
      () => comments,
      () => true,
    );
    const closed = new AbortController();
    const asked = box.ask(placeIn(await folder.open('one\n')), closed.signal);
    closed.abort();
    assert.equal(await asked, undefined);
    assert.equal(await box.ask(placeIn(await folder.open('one\n')), closed.signal), undefined);
  });

  it('goes with the tab that it stands in', async () => {
    const box = createEditBox(
      () => comments,
      () => true,
    );
    const asked = box.ask(placeIn(await folder.open('one\n')));
    await closeAllEditors();
    assert.equal(await asked, undefined);
  });

  /** Runs the command with a user and a model that say this; what was in each box when it opened. */
  async function wordsInBoxes(
    says: readonly (string | undefined)[],
    answers: readonly (string | undefined)[],
    thenAgain = false,
  ): Promise<readonly (string | undefined)[]> {
    const words: (string | undefined)[] = [];
    const [said, answered] = [[...says], [...answers]];
    let again: Again | undefined;
    const editSelection = createEditSelection({
      box: {
        async ask(place) {
          words.push(place.words);
          return said.shift();
        },
      },
      model: { ask: async () => answered.shift(), stop: () => false, dispose: () => undefined },
      proposals: {
        async propose(_document, _range, _code, refine) {
          again = refine;
        },
      },
      modelName: () => 'm',
    });
    const { document } = await folder.open('o|ne\n');
    await editSelection();
    const where = { uri: document.uri, range: new vscode.Range(0, 0, 0, 0) };
    if (thenAgain) await again?.(where, new AbortController().signal);
    return words;
  }

  it('has the words again that no answer came to, or none with code', async () => {
    assert.deepEqual(await wordsInBoxes(['shout', 'louder', undefined], [undefined, '']), [
      undefined,
      'shout',
      'louder',
    ]);
  });

  it('has them again where a proposal is refined in vain', async () => {
    const words = await wordsInBoxes(['shout', 'softer', undefined], ['ONE', undefined], true);
    assert.deepEqual(words, [undefined, undefined, 'softer']);
  });

  it('is not followed by code that the model cannot hold, unless the user wants that', async () => {
    const { document } = await folder.open('one\n');
    const check = createEditCheck(() => '');
    const place = {
      path: 'a.ts',
      language: 'typescript',
      before: '',
      code: 'word '.repeat(20_000),
      after: '',
      line: 1,
    };
    const question: EditQuestion = { document, place, turns: [], instruction: 'shout' };
    assert.equal(await check.maySend(question, 4096, 'host'), false);
    assert.match(questions.asked.join(), /Longer than the model can hold.*4,096/);
    questions.answer('Send anyway');
    assert.equal(await check.maySend(question, 4096, 'host'), true);
    assert.equal(await check.maySend(question, 4096, 'host'), true);
    assert.equal(questions.asked.length, 2);
    assert.equal(await check.maySend({ ...question, place: { ...place, code: 'word' } }, 4096, 'host'), true);
  });
});
