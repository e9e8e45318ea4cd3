import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAllEditors, openEditor, select, until } from './support';
import { partOf, workspaceFolder } from './workspaceFolder';

const CODE = 'const a = 1;\n\nfunction debounce() {\n  return a;\n}\n';

/** Answers a list, which is there some time after it was asked for. */
async function answer<Chosen>(command: string, chosen: Promise<Chosen>): Promise<Chosen> {
  let isAnswered = false;
  const answered = chosen.finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) await vscode.commands.executeCommand(command);
  return answered;
}

/** Accepts what a list offers first. One that is accepted before its items are there is only left, and asked for once more. */
async function accept<Chosen>(
  choose: () => Promise<Chosen>,
  isLeft: (chosen: Chosen) => boolean = chosen => chosen === undefined,
): Promise<Chosen> {
  for (;;) {
    const chosen = await answer('workbench.action.acceptSelectedQuickOpenItem', choose());
    if (!isLeft(chosen)) return chosen;
  }
}

describe('What can be taken along', () => {
  const { context, taken, write, changes, returned } = workspaceFolder('mentions');
  afterEach(closeAllEditors);

  async function open(name: string, content: string): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(await write(name, content), { preview: false });
  }
  const labels = async (): Promise<readonly string[]> => (await context.mentions()).map(({ label }) => label);

  it('is what has a name of its own while nothing is open, and says why the rest gives nothing', async () => {
    assert.deepEqual(await labels(), ['#folder', '#changes', '#problems', '#terminal', '#selection']);
    const empty = (await context.mentions()).find(({ label }) => label === '#selection');
    assert.equal(empty?.detail, 'nothing is selected');
    assert.deepEqual(await empty?.take?.(), { type: 'refused', problem: { reason: 'noSelection' } });
  });

  it('is the selection with its lines, the file, and what is open in other tabs, with their sizes', async () => {
    await open('other.py', 'print(1)\n');
    const editor = await open('search.ts', CODE);
    const files = (await labels()).filter(label => !/^#(terminal|fileProblems)$/.test(label));
    const named = ['#file', '#symbol', '#folder', '#changes', '#problems', '#selection'];
    assert.deepEqual(files, [...named, 'other.py', 'search.ts']);
    await select(editor, new vscode.Selection(2, 3, 5, 0));
    const [selection, file] = await context.mentions();
    assert.deepEqual([selection?.label, selection?.detail], ['#selection', 'search.ts 3–5']);
    assert.ok((selection?.tokens ?? 0) > 3 && (selection?.tokens ?? 0) < (file?.tokens ?? 0));
    assert.deepEqual(partOf(await taken('#selection')), {
      type: 'file',
      name: 'mentions/search.ts',
      language: 'typescript',
      text: 'ction debounce() {\n  return a;\n}',
      lines: [3, 5],
      source: editor.document.uri.toString(),
    });
  });

  it('is a file as it stands in its editor, saved or not, whole and without lines', async () => {
    const editor = await open('changed.ts', 'saved');
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'not '));
    for (const label of ['#file', 'changed.ts']) {
      const { name, text, lines } = partOf(await taken(label));
      assert.deepEqual([name, text, lines], ['mentions/changed.ts', 'not saved', undefined]);
    }
  });

  it('is a new file that is on no disk', async () => {
    await openEditor('fresh|', 'plaintext');
    assert.equal(partOf(await taken('#file')).text, 'fresh');
  });

  it('is what is reported, of all files and of the one that is shown, without hints', async () => {
    const collection = vscode.languages.createDiagnosticCollection('mentions');
    const report = (line: number, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic => {
      const diagnostic = new vscode.Diagnostic(new vscode.Range(line, 0, line, 3), message, severity);
      diagnostic.source = 'own';
      diagnostic.code = { value: 17, target: vscode.Uri.parse('https://example.com') };
      return diagnostic;
    };
    try {
      const other = await write('b.txt', 'b\n');
      const { document } = await open('a.txt', 'a\nb\n');
      collection.set(other, [report(0, 'elsewhere', vscode.DiagnosticSeverity.Warning)]);
      collection.set(document.uri, [
        report(1, 'here', vscode.DiagnosticSeverity.Error),
        report(0, 'a hint', vscode.DiagnosticSeverity.Hint),
      ]);
      await until('it is reported', () => vscode.languages.getDiagnostics(document.uri).length === 2);
      const all = partOf(await taken('#problems'));
      // Others may report something of their own.
      const own = all.text.split('\n').filter(line => line.includes('(own 17)'));
      assert.deepEqual(own, [
        'mentions/a.txt:2: error: here (own 17)',
        'mentions/b.txt:1: warning: elsewhere (own 17)',
      ]);
      const file = partOf(await taken('#fileProblems'));
      assert.equal(file.text, 'mentions/a.txt:2: error: here (own 17)');
      assert.deepEqual(file.context, { kind: 'problems', label: 'Problems', detail: 'a.txt · 1' });
    } finally {
      collection.dispose();
    }
  });

  it('is what has changed, with the number of its files, and a word where nothing has', async () => {
    assert.deepEqual(await taken('#changes'), { type: 'refused', problem: { reason: 'noChanges' } });
    const diff = 'diff --git a/a b/a\n+x\ndiff --git a/b b/b\n+y\n';
    changes.found = { diff, files: 2, others: [] };
    const part = partOf(await taken('#changes'));
    assert.deepEqual([part.name, part.text, part.context?.detail], ['changes.diff', diff, '2 files']);
    changes.found = { diff, files: 2, repository: 'app', others: ['lib'] };
    assert.equal(partOf(await taken('#changes')).context?.detail, '2 files in app, without lib');
  });

  it('is what is chosen from a list, and nothing where the user leaves it', async () => {
    await open('text.txt', 'text');
    const [take] = await accept(
      () => context.choose(),
      files => files.length === 0,
    );
    assert.equal(partOf((await take?.()) ?? assert.fail()).text, 'text');
    const before = returned.count;
    assert.deepEqual(await answer('workbench.action.closeQuickOpen', context.choose()), []);
    assert.equal(returned.count, before + 1, 'the keyboard goes back to the chat that has asked');
  });
});

