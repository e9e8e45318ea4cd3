import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isQuestion, lastQuestion } from '../support/questions';
import { json } from '../support/scriptedReply';
import { DONE, MESSAGE, piece, useRepository } from './commitSetup';
import { handshake, until, useEndpoint } from './support';

const WINDOW = { contextWindow: 4000 };

describe('Generate Commit Message, of long changes,', () => {
  const { server, repository, user, script, generate, setBox, boxBecomes, sent } = useRepository();
  const { withProgress } = vscode.window;
  /** What the status bar has said, in order. */
  const said: string[] = [];
  let asked = 0;

  beforeEach(async () => {
    await useEndpoint(server().url, WINDOW);
    said.length = 0;
    asked = server().requests.filter(isQuestion).length;
    const listening: typeof withProgress = (options, task) =>
      withProgress(options, (progress, token) => {
        const report = (value: { readonly message?: string }): void => {
          if (options.location === vscode.ProgressLocation.Window) said.push(value.message ?? '');
          progress.report(value);
        };
        return task({ report }, token);
      });
    Object.assign(vscode.window, { withProgress: listening });
  });
  afterEach(() => Object.assign(vscode.window, { withProgress }));
  after(() => useEndpoint(server().url));

  /** The questions of this test, as they were sent. */
  const questions = (): readonly string[] =>
    server()
      .requests.filter(isQuestion)
      .slice(asked)
      .map(({ text }) => text);

  async function writeLong(...names: readonly string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      const lines = Array.from({ length: 1000 + index }, (_, line) => `export const value${line} = '${name}';`);
      await repository().write(name, lines.join('\n'));
    }
  }

  it('has each file summarised first, says so, and writes the message from the summaries and what fits', async () => {
    await writeLong('one.ts', 'two.ts');
    const more = handshake();
    script(piece('one.ts: Adds a thousand '), { wait: more.promise }, piece('constants.'), DONE);
    script(piece('two.ts: Adds some more.'), DONE);
    script(piece(MESSAGE), DONE);
    const generated = generate();
    await until('the first is asked about', () => questions().length === 1 && said.length === 1);
    assert.equal(repository().box(), '');
    more.resolve();
    await generated;
    await boxBecomes(MESSAGE);
    assert.deepEqual(said, [
      'Summarising 1 of 2 files for the commit message. Its button stops it.',
      'Summarising 2 of 2 files for the commit message. Its button stops it.',
      'practice-model is writing a commit message. Its button stops it.',
    ]);
    const [first = '', second = '', third = '', ...others] = questions();
    assert.deepEqual(others, []);
    assert.match(first, /Summarise this change/);
    assert.match(first, /\+export const value0 = 'one\.ts';/);
    assert.doesNotMatch(first, /two\.ts|Earlier message/);
    assert.match(second, /\+export const value0 = 'two\.ts';/);
    assert.match(third, /Earlier message 1:\\nubah: nama/);
    assert.match(third, /one\.ts \(new, \+1000 -0\)\\nsum\.ts|sum\.ts \(changed, \+1 -1\)\\none\.ts/);
    assert.match(third, /one\.ts: Adds a thousand constants\.\\ntwo\.ts: Adds some more\./);
    assert.match(third, /\+export const sum = 2;/);
    assert.doesNotMatch(third, /value0/);
    assert.ok(questions().every(({ length }) => length < 16_000));
    assert.match(
      user.asked.join(),
      /too long to send whole\. Files that were summarised first: 2\. Files of which the model reads only the beginning: 2\./,
    );
  });

  it('has several small files summarised in one request', async () => {
    for (let index = 0; index < 10; index++) {
      const lines = Array.from({ length: 25 }, (_, line) => `export const value${line} = ${line};`);
      await repository().write(`small${index}.ts`, lines.join('\n'));
    }
    const names = Array.from({ length: 10 }, (_, index) => `small${index}.ts: Adds constants.`);
    script(piece(names.join('\n')), DONE);
    script(piece(names.join('\n')), DONE);
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes(MESSAGE);
    assert.equal(questions().length, 3);
    assert.match(questions()[0] ?? '', /one line for each of the \d files/);
    assert.doesNotMatch(user.asked.join(), /only named|beginning/);
  });

  it('asks eight times at most; what is left is only named, and said to be', async () => {
    await writeLong(...Array.from({ length: 10 }, (_, index) => `long${index}.ts`));
    for (let index = 0; index < 8; index++) script(piece(`long${index}.ts: Adds constants.`), DONE);
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes(MESSAGE);
    assert.equal(questions().length, 9);
    assert.match(sent(), /long9\.ts \(new, \+1009 -0\)/);
    assert.match(user.asked.join(), /summarised first: 8\..* Files that are only named: 2\./);
  });

  it('sends the beginning of a file whose summary fails, and loses nothing else', async () => {
    await writeLong('one.ts', 'two.ts');
    const refusal = { error: { message: 'This content is filtered.' } };
    server().script({ ...json(refusal, 400), when: isQuestion });
    script(piece('two.ts: Adds some more.'), DONE);
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes(MESSAGE);
    assert.match(sent(), /Summaries of long changes:\\ntwo\.ts: Adds some more\./);
    assert.match(sent(), /\+export const value0 = 'one\.ts';[^"]*\[… \d+ more lines\]/);
    assert.match(user.asked.join(), /summarised first: 1\./);
  });

  it('keeps half a summary where the answer breaks off', async () => {
    await writeLong('one.ts');
    script(piece('one.ts: Adds a thousand'), { cut: true });
    script(piece(MESSAGE), DONE);
    await generate();
    await boxBecomes(MESSAGE);
    assert.match(sent(), /Summaries of long changes:\\none\.ts: Adds a thousand\\n/);
  });

  it('fails at once where the token is refused, and leaves the box as it is', async () => {
    await setBox('my words');
    await writeLong('one.ts', 'two.ts');
    server().script({ ...json({ error: { message: 'Wrong key.' } }, 401), when: isQuestion });
    await generate();
    assert.equal(repository().box(), 'my words');
    assert.equal(questions().length, 1);
    assert.match(user.asked.join(), /401/);
  });

  for (const [how, stop] of [
    ['a second click', generate],
    ['Esc’s command', () => vscode.commands.executeCommand('endpointChat.stop')],
    ['typing into the box', () => setBox('mine')],
  ] as const) {
    it(`is stopped by ${how} while it is summarising: the connection is closed and nothing more is asked`, async () => {
      await writeLong('one.ts', 'two.ts');
      script(piece('one.ts: Adds'), { stall: true });
      const generated = generate();
      await until('it is asked', () => questions().length === 1);
      await stop();
      await generated;
      assert.equal((await lastQuestion(server().requests)?.ended)?.by, 'client');
      assert.equal(questions().length, 1);
      assert.notEqual(repository().box(), MESSAGE);
      assert.deepEqual(user.asked, []);
    });
  }

  it('asks about a secret in what is only summarised before anything is sent', async () => {
    const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`;
    const lines = Array.from({ length: 1000 }, (_, line) => (line === 60 ? `'${key}';` : `export const v${line} = 1;`));
    await repository().write('one.ts', lines.join('\n'));
    user.answer(undefined);
    await generate();
    assert.match(user.asked[0] ?? '', /A GitHub token in one\.ts, line 61$/);
    assert.equal(questions().length, 0);
  });

  it('summarises through the envelope protocol, too', async () => {
    await useEndpoint(`${server().url}/api/v1/chat/completion_messages`, WINDOW);
    await writeLong('one.ts');
    for (const answer of ['one.ts: Adds a thousand constants.', MESSAGE]) {
      const body = { code: 0, message: 'success', result: { answer, usage: { finish_reason: 'stop' } } };
      server().script({ ...json(body), when: isQuestion });
    }
    await generate();
    await boxBecomes(MESSAGE);
    assert.equal(questions().length, 2);
    assert.match(sent(), /Summaries of long changes:\\none\.ts: Adds a thousand constants\./);
  });
});
