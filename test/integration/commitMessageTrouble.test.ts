import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { DONE, MESSAGE, piece, useRepository } from './commitSetup';
import { checksTheOneThatWasAsked } from './failingElsewhere';
import { until, useEndpoint } from './support';

describe('Generate Commit Message, where something is in the way,', () => {
  const { server, repository, user, script, generate, setBox, boxBecomes, sent } = useRepository();

  it('keeps half a message when the answer breaks off, says so, and can bring back what was there', async () => {
    await setBox('my words');
    user.answer('Undo', () => until('half is there', () => repository().box() === 'perbaiki: setengah'));
    script(piece('perbaiki: setengah'), { cut: true });
    await generate();
    await boxBecomes('my words');
    assert.equal(user.asked.length, 2);
    assert.match(user.asked[0] ?? '', /was replaced/);
    assert.match(user.asked[1] ?? '', /The connection ended before the answer did/);
  });

  it('keeps a message that was cut at the token limit, and says so', async () => {
    const cut = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'length' }] }, '[DONE]');
    script(piece('perbaiki: setengah'), { send: cut });
    await generate();
    await boxBecomes('perbaiki: setengah');
    assert.match(user.asked.join(), /cut at the model’s token limit/);
  });

  it('says that a content filter ended a message, or that there was none', async () => {
    const filtered = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'content_filter' }] }, '[DONE]');
    script(piece('perbaiki: setengah'), { send: filtered });
    await generate();
    await boxBecomes('perbaiki: setengah');
    assert.match(user.asked.join(), /content filter ended the answer/);
    script({ send: filtered });
    await generate();
    assert.match(user.asked.at(-1) ?? '', /content filter ended the answer/);
  });

  it('leaves the box as it is when the endpoint refuses, and says why', async () => {
    await setBox('my words');
    const error = JSON.stringify({ error: { message: 'no such model' } });
    server().script({ when: isQuestion, status: 404, steps: [{ send: error }] });
    await generate();
    assert.equal(repository().box(), 'my words');
    assert.match(user.asked.join(), /does not know this address or model \(404\): no such model/);
    assert.doesNotMatch(user.asked.join(), /The model wrote no message/);
  });

  it('checks the endpoint that was asked where another one was chosen meanwhile', async () => {
    await checksTheOneThatWasAsked(server(), user, generate);
  });

  it('leaves the box as it is when the model writes nothing, and says so', async () => {
    await setBox('my words');
    script(piece('```\n```'), DONE);
    await generate();
    assert.equal(repository().box(), 'my words');
    assert.match(user.asked.join(), /The model wrote no message/);
  });

  it('asks before it sends what looks like a secret, names it, and sends nothing unless told to', async () => {
    const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`;
    await repository().write('sum.ts', `export const sum = 1;\nconst key = '${key}';\n`);
    const before = server().requests.filter(isQuestion).length;
    user.answer(undefined);
    await generate();
    assert.equal(server().requests.filter(isQuestion).length, before);
    assert.match(
      user.asked[0] ?? '',
      /should perhaps not be sent to 127\.0\.0\.1.*\nA GitHub token in sum\.ts, line 2$/,
    );
    assert.ok(!user.asked.join().includes(key));
    user.answer('Send anyway');
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes(MESSAGE);
    assert.ok(sent().includes(key));
  });

  it('names no more of what it found than a question can hold', async () => {
    const line = (index: number) => `const key${index} = 'ghp_${'a1B2c3D4e5F6g7H8i9'.repeat(2)}${1000 + index}';\n`;
    await repository().write('sum.ts', Array.from({ length: 30 }, (_, index) => line(index)).join(''));
    user.answer(undefined);
    await generate();
    assert.match(user.asked.at(-1) ?? '', /line 6\nand 24 others$/);
  });

  it('says that nothing has changed', async () => {
    await repository().git('checkout', '--quiet', '.');
    await generate();
    assert.match(user.asked.join(), /Nothing has changed since the last commit/);
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
      await useEndpoint(server().url);
    }
  });
});
