import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { answering } from './answering';
import { type TestRepository, testRepository } from './commitRepository';
import { closeAllEditors, handshake, practiceServer, until, useEndpoint } from './support';

const DONE = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');
const MESSAGE = 'perbaiki: jumlahkan dengan benar';

function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

describe('Generate Commit Message', () => {
  let server: PracticeServer;
  let repository: TestRepository;
  const user = answering();

  before(async function () {
    this.timeout(60_000);
    server = await practiceServer();
    await useEndpoint(server.url);
    repository = await testRepository(['tambah: jumlah\n\nSigned-off-by: A <a@example.com>', 'ubah: nama']);
    await vscode.commands.executeCommand('workbench.view.scm');
    await until('VS Code shows the box', () => repository.document() !== undefined);
  });
  after(async () => {
    await repository?.remove();
    await server?.close();
  });
  beforeEach(async () => {
    user.begin();
    await repository.git('reset', '--quiet', '--hard');
    await repository.git('clean', '--quiet', '--force', '-d');
    await repository.write('sum.ts', 'export const sum = 2;\n');
    await setBox('');
  });
  afterEach(async () => {
    user.end();
    await closeAllEditors();
  });

  function script(...steps: readonly Step[]): void {
    server.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }

  function generate(): Thenable<unknown> {
    return vscode.commands.executeCommand('endpointChat.generateCommitMessage', { rootUri: repository.root });
  }

  async function setBox(text: string): Promise<void> {
    repository.setBox(text);
    await until(`the box holds "${text}"`, () => repository.box() === text);
  }

  async function boxBecomes(text: string): Promise<void> {
    await until(`the box holds "${text}"`, () => repository.box() === text).catch(() =>
      assert.equal(repository.box(), text),
    );
  }

  function sent(): string {
    return JSON.stringify(lastQuestion(server.requests)?.body);
  }

  it('describes what is staged alone, in the manner of the last messages', async () => {
    await repository.git('add', '.');
    await repository.write('sum.ts', 'export const sum = 3;\n');
    script(piece(MESSAGE), { send: DONE });
    await generate();
    await boxBecomes(MESSAGE);
    assert.match(sent(), /-export const sum = 1;\\n\+export const sum = 2;/);
    assert.doesNotMatch(sent(), /sum = 3/);
    assert.match(sent(), /Earlier message 1:\\nubah: nama/);
    assert.match(sent(), /Earlier message 2:\\ntambah: jumlah/);
    assert.doesNotMatch(sent(), /Signed-off-by: A/);
    assert.deepEqual(user.asked, []);
  });

  it('describes all changes where nothing is staged, new files too; of lock files the name', async () => {
    await repository.write('folder/new.ts', 'export const fresh = true;\n');
    await repository.write('yarn.lock', 'locked = yes\n');
    script(piece(MESSAGE), { send: DONE });
    await generate();
    assert.match(sent(), /\+export const sum = 2;/);
    assert.match(sent(), /folder\/new\.ts \(new, \+1 -0\)/);
    assert.match(sent(), /\+export const fresh = true;/);
    assert.match(sent(), /yarn\.lock \(new, \+1 -0, content not shown\)/);
    assert.doesNotMatch(sent(), /locked = yes/);
  });

  it('appears as it is written, without what models write around it', async () => {
    const more = handshake();
    script(
      piece('Here is the commit message:\n\n```\n'),
      piece('perbaiki: jumlahkan'),
      { wait: more.promise },
      piece(' dengan benar\n```\n\nLet me know!'),
      { send: DONE },
    );
    const generated = generate();
    await boxBecomes('perbaiki: jumlahkan');
    more.resolve();
    await generated;
    await boxBecomes(MESSAGE);
  });

  it('offers to bring back what it has replaced, and does', async () => {
    await setBox('my words\nof two lines');
    user.answer('Undo', () => until('it is replaced', () => repository.box() === MESSAGE));
    script(piece(MESSAGE), { send: DONE });
    await generate();
    await boxBecomes('my words\nof two lines');
    assert.match(user.asked[0] ?? '', /The commit message that you had was replaced/);
  });

  it('keeps what was typed after it when what was there before is brought back', async () => {
    await setBox('my words');
    const typed = handshake();
    user.answer('Undo', () => typed.promise);
    script(piece(MESSAGE), { send: DONE });
    await generate();
    await type(' (#12)');
    await boxBecomes(`${MESSAGE} (#12)`);
    typed.resolve();
    await boxBecomes(`my words\n\n${MESSAGE} (#12)`);
  });

  /** Types at the end of the box, as far as extensions see. */
  async function type(text: string): Promise<void> {
    const document = repository.document();
    assert.ok(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('stops when the user types into the box, and leaves their text', async () => {
    script(piece('perbaiki: jumlahkan'), { stall: true });
    const generated = generate();
    await boxBecomes('perbaiki: jumlahkan');
    await type(' sendiri');
    await generated;
    assert.equal(repository.box(), 'perbaiki: jumlahkan sendiri');
    assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
  });

  it('writes nothing over what was typed before its first word', async () => {
    const typed = handshake();
    const before = lastQuestion(server.requests);
    script({ head: true }, { wait: typed.promise }, piece(MESSAGE), { stall: true });
    const generated = generate();
    await until('it is asked', () => lastQuestion(server.requests) !== before);
    await type('mine');
    typed.resolve();
    await generated;
    assert.equal(repository.box(), 'mine');
    assert.deepEqual(user.asked, []);
  });

  for (const [how, stop] of [
    ['a second click', generate],
    ['Esc’s command', () => vscode.commands.executeCommand('endpointChat.stop')],
  ] as const) {
    it(`is stopped by ${how}, keeps what is there and closes the connection`, async () => {
      script(piece('perbaiki: setengah'), { stall: true });
      const generated = generate();
      await boxBecomes('perbaiki: setengah');
      await stop();
      await generated;
      assert.equal(repository.box(), 'perbaiki: setengah');
      assert.equal((await lastQuestion(server.requests)?.ended)?.by, 'client');
    });
  }

  it('keeps half a message when the answer breaks off, says so, and can bring back what was there', async () => {
    await setBox('my words');
    user.answer('Undo', () => until('half is there', () => repository.box() === 'perbaiki: setengah'));
    script(piece('perbaiki: setengah'), { cut: true });
    await generate();
    await boxBecomes('my words');
    assert.equal(user.asked.length, 2);
    assert.match(user.asked[0] ?? '', /was replaced/);
    assert.match(user.asked[1] ?? '', /The connection ended before the answer did/);
  });

  it('leaves the box as it is when the endpoint refuses, and says why', async () => {
    await setBox('my words');
    const error = JSON.stringify({ error: { message: 'no such model' } });
    server.script({ when: isQuestion, status: 404, steps: [{ send: error }] });
    await generate();
    assert.equal(repository.box(), 'my words');
    assert.match(user.asked.join(), /does not know this address or model \(404\): no such model/);
  });

  it('leaves the box as it is when the model writes nothing, and says so', async () => {
    await setBox('my words');
    script(piece('```\n```'), { send: DONE });
    await generate();
    assert.equal(repository.box(), 'my words');
    assert.match(user.asked.join(), /The model wrote no message/);
  });

  it('asks before it sends what looks like a secret, names it, and sends nothing unless told to', async () => {
    const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`;
    await repository.write('sum.ts', `export const sum = 1;\nconst key = '${key}';\n`);
    const before = server.requests.filter(isQuestion).length;
    user.answer(undefined);
    await generate();
    assert.equal(server.requests.filter(isQuestion).length, before);
    assert.match(
      user.asked[0] ?? '',
      /should perhaps not be sent to 127\.0\.0\.1.*\nA GitHub token in sum\.ts, line 2$/,
    );
    assert.ok(!user.asked.join().includes(key));
    user.answer('Send anyway');
    script(piece(MESSAGE), { send: DONE });
    await generate();
    await boxBecomes(MESSAGE);
    assert.ok(sent().includes(key));
  });

  it('sends the list and the beginning of what is too long, and says so', async () => {
    await useEndpoint(server.url, { contextWindow: 4000 });
    const long = Array.from({ length: 3000 }, (_, line) => `export const value${line} = ${line};`).join('\n');
    await repository.write('long.ts', long);
    script(piece(MESSAGE), { send: DONE });
    await generate();
    await useEndpoint(server.url);
    await boxBecomes(MESSAGE);
    assert.match(user.asked.join(), /too long to send whole: the model gets a list of all 2 files/);
    assert.match(sent(), /long\.ts \(new, \+3000 -0\)/);
    assert.match(sent(), /more lines\]/);
    assert.ok(sent().length < 16_000, `${sent().length}`);
  });

  it('says that nothing has changed', async () => {
    await repository.git('checkout', '--quiet', '.');
    await generate();
    assert.match(user.asked.join(), /Nothing has changed since the last commit/);
  });

  it('is busy while it writes, and not afterwards', async () => {
    script(piece('perbaiki: setengah'), { stall: true });
    const generated = generate();
    await boxBecomes('perbaiki: setengah');
    await vscode.commands.executeCommand('endpointChat.stop');
    await generated;
    // Were it still busy, this would be a second click.
    script(piece(MESSAGE), { send: DONE });
    await generate();
    await boxBecomes(MESSAGE);
  });

  it('is taken back in the box by one undo', async () => {
    await setBox('my words');
    await vscode.commands.executeCommand('workbench.scm.focus');
    script(piece('perbaiki: jumlahkan'), piece(' dengan'), piece(' benar'), { send: DONE });
    await generate();
    await boxBecomes(MESSAGE);
    await vscode.commands.executeCommand('workbench.scm.action.focusNextInput');
    await vscode.commands.executeCommand('undo');
    await boxBecomes('my words');
  });

  describe('with several repositories', () => {
    let other: TestRepository;

    before(async () => {
      other = await testRepository([]);
    });
    after(() => other?.remove());

    it('takes that of the active editor, also before its first commit', async () => {
      await vscode.window.showTextDocument(vscode.Uri.joinPath(other.root, 'sum.ts'));
      script(piece('Add a sum to begin with'), { send: DONE });
      await vscode.commands.executeCommand('endpointChat.generateCommitMessage');
      await until('it is in the box of the other', () => other.box() === 'Add a sum to begin with');
      assert.equal(repository.box(), '');
      assert.match(sent(), /Write in English/);
      assert.match(sent(), /sum\.ts \(new, \+1 -0\)/);
    });

    it('asks which is meant where no editor tells, and does nothing without an answer', async () => {
      const { showQuickPick } = vscode.window;
      const asked: unknown[] = [];
      const before = lastQuestion(server.requests);
      const choose = async (items: readonly unknown[]): Promise<unknown> => {
        asked.push(items.length);
        return asked.length === 1 ? undefined : items[0];
      };
      Object.assign(vscode.window, { showQuickPick: choose });
      try {
        await vscode.commands.executeCommand('endpointChat.generateCommitMessage');
        assert.equal(lastQuestion(server.requests), before);
        script(piece(MESSAGE), { send: DONE });
        await vscode.commands.executeCommand('endpointChat.generateCommitMessage');
        await until('one of them has it', () => [repository.box(), other.box()].includes(MESSAGE));
        assert.deepEqual(asked, [2, 2]);
      } finally {
        Object.assign(vscode.window, { showQuickPick });
      }
    });
  });

  it('says that Git is off or missing', async () => {
    const git: unknown = await vscode.extensions.getExtension('vscode.git')?.activate();
    assert.ok(typeof git === 'object' && git !== null, 'VS Code has its Git extension');
    // What VS Code itself does from its start on in such a window.
    Reflect.defineProperty(git, 'getAPI', {
      configurable: true,
      value() {
        throw new Error('Git model not found');
      },
    });
    try {
      await generate();
      assert.match(user.asked.join(), /Git extension is switched off or finds no Git/);
    } finally {
      Reflect.deleteProperty(git, 'getAPI');
    }
  });

  it('says that an endpoint is needed, before it looks at anything', async () => {
    await useEndpoint('');
    try {
      await generate();
      assert.match(user.asked.join(), /Add an endpoint first/);
    } finally {
      await useEndpoint(server.url);
    }
  });
});
