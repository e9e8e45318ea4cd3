import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CompletionCase, completionCases } from '../support/completionCases';
import type { PracticeServer } from '../support/practiceServer';
import { json, type ScriptedReply, sse } from '../support/scriptedReply';
import { complete, undo } from './completing';
import { closeAllEditors, extension, openEditor, practiceServer, until, useEndpoint } from './support';

const TIMEOUT = 300_000;
/** A model that is known to fill in. */
const FILLER = 'qwen2.5-coder';

describe('recorded completions, in the editor', function () {
  this.timeout(TIMEOUT);
  let server: PracticeServer;

  before(async () => {
    server = await practiceServer();
  });
  after(() => server.close());
  afterEach(closeAllEditors);

  /** In pieces of seven characters: whatever may be taken apart is. */
  function replyTo({ answer, filled }: CompletionCase): ScriptedReply {
    const pieces = answer.match(/[\s\S]{1,7}/g) ?? [];
    const choices = pieces.map(text => ({ index: 0, ...(filled ? { text } : { delta: { content: text } }) }));
    const last = { index: 0, ...(filled ? { text: '' } : { delta: {} }), finish_reason: 'stop' };
    const path = filled ? '/v1/completions' : '/v1/chat/completions';
    return {
      when: request => request.path === path,
      headers: { 'Content-Type': 'text/event-stream' },
      steps: [
        ...choices.map(choice => ({ send: sse({ choices: [choice] }) })),
        { send: sse({ choices: [last] }, '[DONE]') },
      ],
    };
  }

  for (const language of ['typescript', 'python', 'go', 'rust', 'html', 'markdown', 'yaml', 'ruby'])
    it(`${language}: the document is exact afterwards, and as before after one undo`, async () => {
      const cases = completionCases(extension().extensionPath).filter(recorded => recorded.language === language);
      assert.notEqual(cases.length, 0);
      for (const recorded of cases) {
        const { name, before, after, wanted, crlf, indentUnit, filled } = recorded;
        await useEndpoint(server.url, { model: filled ? FILLER : 'practice-model' });
        const eol = crlf ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF;
        const editor = await openEditor(`${before}▮${after}`, language, eol, '▮');
        editor.options = { insertSpaces: indentUnit !== '\t', tabSize: indentUnit === '\t' ? 4 : indentUnit.length };
        const { document } = editor;
        const original = document.getText();
        server.script(replyTo(recorded));
        await complete();
        assert.equal(document.getText(), crlf ? wanted.replaceAll('\n', '\r\n') : wanted, name);
        if (document.getText() !== original) await undo();
        await until(`${name} is as before`, () => document.getText() === original);
        await closeAllEditors();
      }
    });

  const half = '  const total = 1;\n  ret';
  const ends: readonly (readonly [what: string, reply: ScriptedReply])[] = [
    [
      'an error',
      {
        headers: { 'Content-Type': 'text/event-stream' },
        steps: [
          { send: sse({ choices: [{ index: 0, delta: { content: half } }] }) },
          { send: sse({ error: { message: 'overloaded', code: 400 } }) },
        ],
      },
    ],
    [
      'a broken connection',
      {
        headers: { 'Content-Type': 'text/event-stream' },
        steps: [{ send: sse({ choices: [{ index: 0, delta: { content: half } }] }) }, { cut: true }],
      },
    ],
  ];
  for (const [what, reply] of ends)
    it(`keeps half an answer before ${what}, and gives it up with one undo`, async () => {
      await useEndpoint(server.url);
      const { document } = await openEditor('function f() {\n  |\n}\n');
      const original = document.getText();
      server.script({ ...reply, when: ({ path }) => path === '/v1/chat/completions' });
      await complete();
      assert.equal(document.getText(), 'function f() {\n  const total = 1;\n  ret\n}\n');
      await undo();
      await until('it is as before', () => document.getText() === original);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

  it('changes nothing where the model had nothing to add, or refused', async () => {
    await useEndpoint(server.url);
    const { document } = await openEditor('const a = |;\n');
    const whole = { choices: [{ index: 0, message: { content: '' }, finish_reason: 'stop' }] };
    for (const reply of [json(whole), json({ error: { message: 'No.' } }, 400)]) {
      server.script({ ...reply, when: ({ path }) => path === '/v1/chat/completions' });
      await complete();
      assert.equal(document.getText(), 'const a = ;\n');
    }
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
