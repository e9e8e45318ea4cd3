import assert from 'node:assert/strict';
import type { Prompt } from '../../../../src/core/prompts/prompt';
import { askedPrompts, type ListedPrompt, listPrompts } from '../../../../src/core/prompts/promptList';
import { createPromptRunner, type PromptResult } from '../../../../src/core/prompts/promptRunner';

const file = { type: 'file', name: 'src/a.ts', language: 'typescript', text: 'x', lines: [3, 4] } as const;
const code = {
  scope: { file, chosen: 'selection' },
  problems: [{ line: 3, severity: 'error', message: 'bad' }],
} as const;

function fromFile(source: 'user' | 'workspace', name: string, body: string): ListedPrompt {
  const shown = `${name}.prompt.md`;
  return {
    name,
    source,
    file: { uri: `file:///${source}/${shown}`, shown, text: body },
    prompt: { name, description: '', body },
  };
}

function broken(source: 'user' | 'workspace', name: string): ListedPrompt {
  const problem = { reason: 'frontMatter', line: 3, message: 'no' } as const;
  return { name, source, file: { uri: `file:///${name}`, shown: name }, problem };
}

interface Situation {
  files?: readonly ListedPrompt[];
  nothingOpen?: true;
  refuses?: true;
  inputs?: string[];
}

function setUp(situation: Situation = {}) {
  let stored: unknown;
  const approvals: { readonly name: string; readonly isChanged: boolean }[] = [];
  const questions: string[] = [];
  const runner = createPromptRunner({
    list: async () => listPrompts(situation.files ?? []),
    code: async () => (situation.nothingOpen ? undefined : code),
    file: () => (situation.nothingOpen ? undefined : { ...file, text: 'all' }),
    problems: () => [{ line: 9, severity: 'warning', message: 'of the file' }],
    folder: () => 'shop',
    async askForInput(_prompt: Prompt, { name, placeholder }) {
      questions.push(`${name} ${placeholder}`.trim());
      return situation.inputs?.shift();
    },
    async approve({ name }, _file, isChanged) {
      approvals.push({ name, isChanged });
      return !situation.refuses;
    },
    approved: {
      get: () => stored,
      set(hashes) {
        stored = hashes;
      },
    },
  });
  const remember = (value: unknown): void => {
    stored = value;
  };
  return { runner, approvals, questions, remember, stored: () => stored };
}

function textOf(result: PromptResult | undefined): string {
  const part = result?.type === 'parts' ? result.parts.at(-1) : undefined;
  return part?.type === 'text' ? part.text : assert.fail(JSON.stringify(result));
}

describe('The list of prompts', () => {
  it('has the workspace’s before the user’s before those that are built in, and says which one is asked', () => {
    const list = listPrompts([
      fromFile('user', 'fix', 'u'),
      fromFile('workspace', 'fix', 'w'),
      fromFile('user', 'own', 'o'),
    ]);
    assert.deepEqual(
      list
        .filter(({ name }) => name === 'fix' || name === 'own')
        .map(({ source, hiddenBy, insteadOf }) => [source, hiddenBy, insteadOf]),
      [
        ['workspace', undefined, 'user'],
        ['user', 'workspace', 'builtIn'],
        ['user', undefined, undefined],
        ['builtIn', 'workspace', undefined],
      ],
    );
    assert.deepEqual(
      askedPrompts(list).map(({ name }) => name),
      ['fix', 'own', 'explain', 'tests', 'doc'],
    );
  });

  it('has one that cannot be used, which still hides the one behind it', async () => {
    assert.equal(askedPrompts(listPrompts([broken('user', 'fix')])).at(-1)?.name, 'fix', 'but behind all others');
    const { runner } = setUp({ files: [broken('user', 'fix')] });
    assert.deepEqual(await runner.runSlash('/fix'), {
      type: 'problem',
      problem: {
        reason: 'unusable',
        name: 'fix',
        file: { uri: 'file:///fix', shown: 'fix' },
        why: { reason: 'frontMatter', line: 3, message: 'no' },
      },
    });
  });
});