describe('What can be taken along from a terminal', () => {
  const { context, taken } = workspaceFolder('terminal');
  const refusal = (reason: string) => ({ type: 'refused', problem: { reason } });
  const { clipboard } = vscode.env;
  let terminal: vscode.Terminal;

  before(async () => {
    const written = new vscode.EventEmitter<string>();
    const opened = new Promise<void>(resolve => {
      terminal = vscode.window.createTerminal({
        name: 'words',
        pty: { onDidWrite: written.event, open: () => resolve(), close: () => undefined },
      });
    });
    terminal.show(true);
    await opened;
    await until('the terminal is the active one', () => vscode.window.activeTerminal === terminal);
    written.fire('1 failed\r\n  at sum.ts\r\n');
  });
  after(() => terminal.dispose());

  const offer = async () => (await context.mentions()).find(({ label }) => label === '#terminal')?.take?.();

  it('is asked about where the clipboard may hold what could not be put back, and left where the user leaves it', async () => {
    await clipboard.writeText('');
    assert.equal(await answer('workbench.action.closeQuickOpen', offer()), undefined);
    assert.equal(await clipboard.readText(), '');
  });

  it('is said to be nothing where nothing is selected and nothing was copied', async () => {
    await clipboard.writeText('');
    assert.deepEqual(await accept(offer), refusal('noTerminalSelection'));
    assert.equal(await clipboard.readText(), '');
  });

  it('is said to be nothing where nothing is selected, and the clipboard is as it was', async () => {
    await clipboard.writeText('what the user copied');
    assert.deepEqual(await taken('#terminal'), refusal('noTerminalSelection'));
    assert.equal(await clipboard.readText(), 'what the user copied');
  });

  it('goes along, and the clipboard is as it was, even where it holds the same', async () => {
    await clipboard.writeText('what the user copied');
    await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
    let file = await taken('#terminal');
    // The words may not have reached the terminal yet.
    for (let count = 0; count < 100 && !(file.type === 'part' && file.part.text.includes('sum.ts')); count++) {
      await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
      file = await taken('#terminal');
    }
    const part = partOf(file);
    assert.match(part.text, /1 failed\n {2}at sum\.ts/);
    assert.deepEqual([part.name, part.context?.kind, part.context?.label], ['Terminal words', 'terminal', 'words']);
    assert.equal(await clipboard.readText(), 'what the user copied');
    await clipboard.writeText(part.text);
    assert.equal(partOf(await taken('#terminal')).text, part.text);
    assert.equal(await clipboard.readText(), part.text);
    await clipboard.writeText('');
    const asked = await accept(offer);
    assert.equal(partOf(asked ?? assert.fail()).text, part.text);
    assert.equal(await clipboard.readText(), '');
  });
});
