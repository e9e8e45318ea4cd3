import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lastQuestion } from '../support/questions';
import { type TestRepository, testRepository } from './commitRepository';
import { DONE, MESSAGE, piece, useRepository } from './commitSetup';
import { beginHalted, takeBack } from './completing';
import { handshake, openEditor, until } from './support';

describe('Generate Commit Message', () => {
  const { server, repository, user, script, generate, setBox, boxBecomes, type, sent } = useRepository();

  it('describes what is staged alone, in the manner of the last messages', async () => {
    await repository().git('add', '.');
    await repository().write('sum.ts', 'export const sum = 3;\n');
    script(piece(MESSAGE), DONE);
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
    await repository().write('folder/new.ts', 'export const fresh = true;\n');
    await repository().write('yarn.lock', 'locked = yes\n');
    script(piece(MESSAGE), DONE);
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
      DONE,
    );
    const generated = generate();
    await boxBecomes('perbaiki: jumlahkan');
    more.resolve();
    await generated;
    await boxBecomes(MESSAGE);
  });

  it('offers to bring back what it has replaced, and does', async () => {
    await setBox('my words\nof two lines');
    user.answer('Undo', () => until('it is replaced', () => repository().box() === MESSAGE));
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes('my words\nof two lines');
    assert.match(user.asked[0] ?? '', /The commit message that you had was replaced/);
  });

  it('replaces an emoji by another one that begins alike', async () => {
    await setBox('🐛 fix the sum');
    script(piece('🔥 remove the '), piece('old sum'), DONE);
    await generate();
    await boxBecomes('🔥 remove the old sum');
  });

  it('keeps what was typed after it when what was there before is brought back', async () => {
    await setBox('my words');
    const typed = handshake();
    user.answer('Undo', () => typed.promise);
    script(piece(MESSAGE), DONE);
    await generate();
    await type(' (#12)');
    await boxBecomes(`${MESSAGE} (#12)`);
    typed.resolve();
    await boxBecomes(`my words\n\n${MESSAGE} (#12)`);
  });

  it('stops when the user types into the box, and leaves their text', async () => {
    script(piece('perbaiki: jumlahkan'), { stall: true });
    const generated = generate();
    await boxBecomes('perbaiki: jumlahkan');
    await type(' sendiri');
    await generated;
    assert.equal(repository().box(), 'perbaiki: jumlahkan sendiri');
    assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
  });

  it('writes nothing over what was typed before its first word', async () => {
    const typed = handshake();
    const before = lastQuestion(server().requests);
    script({ head: true }, { wait: typed.promise }, piece(MESSAGE), { stall: true });
    const generated = generate();
    await until('it is asked', () => lastQuestion(server().requests) !== before);
    await type('mine');
    typed.resolve();
    await generated;
    assert.equal(repository().box(), 'mine');
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
      assert.equal(repository().box(), 'perbaiki: setengah');
      assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
    });
  }

  it('is stopped while a completion is written elsewhere, and that with it: one Stop is enough', async () => {
    const { completed } = await beginHalted(server(), await openEditor('x = |\n'), handshake(), ['one', ' + two']);
    script(piece('perbaiki: setengah'), { stall: true });
    const generated = generate();
    await boxBecomes('perbaiki: setengah');
    await vscode.commands.executeCommand('endpointChat.stop');
    await Promise.all([completed, generated]);
    await takeBack();
  });

  it('is busy while it writes, and not afterwards', async () => {
    script(piece('perbaiki: setengah'), { stall: true });
    const generated = generate();
    await boxBecomes('perbaiki: setengah');
    await vscode.commands.executeCommand('endpointChat.stop');
    await generated;
    // Were it still busy, this would be a second click.
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes(MESSAGE);
  });

  it('is taken back in the box by one undo', async () => {
    await setBox('my words');
    await vscode.commands.executeCommand('workbench.scm.focus');
    script(piece('perbaiki: jumlahkan'), piece(' dengan'), piece(' benar'), DONE);
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
    after(() => other?.close());

    it('takes that of the active editor, also before its first commit', async () => {
      await vscode.window.showTextDocument(vscode.Uri.joinPath(other.root, 'sum.ts'));
      script(piece('Add a sum to begin with'), DONE);
      await vscode.commands.executeCommand('endpointChat.generateCommitMessage');
      await until('it is in the box of the other', () => other.box() === 'Add a sum to begin with');
      assert.equal(repository().box(), '');
      assert.match(sent(), /Write in English/);
      assert.match(sent(), /sum\.ts \(new, \+1 -0\)/);
    });

    it('asks which is meant where no editor tells, and does nothing without an answer', async () => {
      const { showQuickPick } = vscode.window;
      const asked: unknown[] = [];
      const before = lastQuestion(server().requests);
      const choose = async (items: readonly unknown[]): Promise<unknown> => {
        asked.push(items.length);
        return asked.length === 1 ? undefined : items[0];
      };
      Object.assign(vscode.window, { showQuickPick: choose });
      try {
        await vscode.commands.executeCommand('endpointChat.generateCommitMessage');
        assert.equal(lastQuestion(server().requests), before);
        script(piece(MESSAGE), DONE);
        await vscode.commands.executeCommand('endpointChat.generateCommitMessage');
        await until('one of them has it', () => [repository().box(), other.box()].includes(MESSAGE));
        assert.deepEqual(asked, [2, 2]);
      } finally {
        Object.assign(vscode.window, { showQuickPick });
      }
    });
  });
});
