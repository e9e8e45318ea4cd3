import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { leadsOut } from '../../src/vscode/leadsOut';
import { readPrompts, type Workspace } from '../../src/vscode/prompts/promptFiles';
import { instructionsOf } from '../../src/vscode/prompts/workspaceInstructions';

const SCHEME = 'endpoint-chat-remote';
const { File, Directory, SymbolicLink } = vscode.FileType;

/** A disk of another machine: what stands below a link is told as what it is, as by VS Code's own. */
const ENTRIES: Readonly<Record<string, vscode.FileType>> = {
  '/home': Directory | SymbolicLink,
  '/home/repo': Directory | SymbolicLink,
  '/home/repo/README.md': File,
  '/home/repo/src': Directory,
  '/home/repo/src/a.ts': File,
  '/home/repo/AGENTS.md': File | SymbolicLink,
  '/home/repo/linked': Directory | SymbolicLink,
  '/home/repo/linked/netrc': File,
  '/home/repo/.github': Directory | SymbolicLink,
  '/home/repo/.github/copilot-instructions.md': File,
  '/home/repo/.github/prompts': Directory,
  '/home/repo/.github/prompts/out.prompt.md': File,
  '/home/repo/in': Directory,
};

function remoteDisk(): vscode.FileSystemProvider {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => ({ dispose: () => undefined }),
    stat({ path }) {
      if (path.startsWith('/home/repo/locked')) return refuse();
      const type = ENTRIES[path];
      if (type === undefined) throw vscode.FileSystemError.FileNotFound();
      return { type, ctime: 0, mtime: 0, size: 6 };
    },
    readFile: () => Buffer.from('Canary'),
    readDirectory: ({ path }) =>
      Object.entries(ENTRIES).flatMap(([name, type]): [string, vscode.FileType][] =>
        name.startsWith(`${path}/`) ? [[name.slice(path.length + 1), type]] : [],
      ),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}

describe('A workspace on another machine', () => {
  const uri = (path: string): vscode.Uri => vscode.Uri.from({ scheme: SCHEME, authority: 'box', path });
  const opened = (path: string) => [{ uri: uri(path), name: 'repo', index: 0 }];
  const folders = opened('/home/repo');
  const workspace: Workspace = {
    isTrusted: true,
    workspaceFolders: folders,
    fs: vscode.workspace.fs,
    asRelativePath: of => (typeof of === 'string' ? of : of.path).replace('/home/repo/', ''),
  };
  let provider: vscode.Disposable;

  before(() => {
    provider = vscode.workspace.registerFileSystemProvider(SCHEME, remoteDisk());
  });
  after(() => provider.dispose());

  it('has every link refused, and what is behind one, since nobody here can see where it leads', async () => {
    for (const path of [
      'AGENTS.md',
      'linked',
      'linked/netrc',
      'linked\\netrc',
      'linked/gone.txt',
      'src/../linked/netrc',
    ])
      assert.equal(await leadsOut(uri(`/home/repo/${path}`), folders), true, path);
  });

  it('has its files read, also where it was opened by a link itself', async () => {
    for (const path of ['/README.md', '/src', '/src/a.ts', ''])
      assert.equal(await leadsOut(uri(`/home/repo${path}`), folders), false, path);
    assert.equal(await leadsOut(uri('/home/repo/linked/netrc'), opened('/home/repo/linked')), false);
  });

  it('has refused what tells nothing of itself or is elsewhere, and not what is only missing', async () => {
    assert.equal(await leadsOut(uri('/home/repo/gone/too.txt'), folders), false);
    assert.equal(await leadsOut(uri('/home/repo/locked/a.txt'), folders), true);
    assert.equal(await leadsOut(uri('/home/repository/a.txt'), folders), true);
    assert.equal(await leadsOut(uri('/home/repo/README.md').with({ authority: 'other' }), folders), true);
  });

  it('gives no instructions and no prompts that are links', async () => {
    const along = await instructionsOf(['AGENTS.md', '.github/copilot-instructions.md'], 256, workspace);
    assert.equal(along.text, '');
    assert.match(along.line ?? '', /AGENTS\.md does not go along[\s\S]*copilot-instructions\.md does not go along/);
    const prompts = await readPrompts(uri('/nowhere'), workspace);
    assert.ok(!JSON.stringify(prompts).includes('Canary'));
    const out = prompts.find(({ name }) => name === 'out');
    assert.ok(out && 'problem' in out && out.problem.reason === 'leadsOut');
  });
});
