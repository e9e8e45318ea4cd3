import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, useSelectionActions } from './selectionSetup';
import { until, untilAnswered } from './support';

const CODE = 'const a = 1;\n\nfunction debounce() {\n  return a;\n}\n\nlast();\n';

describe('What the commands about a selection do', () => {
  const { actions, asked, added, said, boxes, contents, user, open, files, words } = useSelectionActions();

  it('takes all that several cursors have selected, in whole lines, and as one piece where they touch', async () => {
    await open(CODE, at(6, 0, 6, 4), at(2, 9, 2, 17), at(3, 2, 3, 8), at(0, 6, 0, 7));
    await actions.explainSelection();
    assert.deepEqual(
      files().map(({ lines, text }) => [lines, text]),
      [
        [[1, 1], 'const a = 1;'],
        [[3, 4], 'function debounce() {\n  return a;'],
        [[7, 7], 'last();'],
      ],
    );
    assert.equal(words(), 'Explain the selected code.');
  });

  it('takes what one of several cursors has selected as it is, and where none has, what the first is at', async () => {
    await open(CODE, at(6, 0), at(0, 6, 0, 11));
    await actions.explainSelection();
    assert.deepEqual(
      files().map(({ text }) => text),
      ['a = 1'],
    );
    await open(CODE, at(6, 0), at(0, 6));
    await actions.explainSelection();
    assert.deepEqual(
      files().map(({ text }) => text),
      ['last();'],
    );
  });

  it('takes what is reported along with each of several pieces', async () => {
    const document = await open(CODE, at(0, 0, 0, 5), at(6, 0, 6, 4));
    const reported = vscode.languages.createDiagnosticCollection('test');
    const range = new vscode.Range(6, 0, 6, 4);
    reported.set(document.uri, [new vscode.Diagnostic(range, 'no such name')]);
    await actions.fixSelection();
    reported.dispose();
    assert.deepEqual(
      files().map(({ problems }) => problems),
      [undefined, ['line 7, error: no such name']],
    );
  });

  it('does not wait for a language server that never answers: it takes the line', async () => {
    let answer = (_: vscode.DocumentSymbol[]): void => undefined;
    let isAsked = false;
    const provider = vscode.languages.registerDocumentSymbolProvider('plaintext', {
      provideDocumentSymbols() {
        isAsked = true;
        return new Promise<vscode.DocumentSymbol[]>(resolve => {
          answer = resolve;
        });
      },
    });
    await open(CODE, at(3, 4));
    await actions.explainSelection();
    assert.equal(words(), 'Explain line 4, where the cursor is.');
    await until('the provider was asked', () => isAsked);
    answer([]);
    provider.dispose();
  });

  it('takes the function around what is reported, and where there is none the lines around it', async () => {
    const range = new vscode.Range(2, 0, 4, 1);
    const symbol = new vscode.DocumentSymbol('debounce', '', vscode.SymbolKind.Function, range, range);
    const provider = vscode.languages.registerDocumentSymbolProvider('plaintext', {
      provideDocumentSymbols: () => [symbol],
    });
    const { uri } = await open(CODE, at(3, 4));
    const reported = (line: number) => ({
      uri,
      range: at(line, 0),
      diagnostics: [new vscode.Diagnostic(new vscode.Range(line, 0, line, 3), 'no such name')],
    });
    // A busy machine may take longer than anyone waits for symbols.
    await untilAnswered('the function is taken', async () => {
      await actions.fixSelection(reported(3));
      return words() === 'Find and fix what is wrong with `debounce`, which is around the cursor.';
    });
    assert.deepEqual(
      files().map(({ lines, problems }) => [lines, problems]),
      [[[3, 5], ['line 4, error: no such name']]],
    );
    // The cursor is in the function; what is reported is not.
    await actions.fixSelection(reported(6));
    provider.dispose();
    assert.deepEqual(
      files().map(({ lines, problems }) => [lines, problems]),
      [[[2, 8], ['line 7, error: no such name']]],
    );
  });

  it('says lines that are there, where a document has become shorter since it was reported', async () => {
    const { uri } = await open('one\ntwo', at(0, 0));
    const diagnostics = [new vscode.Diagnostic(new vscode.Range(900, 0, 901, 3), 'old')];
    await actions.fixSelection({ uri, range: at(900, 0), diagnostics });
    assert.deepEqual(
      files().map(({ text }) => text),
      ['one\ntwo'],
    );
  });

  it('takes anything but what the lightbulb gives for the selection', async () => {
    await open(CODE, at(0, 0, 0, 12));
    for (const argument of [
      vscode.Uri.file('/x'),
      'x',
      { uri: 'file:///x' },
      { uri: vscode.Uri.file('/x') },
      [],
      null,
    ]) {
      await actions.explainSelection(argument);
      assert.deepEqual(
        files().map(({ text }) => text),
        ['const a = 1;'],
      );
    }
  });

  it('asks for the question, in a box that names the place, and asks it about the code', async () => {
    await open(CODE, at(2, 0, 5, 0));
    user.typed = '  Why no timer? ';
    await actions.askAboutSelection();
    assert.match(boxes[0]?.title ?? '', /^Ask about file\d+\.txt 3–5$/);
    assert.equal(words(), 'Why no timer?');
    assert.deepEqual(
      files().map(({ lines }) => lines),
      [[3, 5]],
    );
    for (const left of [undefined, ' ']) {
      user.typed = left;
      await actions.askAboutSelection();
    }
    assert.equal(asked.length, 1, 'who leaves the box asks nothing');
  });

  it('says in words where there is no editor, no code, or only the output', async () => {
    await actions.explainSelection();
    await open(' \n', at(0, 0));
    await actions.askAboutSelection();
    user.editor = { document: { uri: vscode.Uri.parse('output:log') }, selections: [at(0, 0, 0, 5)] };
    await actions.addSelectionToChat();
    assert.deepEqual(said, [
      'Open a file and select the code that you want to ask about.',
      'There is no code at the cursor. Select the code that you want to ask about.',
      'This works in editors, not in the output. Copy its text into the chat to ask about it.',
    ]);
    assert.deepEqual([asked, added, boxes], [[], [], []]);
  });

  it('works in a document that nobody can write, and knows no \\r', async () => {
    await open('one\r\ntwo\r\nthree\r\n', at(0, 0, 2, 0));
    await actions.addSelectionToChat();
    assert.deepEqual(
      added.map(thing => (typeof thing === 'string' ? thing : [thing.name, thing.lines, thing.text])),
      [[`file${contents.length}.txt`, [1, 2], 'one\ntwo']],
    );
  });
});
