import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type ListedPrompt, listPrompts } from '../../src/core/prompts/promptList';
import { approvePrompt } from '../../src/vscode/prompts/approvePrompt';
import { createLoadedPrompts } from '../../src/vscode/prompts/loadedPrompts';
import { readPrompts, type Workspace } from '../../src/vscode/prompts/promptFiles';
import { removePrompt } from '../../src/vscode/prompts/promptStorage';
import { instructionsOf } from '../../src/vscode/prompts/workspaceInstructions';
import { memoryMemento } from '../support/memoryMemento';
import { answering } from './answering';
import { closeAllEditors, until } from './support';

const NOTHING_ALONG = { text: '', files: [], line: undefined };

describe('The prompts of the user and of a workspace', () => {
  const user = answering();
  let folder: string;
  let userFolder: vscode.Uri;
  let workspaceFolder: vscode.WorkspaceFolder;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'prompts-'));
    await mkdir(path.join(folder, 'user'));
    await mkdir(path.join(folder, 'shop', '.github', 'prompts', 'below.prompt.md'), { recursive: true });
    userFolder = vscode.Uri.file(path.join(folder, 'user'));
    workspaceFolder = { uri: vscode.Uri.file(path.join(folder, 'shop')), name: 'shop', index: 0 };
    user.begin();
  });
  afterEach(async () => {
    user.end();
    await closeAllEditors();
    await rm(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string | Uint8Array): Promise<void> => writeFile(path.join(folder, name), text);
  const ofWorkspace = (name: string, text: string | Uint8Array): Promise<void> =>
    write(`shop/.github/prompts/${name}`, text);

  /** This folder, open in a window; what is read through it is noted. */
  function workspace(isTrusted = true): Workspace & { readonly touched: string[] } {
    const touched: string[] = [];
    const noting =
      <Result>(act: (uri: vscode.Uri) => Thenable<Result>) =>
      (uri: vscode.Uri): Thenable<Result> => {
        touched.push(uri.fsPath);
        return act(uri);
      };
    const { fs } = vscode.workspace;
    const { stat, readFile: read, readDirectory } = fs;
    return {
      isTrusted,
      workspaceFolders: [workspaceFolder],
      asRelativePath: of => path.relative(workspaceFolder.uri.fsPath, typeof of === 'string' ? of : of.fsPath),
      fs: { ...fs, stat: noting(stat), readFile: noting(read), readDirectory: noting(readDirectory) },
      touched,
    };
  }

  const reasons = (list: readonly ListedPrompt[]) =>
    list
      .filter(({ source }) => source !== 'builtIn')
      .map(listed => [listed.name, 'problem' in listed ? listed.problem.reason : 'fine']);

  it('are read from the files of both, and say what is wrong with one', async () => {
    await ofWorkspace('review.prompt.md', '---\ndescription: Reviews\n---\nReview.');
    await ofWorkspace('broken.prompt.md', '---\nname: [a\n---\nBroken.');
    await ofWorkspace('binary.prompt.md', new Uint8Array([0, 1]));
    await ofWorkspace('huge.prompt.md', Buffer.alloc(1024 * 1024, 'a'));
    await ofWorkspace('README.md', 'Not a prompt.');
    await write('user/fix.prompt.md', 'Mend it.');
    const within = workspace();
    const list = await readPrompts(userFolder, within);
    assert.deepEqual(reasons(list), [
      ['binary', 'binary'],
      ['broken', 'frontMatter'],
      ['huge', 'tooLarge'],
      ['review', 'fine'],
      ['fix', 'fine'],
    ]);
    assert.ok(!within.touched.some(file => file.endsWith('README.md') || file.endsWith('below.prompt.md')));
    const review = list.find(({ name }) => name === 'review');
    assert.equal(review?.file?.shown, path.join('.github', 'prompts', 'review.prompt.md'));
    assert.equal(list.find(({ name, source }) => name === 'fix' && source === 'builtIn')?.hiddenBy, 'user');
  });

  it('are those that are built in where nobody has written one', async () => {
    const nowhere = vscode.Uri.file(path.join(folder, 'nowhere'));
    assert.deepEqual(await readPrompts(nowhere, { ...workspace(), workspaceFolders: undefined }), listPrompts([]));
  });

  it('are not looked for in a workspace that is not trusted', async () => {
    await ofWorkspace('canary.prompt.md', 'Canary.');
    await write('shop/AGENTS.md', 'Canary.');
    const within = workspace(false);
    assert.deepEqual(reasons(await readPrompts(userFolder, within)), []);
    const along = await instructionsOf(['AGENTS.md'], 256, within);
    assert.deepEqual(within.touched, [userFolder.fsPath]);
    assert.equal(along.text, '');
    assert.match(along.line ?? '', /Restricted Mode/);
    assert.deepEqual(reasons(await readPrompts(userFolder, workspace())), [['canary', 'fine']], 'it is there');
  });

  it('of the workspace are shown with their file and what they hide, before they are run', async () => {
    await ofWorkspace('review.prompt.md', `Review\u200B it.\n${'more\n'.repeat(50)}`);
    const [review] = await readPrompts(userFolder, workspace());
    assert.ok(review && 'prompt' in review && review.file);
    user.answer('Run');
    assert.equal(await approvePrompt(review.prompt, review.file, false), true);
    user.answer(undefined);
    assert.equal(await approvePrompt(review.prompt, review.file, true), false);
    user.answer('Show');
    assert.equal(await approvePrompt(review.prompt, review.file, true), false);
    const shown = (): boolean =>
      vscode.window.visibleTextEditors.some(({ document }) => document.fileName.endsWith('review.prompt.md'));
    await until('its file is shown', shown);
    const [first = '', second = ''] = user.asked;
    assert.match(first, /\/review comes with this workspace[\s\S]*review\.prompt\.md says:\n\nReview it\.\nmore\n/);
    assert.match(first, /…\n\nLines of it that are not shown here: 37\. “Show” opens the file\.\n\n/);
    assert.match(first, /Characters in it that cannot be seen: 1\n\nIt takes nothing of your files along\.\n/);
    assert.match(second, /has changed since you last ran it/);
  });

  it('are shown with what they take along', async () => {
    await ofWorkspace('all.prompt.md', `Review \${selection} of \${file} in \${workspaceFolder}.\n\n\${diagnostics}`);
    const [all] = await readPrompts(userFolder, workspace());
    assert.ok(all && 'prompt' in all && all.file);
    user.answer('Run');
    await approvePrompt(all.prompt, all.file, false);
    assert.match(
      user.asked[0] ?? '',
      /It takes along: the selected code, or what is around the cursor, the whole file that is open, what the editor reports, the name of the folder\./,
    );
    assert.ok(!user.asked[0]?.includes('not shown here'));
  });

  it('are not read where they are links out of the workspace, and say so', async function () {
    // A user of Windows may make no links.
    if (process.platform === 'win32') return this.skip();
    await write('canary.txt', 'Canary.');
    const inShop = (name: string): string => path.join(folder, 'shop', name);
    await write('shop/inside.md', 'Fine.');
    for (const name of ['AGENTS.md', '.github/prompts/out.prompt.md'])
      await symlink(path.join(folder, 'canary.txt'), inShop(name));
    await symlink(inShop('inside.md'), inShop('.github/prompts/in.prompt.md'));
    const list = await readPrompts(userFolder, workspace());
    assert.deepEqual(reasons(list), [
      ['in', 'fine'],
      ['out', 'leadsOut'],
    ]);
    assert.ok(!JSON.stringify(list).includes('Canary'));
    const along = await instructionsOf(['AGENTS.md'], 256, workspace());
    assert.equal(along.text, '');
    assert.equal(along.line, 'AGENTS.md does not go along: it is a link to something outside of the workspace.');
    // The folder of the prompts may be such a link, too.
    await rm(inShop('.github'), { recursive: true });
    await mkdir(path.join(folder, 'away', 'prompts'), { recursive: true });
    await write('away/prompts/out.prompt.md', 'Canary.');
    await symlink(path.join(folder, 'away'), inShop('.github'));
    assert.deepEqual(reasons(await readPrompts(userFolder, workspace())), [['out', 'leadsOut']]);
  });

  it('of the user are asked instead of those that are built in, and are in the list of the chat', async () => {
    const asked: unknown[] = [];
    const prompts = createLoadedPrompts({
      userFolder,
      memory: memoryMemento(),
      editor: { code: async () => undefined, file: () => undefined },
      async askInChat(parts) {
        asked.push(parts);
      },
    });
    await write('user/explain.prompt.md', '---\ndescription: As I like it\n---\nExplain like I am five.');
    await write('user/bad.prompt.md', '---\n');
    const scope = {
      file: { type: 'file', name: 'a.ts', language: 'typescript', text: 'x' },
      chosen: 'selection',
    } as const;
    assert.deepEqual(await prompts.about('explain', { scope, problems: [] }), [
      { type: 'text', text: 'Explain like I am five.' },
    ]);
    const offers = new Map((await prompts.offers()).map(offer => [offer.label, offer]));
    assert.equal(offers.get('/explain')?.detail, 'As I like it');
    assert.deepEqual(
      [offers.get('/bad')?.icon, offers.get('/bad')?.detail],
      ['warning', 'cannot be used: line 1: the second --- is missing'],
    );
    const builtIn = ['/fix', '/tests', '/doc'].map(label => offers.get(label));
    assert.deepEqual(
      builtIn.map(offer => offer?.icon),
      ['tools', 'beaker', 'book'],
    );
    assert.ok(builtIn.every(offer => offer?.detail !== '' && offer?.take === undefined));
    const message = await prompts.slashMessage('/bad', false);
    assert.ok(message?.type === 'notice');
    assert.equal(message.text, '/bad cannot be used. bad.prompt.md, line 1: the second --- is missing');
    assert.equal(await prompts.slashMessage('/nobody', false), undefined);
  });

  it('of the user are deleted, and come back to the byte where that is undone', async () => {
    const text = '---\r\nname: own\r\n---\r\nMine.\r\n';
    await write('user/own.prompt.md', text);
    const own = (await readPrompts(userFolder, workspace())).find(({ name }) => name === 'own');
    assert.ok(own);
    user.answer('Undo');
    await removePrompt(own, false);
    const back = (): Promise<boolean> => readdir(userFolder.fsPath).then(names => names.includes('own.prompt.md'));
    while (!(await back())) await new Promise(setImmediate);
    // VS Code makes the file first and fills it then.
    while ((await readFile(path.join(folder, 'user', 'own.prompt.md'), 'utf8')) !== text)
      await new Promise(setImmediate);
    user.answer(undefined);
    await removePrompt(own, true);
    assert.deepEqual(await readdir(userFolder.fsPath), []);
    assert.match(user.asked.at(-1) ?? '', /\/own is the built-in prompt again/);
  });

  it('of the user come back beside another one that was made since, and are deleted once by two clicks', async () => {
    await write('user/own.prompt.md', 'First');
    const own = (await readPrompts(userFolder, workspace())).find(({ name }) => name === 'own');
    assert.ok(own);
    user.answer('Undo', () => write('user/own.prompt.md', 'Second'));
    await removePrompt(own, false);
    const shown = () => vscode.window.activeTextEditor?.document.getText();
    while (shown() !== 'First') await new Promise(setImmediate);
    assert.equal(await readFile(path.join(folder, 'user', 'own.prompt.md'), 'utf8'), 'Second');
    await removePrompt(own, false);
    await removePrompt(own, false);
    assert.equal(user.asked.length, 2);
    await closeAllEditors();
  });

  it('go along as instructions where the user wants that, and say when they do not', async () => {
    await write('shop/AGENTS.md', 'Use tabs.\u200B');
    await write('shop/.github/copilot-instructions.md', 'x'.repeat(2000));
    assert.deepEqual(await instructionsOf([], 1, workspace()), NOTHING_ALONG);
    const along = await instructionsOf(['AGENTS.md', '.github/copilot-instructions.md'], 1, workspace());
    assert.equal(along.text, 'Instructions from AGENTS.md:\n\nUse tabs.');
    assert.match(
      along.line ?? '',
      /^Goes along as instructions: AGENTS\.md\. Characters in AGENTS\.md that cannot be seen, and were left out: 1\./,
    );
    assert.match(along.line ?? '', /copilot-instructions\.md does not go along: it has 2 kB, and at most 1 kB can\.$/);
    await rm(path.join(folder, 'shop'), { recursive: true });
    assert.deepEqual(await instructionsOf(['AGENTS.md'], 1, workspace()), NOTHING_ALONG);
  });
});
