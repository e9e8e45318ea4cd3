import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Client, createClient } from '../../src/core/client/client';
import { type Clock, systemClock } from '../../src/core/clock';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { field } from '../../src/core/unknown';
import {
  createInlineCompletionProvider,
  type InlineTrouble,
} from '../../src/vscode/completion/inlineCompletionProvider';
import { memoryLog } from '../support/memoryLog';
import { isQuestion } from '../support/questions';
import { json } from '../support/scriptedReply';
import { answering } from './answering';
import { accept, aMoment, suggest, type, useInlineEditor } from './inlineSetup';
import { CUT, DONE, piece, thought } from './streamed';
import { openEditor, until } from './support';

/** Timers run, but no time goes by: a rest never ends. */
const still: Clock = { ...systemClock, now: () => 0 };

describe('the provider of inline suggestions, in VS Code', () => {
  const { server, questions, script } = useInlineEditor();
  const user = answering();
  let client: Client;
  let registered: vscode.Disposable;
  let troubles: (InlineTrouble | undefined)[];
  let log: ReturnType<typeof memoryLog>;
  /** What VS Code said of the list of completions, each time it asked for suggestions. */
  let selected: (string | undefined)[];
  const sent = new Set<string>();

  beforeEach(() => {
    user.begin();
    [troubles, selected, log] = [[], [], memoryLog()];
    sent.clear();
    client = createClient({ token: async () => undefined });
    const [endpoint = assert.fail()] = parseEndpoints([{ name: 'Practice', url: server().url }]).endpoints;
    const provider = createInlineCompletionProvider({
      target: () => ({ endpoint, model: 'practice-model' }),
      languages: () => ({}),
      client: async () => client,
      firstSends: { isFirst: url => !sent.has(url), noteSent: url => void sent.add(url) },
      firstSendWords: ({ host }) => `The code around the cursor goes to ${host}.`,
      log,
      onTrouble: trouble => troubles.push(trouble),
      clock: still,
    });
    registered = vscode.languages.registerInlineCompletionItemProvider(
      { language: 'python' },
      {
        provideInlineCompletionItems(document, position, context, token) {
          selected.push(context.selectedCompletionInfo?.text);
          return provider.provideInlineCompletionItems(document, position, context, token);
        },
      },
    );
  });
  afterEach(async () => {
    registered.dispose();
    user.end();
    await client.close();
  });

  const isTold = (words: RegExp, rests: boolean) => () => {
    const trouble = troubles.at(-1);
    return trouble !== undefined && words.test(trouble.words) && trouble.rests === rests;
  };

  it('asks nobody inside a list of completions, and shows nothing there that is not known', async () => {
    const list = vscode.languages.registerCompletionItemProvider('python', {
      provideCompletionItems: () => [new vscode.CompletionItem('alpha'), new vscode.CompletionItem('alphabet')],
    });
    try {
      const editor = await openEditor('a = al|\n', 'python');
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await until('VS Code tells which row is chosen', () => selected.includes('alpha'));
      const before = selected.length;
      await suggest();
      await type('p');
      await until('VS Code asks again', () => selected.length > before);
      await aMoment();
      assert.deepEqual(new Set(selected.slice(before)), new Set(['alpha']));
      assert.deepEqual(questions(), []);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      assert.equal(editor.document.getText(), 'a = alp\n');
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      await until('the row was taken', () => editor.document.getText() === 'a = alpha\n');
    } finally {
      list.dispose();
    }
  });

  it('names the host once, when code goes there for the first time', async () => {
    const editor = await openEditor('a = |\n', 'python');
    script(piece('1'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'a = 1\n');
    const host = new URL(server().url).host;
    assert.deepEqual(user.asked, [`The code around the cursor goes to ${host}.\n`]);
    assert.equal(sent.size, 1);
    script(piece(' + 2'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'a = 1 + 2\n');
    assert.equal(user.asked.length, 1);
  });

  it('rests after a failure, says so, and asks again when the user wants it', async () => {
    const editor = await openEditor('a|\n', 'python');
    server().script({ when: isQuestion, status: 500, steps: [{ send: '{"error":{"message":"model not loaded"}}' }] });
    await type(' ');
    await until(
      'it is told, in the words of the server, too',
      isTold(/rest for a moment: .*500.*\nmodel not loaded/, true),
    );
    const before = questions().length;
    for (const key of '= 1 + 2') await type(key);
    await aMoment();
    assert.equal(questions().length, before);
    script(piece(';'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'a = 1 + 2;\n');
    assert.equal(troubles.at(-1), undefined);
    assert.match(log.lines.join(), /^warn: inline suggestions rest \| /);
  });

  it('leaves out a stop where the model refuses it', async () => {
    const editor = await openEditor('a = |\n', 'python');
    const refusal = { error: { message: "Unsupported parameter: 'stop' is not supported with this model." } };
    server().script({ ...json(refusal, 400), when: isQuestion });
    script(piece('1;'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'a = 1;\n');
    const [first, second] = questions();
    assert.deepEqual(field(first?.body, 'stop'), ['\n\n\n']);
    assert.equal(field(second?.body, 'stop'), undefined);
  });

  it('gives a model that thinks first the room for it, and says that suggestions come late', async () => {
    const editor = await openEditor('a = |\n', 'python');
    script(thought('Let me think.'), CUT);
    script(thought('So:'), piece('1 + 2'), DONE);
    await suggest();
    assert.equal(await accept(editor), 'a = 1 + 2\n');
    assert.deepEqual(
      questions().map(({ body }) => field(body, 'max_tokens')),
      [320, 2048],
    );
    assert.ok(isTold(/^practice-model thinks before it writes/, false)());
    assert.equal(log.lines.filter(line => line.includes('practice-model thinks')).length, 1);
  });

  it('says to choose another model where all of that goes into thinking', async () => {
    await openEditor('a = |\n', 'python');
    for (let answer = 0; answer < 2; answer++) script(thought('Let me think.'), CUT);
    void suggest();
    await until('it is told', isTold(/practice-model thinks too long.*Choose another model/, true));
    assert.equal(questions().length, 2);
  });
});
