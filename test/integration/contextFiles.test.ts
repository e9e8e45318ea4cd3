import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Offer } from '../../src/core/composer/composerTypes';
import { leadsOut } from '../../src/vscode/leadsOut';
import { closeAllEditors, untilAnswered } from './support';
import { partOf, workspaceFolder } from './workspaceFolder';

describe('What can be taken along of files and folders', () => {
  const { context, uri, write } = workspaceFolder('files');
  const { signal } = new AbortController();
  let elsewhere: string;

  before(async () => {
    elsewhere = await mkdtemp(path.join(tmpdir(), 'elsewhere-'));
    await writeFile(path.join(elsewhere, 'secret.txt'), 'secret');
    await Promise.all([
      write('src/composer.ts', 'export {};\n'),
      write('src/deep/note.txt', 'a note\n'),
      write('src/deep/generated.js', 'x\n'),
      write('src/deep/generated.ts', 'x\n'),
      write('dist/composer.js', 'x\n'),
      write('.gitignore', 'dist/\n*.log\n'),
      write('run.log', 'x\n'),
      write('picture.bin', Uint8Array.from([0, 1, 2])),
      write('empty.txt', ''),
    ]);
    // The rules of the repository that the folder is: it has one of its own.
    await mkdir(uri('.git').fsPath, { recursive: true });
    await symlink(path.join(elsewhere, 'secret.txt'), uri('harmless.txt').fsPath);
    await symlink(elsewhere, uri('linked').fsPath);
  });
  after(() => rm(elsewhere, { recursive: true, force: true }));
  afterEach(closeAllEditors);

  async function found(query: string): Promise<readonly Offer[]> {
    let last: readonly Offer[] = [];
    for await (const offers of context.search(query, signal)) last = offers;
    return last;
  }
  const refusal = (reason: string, name: string) => ({ type: 'refused', problem: { reason, name } });

  it('are a folder’s names, without what files.exclude and .gitignore leave out', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('exclude', { '**/*.js': { when: '$(basename).ts' } }, vscode.ConfigurationTarget.Global);
    try {
      const part = partOf(await context.read(uri().toString()));
      assert.deepEqual(part.text.split('\n').slice(1), [
        'linked/',
        'src/',
        '  deep/',
        '    generated.ts',
        '    note.txt',
        '  composer.ts',
        '.gitignore',
        'empty.txt',
        'harmless.txt',
        'picture.bin',
      ]);
      assert.deepEqual(part.context, { kind: 'folder', label: 'files/', detail: '10 names' });
      assert.equal(part.name, 'files');
    } finally {
      await files.update('exclude', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('are none where all of a folder is left out, which is said', async () => {
    assert.deepEqual(await context.read(uri('dist').toString()), refusal('nothingInside', 'dist/'));
  });

  it('are found by name in any case, without what .gitignore leaves out, and folders after files', async () => {
    await untilAnswered('the file is found', async () => (await found('COMPOSER')).length > 0);
    assert.deepEqual(
      (await found('COMPOSER')).map(({ label, icon }) => [label, icon]),
      [['composer.ts', 'file']],
    );
    const folders = (await found('files/src/de')).filter(({ icon }) => icon === 'folder');
    assert.deepEqual(
      folders.map(({ label, detail }) => [label, detail]),
      [['deep/', 'files/src']],
    );
    const [deep] = folders;
    const taken = await deep?.take?.();
    assert.ok(taken && partOf(taken).text.includes('note.txt'));
  });

  it('are not found where a setting leaves them out, also by one of several names', async () => {
    const names = async () => (await found('generated')).map(({ label }) => label);
    assert.deepEqual((await names()).toSorted(), ['generated.js', 'generated.ts']);
    const files = vscode.workspace.getConfiguration('files');
    await files.update('exclude', { '**/*.{js,mjs}': true }, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await names(), ['generated.ts']);
    } finally {
      await files.update('exclude', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('mean what is typed, and no pattern', async () => {
    assert.deepEqual(await found('[c]omposer*'), []);
  });

  it('are read only where they are a file in the workspace, whatever a link is called', async () => {
    for (const name of ['harmless.txt', 'linked/secret.txt', 'linked'])
      assert.deepEqual(await context.read(uri(name).toString()), refusal('leadsOut', `files/${name}`), name);
    assert.deepEqual(await context.read(uri('gone.txt').toString()), refusal('gone', 'files/gone.txt'));
    assert.deepEqual(await context.read('unknown-scheme:/a.txt'), { type: 'unreadable', name: 'a.txt' });
    const empty = await context.read(uri('empty.txt').toString());
    assert.ok(empty.type === 'bytes' && empty.bytes.length === 0);
  });

  it('are all in a workspace that is the whole file system', async () => {
    const { root } = path.parse(uri().fsPath);
    const whole = { uri: vscode.Uri.file(root), name: 'all', index: 0 };
    assert.equal(await leadsOut(uri('src/composer.ts'), [whole]), false);
    assert.equal(await leadsOut(vscode.Uri.file(elsewhere), [{ ...whole, uri: uri() }]), true);
  });

  it('are taken from the page only where they are in the workspace or in a tab', async () => {
    const outside = vscode.Uri.file(path.join(elsewhere, 'secret.txt'));
    assert.deepEqual(await context.readDropped(outside.toString()), refusal('elsewhere', 'secret.txt'));
    const climbing = `${uri().toString()}/%2e%2e/%2e%2e/%2e%2e/etc/hosts`;
    assert.deepEqual(await context.readDropped(climbing), refusal('elsewhere', 'hosts'));
    assert.deepEqual(
      await context.readDropped('command:workbench.action.quit'),
      refusal('elsewhere', 'workbench.action.quit'),
    );
    const inside = await context.readDropped(uri('src/composer.ts').toString());
    const remote = uri('src/composer.ts').with({ scheme: 'vscode-remote', authority: 'host:1' });
    assert.deepEqual(await context.readDropped(remote.toString()), inside);
    const remoteOutside = outside.with({ scheme: 'vscode-remote', authority: 'host:1' });
    assert.deepEqual(await context.readDropped(remoteOutside.toString()), refusal('elsewhere', 'secret.txt'));
    assert.ok(inside.type === 'bytes' && Buffer.from(inside.bytes).toString() === 'export {};\n');
    await vscode.window.showTextDocument(outside, { preview: false });
    assert.equal(partOf(await context.readDropped(outside.toString())).text, 'secret');
  });

  it('are a notebook as its cells', async () => {
    const cells = [{ cell_type: 'code', source: ['a = 1'], metadata: {}, outputs: [], execution_count: null }];
    const json = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    const file = await write('n.ipynb', json);
    const read = await context.read(file.toString());
    assert.ok(read.type === 'bytes', 'core takes it apart');
  });
});

describe('What can be taken along of symbols', () => {
  const { context, taken, write } = workspaceFolder('symbols');
  const disposables: vscode.Disposable[] = [];
  let file: vscode.Uri;

  before(async () => {
    file = await write('shapes.txt', 'circle {\n  radius\n}\n\nsquare {\n}\n');
    const range = (first: number, last: number) => new vscode.Range(first, 0, last, 1);
    const symbol = (name: string, first: number, last: number, kind = vscode.SymbolKind.Class) =>
      new vscode.DocumentSymbol(name, '', kind, range(first, last), range(first, first));
    disposables.push(
      vscode.languages.registerDocumentSymbolProvider(
        { pattern: '**/shapes.txt' },
        {
          provideDocumentSymbols() {
            const circle = symbol('circle', 0, 2);
            circle.children.push(symbol('circleRadius', 1, 1));
            circle.children.push(symbol('circleLocal', 1, 2, vscode.SymbolKind.Variable));
            const handler = symbol('handler', 0, 2, vscode.SymbolKind.Constant);
            return [circle, symbol('square', 4, 5), handler, symbol('line', 3, 3, vscode.SymbolKind.Constant)];
          },
        },
      ),
      vscode.languages.registerWorkspaceSymbolProvider({
        provideWorkspaceSymbols: () => [
          new vscode.SymbolInformation('circle', vscode.SymbolKind.Class, '', new vscode.Location(file, range(0, 0))),
          new vscode.SymbolInformation('square()', vscode.SymbolKind.Class, '', new vscode.Location(file, range(4, 4))),
        ],
      }),
    );
  });
  after(() => {
    for (const disposable of disposables) disposable.dispose();
  });
  afterEach(closeAllEditors);

  async function symbols(query: string): Promise<readonly Offer[]> {
    let last: readonly Offer[] = [];
    for await (const offers of context.search(query, new AbortController().signal)) last = offers;
    return last.filter(({ icon }) => icon === 'symbol');
  }

  it('are found by what is typed, those of the file that is shown first, each once', async () => {
    await vscode.window.showTextDocument(file, { preview: false });
    await untilAnswered('the symbols are known', async () => (await symbols('CIRC')).length === 2);
    assert.deepEqual(
      (await symbols('CIRC')).map(({ label, detail }) => [label, detail]),
      [
        ['circle', 'shapes.txt:1'],
        ['circleRadius', 'shapes.txt:2'],
      ],
    );
  });

  it('are pieces of code: a constant of more than a line at the top is one, and what is inside of a function is none', async () => {
    await vscode.window.showTextDocument(file, { preview: false });
    await untilAnswered('the symbols are known', async () => (await symbols('handler')).length === 1);
    assert.deepEqual([await symbols('circleLocal'), await symbols('line')], [[], []]);
    assert.equal((await symbols('square')).length, 1);
  });

  it('go along whole, also where only the place of their name is known', async () => {
    await untilAnswered('the symbols are known', async () => (await symbols('square')).length === 1);
    const [square] = await symbols('square');
    const part = partOf((await square?.take?.()) ?? assert.fail());
    assert.deepEqual([part.name, part.text, part.lines], ['symbols/shapes.txt', 'square {\n}', [5, 6]]);
    assert.deepEqual(part.context, { kind: 'symbol', label: 'square', detail: '5–6' });
  });

  it('are said to be none where the file has none', async () => {
    const plain = await write('plain.unknown', 'x\n');
    await vscode.window.showTextDocument(plain, { preview: false });
    assert.deepEqual(await taken('#symbol'), { type: 'refused', problem: { reason: 'noSymbols' } });
  });
});