describe('Running a prompt', () => {
  it('takes the code that the editor shows, or the one that it is given', async () => {
    const { runner } = setUp();
    assert.deepEqual(await runner.runSlash('/explain in short'), {
      type: 'parts',
      parts: [file, { type: 'text', text: 'Explain the selected code.\n\nin short' }],
    });
    const other = { scope: { file: { ...file, text: 'y' }, chosen: 'line' }, problems: [] } as const;
    const given = await runner.run('explain', { code: other });
    assert.ok(given?.type === 'parts' && given.parts[0] === other.scope.file);
  });

  it('takes what the user has written instead of a prompt that is built in', async () => {
    const { runner, approvals } = setUp({ files: [fromFile('user', 'explain', `Explain \${selection} to a child.`)] });
    assert.equal(textOf(await runner.run('explain')), 'Explain the selected code to a child.');
    assert.deepEqual(approvals, [], 'nobody is asked about their own');
  });

  it('reports what is wrong with the code, or with the file where no code is meant', async () => {
    const { runner } = setUp({ files: [fromFile('user', 'check', `\${diagnostics}`)] });
    const fix = await runner.run('fix');
    assert.ok(fix?.type === 'parts');
    assert.deepEqual(fix.parts[0], { ...file, problems: ['line 3, error: bad'] });
    assert.equal(textOf(await runner.run('check')), 'Reported by the editor:\n- line 9, warning: of the file');
  });

  it('says so where there is no code or no file, and needs neither where none is named', async () => {
    const files = [fromFile('workspace', 'lang', `\${language}`), fromFile('user', 'plan', 'Plan my day.')];
    const { runner, approvals, questions } = setUp({ nothingOpen: true, files });
    assert.deepEqual(await runner.run('explain'), { type: 'problem', problem: { reason: 'noCode', name: 'explain' } });
    assert.deepEqual(await runner.run('lang'), { type: 'problem', problem: { reason: 'noFile', name: 'lang' } });
    assert.equal(textOf(await runner.run('plan')), 'Plan my day.');
    assert.deepEqual([approvals, questions], [[], []], 'nothing is asked for nothing');
  });

  it('leaves alone what is no prompt', async () => {
    const { runner } = setUp();
    for (const text of ['/unknown thing', '/usr/bin', '/toString', '/__proto__', '/', 'fix'])
      assert.equal(await runner.runSlash(text), undefined, text);
  });

  it('takes the words for the input where there is exactly one, else asks for it', async () => {
    const files = [
      fromFile('user', 'one', `Only \${input:what:loops or all}?`),
      fromFile('user', 'two', `\${input:a} and \${input:b}`),
    ];
    const { runner, questions } = setUp({ files, inputs: ['loops', '1', '2'] });
    assert.equal(textOf(await runner.runSlash('/one the loops')), 'Only the loops?');
    assert.deepEqual(questions, []);
    assert.equal(textOf(await runner.runSlash('/one')), 'Only loops?');
    assert.equal(textOf(await runner.runSlash('/two please')), '1 and 2\n\nplease');
    assert.deepEqual(questions, ['what loops or all', 'a', 'b']);
    assert.deepEqual(await runner.runSlash('/two'), { type: 'left' }, 'where the box is left');
  });

  it('does not ask again where the same message is sent once more, and does where it is another one', async () => {
    const files = [fromFile('user', 'one', `Only \${input:what}?`)];
    const { runner, questions } = setUp({ files, inputs: ['loops', 'more'] });
    await runner.runSlash('/one');
    assert.equal(textOf(await runner.runSlash('/one', true)), 'Only loops?');
    assert.equal(textOf(await runner.runSlash('/one')), 'Only more?');
    assert.equal(questions.length, 2);
  });
});

describe('A prompt of the workspace', () => {
  it('is shown before it is asked for the first time, and again when it has changed', async () => {
    const situation: Situation = { files: [fromFile('workspace', 'review', 'Review.')] };
    const { runner, approvals } = setUp(situation);
    assert.equal(textOf(await runner.runSlash('/review')), 'Review.');
    await runner.runSlash('/review');
    assert.deepEqual(approvals, [{ name: 'review', isChanged: false }]);
    situation.files = [fromFile('workspace', 'review', 'Review it all.')];
    assert.equal(textOf(await runner.runSlash('/review')), 'Review it all.');
    assert.deepEqual(approvals.slice(1), [{ name: 'review', isChanged: true }]);
  });

  it('is not asked, nor anything else, when the user does not want it', async () => {
    const situation: Situation = {
      files: [fromFile('workspace', 'explain', `\${input:x} \${selection}`)],
      refuses: true,
    };
    const { runner, questions, stored } = setUp(situation);
    assert.deepEqual(await runner.run('explain'), { type: 'left' });
    assert.deepEqual(questions, []);
    assert.equal(stored(), undefined);
  });

  it('counts as new where what is remembered is something else', async () => {
    const { runner, approvals, remember } = setUp({ files: [fromFile('workspace', 'review', 'Review.')] });
    for (const value of ['x', [1], { 'file:///workspace/review.prompt.md': 1 }, null]) {
      remember(value);
      await runner.runSlash('/review');
    }
    assert.equal(approvals.length, 4);
  });
});
