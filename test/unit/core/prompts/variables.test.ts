import assert from 'node:assert/strict';
import type { CodeScope } from '../../../../src/core/prompts/codeScope';
import { BUILT_IN_PROMPTS, parseSlash } from '../../../../src/core/prompts/prompt';
import { needsOf, type PromptContext, promptParts } from '../../../../src/core/prompts/variables';

const file = { type: 'file', name: 'src/a.test.ts', language: 'typescript', text: 'x', lines: [3, 4] } as const;
const code: CodeScope = { file, chosen: 'selection' };
const whole = { type: 'file', name: 'src/a.test.ts', language: 'typescript', text: 'w\nx' } as const;

const promptOf = (body: string) => ({ name: 'p', description: '', body });

/** The sentence that a model gets. */
function asked(body: string, context: PromptContext = {}): string {
  const part = promptParts(promptOf(body), { code, file: whole, ...context }).at(-1);
  return part?.type === 'text' ? part.text : assert.fail();
}

describe('The prompts that are built in', () => {
  const askedBy = (name: string, context: PromptContext = {}): string =>
    asked(BUILT_IN_PROMPTS.find(prompt => prompt.name === name)?.body ?? assert.fail(name), context);

  it('are a sentence about the code', () => {
    assert.deepEqual(
      BUILT_IN_PROMPTS.map(({ name }) => askedBy(name)),
      [
        'Explain the selected code.',
        'Find and fix what is wrong with the selected code.',
        'Write tests for the selected code.',
        'Write documentation comments for the selected code.',
      ],
    );
  });
});

describe('The variables of a prompt', () => {
  it('put the selection before the words, once, and its place where no sentence is around it', () => {
    assert.deepEqual(promptParts(promptOf(`Is \${selection} as good as \${selectedText}?`), { code }), [
      file,
      { type: 'text', text: 'Is the selected code as good as the selected code?' },
    ]);
    const place = '(the selected code: src/a.test.ts, lines 3–4)';
    assert.equal(asked(`Review:\n\${selection}\nWell.`), `Review:\n${place}\nWell.`);
    // The code comes in a fence of its own.
    assert.equal(asked(`Review:\n\n\`\`\`ts\n\${selectedText}\n\`\`\`\n\nWell.`), `Review:\n\n${place}\n\nWell.`);
  });

  it('put the whole file along where that is named, and say of it what they are called after', () => {
    const parts = promptParts(promptOf(`See \${file}, \${fileBasename} in \${fileDirname}.`), { file: whole });
    assert.deepEqual(parts, [whole, { type: 'text', text: 'See src/a.test.ts, a.test.ts in src.' }]);
    assert.equal(asked(`\${fileBasenameNoExtension} \${language}`), 'a.test typescript');
    assert.deepEqual(promptParts(promptOf(`In \${language}.`), { file: whole }), [
      { type: 'text', text: 'In typescript.' },
    ]);
    assert.equal(asked(`\${fileDirname}`, { file: { ...whole, name: '.env' } }), '.');
    assert.equal(asked(`\${fileBasenameNoExtension}`, { file: { ...whole, name: '.env' } }), '.env');
  });

  it('never tell where a folder lies on this machine', () => {
    assert.equal(asked(`\${workspaceFolder} \${workspaceFolderBasename}`, { folder: 'shop' }), 'shop shop');
    assert.equal(asked(`in \${workspaceFolder}`), `in \${workspaceFolder}`);
  });

  it('that nobody knows stay as they are', () => {
    const body = `\${unknown} \${selection:x} \${input} \${input:} \${} $\{ \${env:HOME} $selection {selection} \${constructor} \${__proto__}`;
    assert.equal(asked(body), body);
    assert.deepEqual(needsOf(promptOf(body)), { code: false, file: false, inputs: [] });
  });

  it('are not looked for in what stands for one of them', () => {
    const inputs = new Map([['what', `\${selection} $& $1 \${input:what}`]]);
    const context = { inputs, words: `\${file}`, folder: `\${input:what}` };
    assert.equal(
      asked(`\${input:what}, \${workspaceFolder}`, context),
      `\${selection} $& $1 \${input:what}, \${input:what}\n\n\${file}`,
    );
    const hostile = { ...code, file: { ...file, text: `\${input:what}` } };
    assert.deepEqual(promptParts(promptOf(`Explain \${selection}.`), { code: hostile, inputs })[0], hostile.file);
  });

  it('are told before they are needed', () => {
    const body = `\${selection} \${diagnostics} \${input:what} \${input: what :the thing: all} \${input:why}`;
    assert.deepEqual(needsOf(promptOf(body)), {
      code: true,
      file: true,
      inputs: [
        { name: 'what', placeholder: 'the thing: all' },
        { name: 'why', placeholder: '' },
      ],
    });
  });

  it('leave no gap where nothing is reported', () => {
    assert.equal(asked(`a\n\n\${diagnostics}\n\nb`), 'a\n\nb');
  });

  it('of a text of a megabyte are found at once', () => {
    assert.equal(asked(`\${`.repeat(300_000)).length, 600_000);
    assert.equal(asked(`\n`.repeat(200_000).concat('x')), 'x');
  });
});

describe('A message that begins with a slash', () => {
  it('names a prompt, with words behind it or none', () => {
    for (const [text, name, words] of [
      ['/explain', 'explain', ''],
      ['/fix  the leak\nplease', 'fix', 'the leak\nplease'],
      ['/doc\nin German', 'doc', 'in German'],
      ['/my-Prüfung.2 \n', 'my-Prüfung.2', ''],
    ] as const)
      assert.deepEqual(parseSlash(text), { name, words });
  });

  it('is not every one', () => {
    for (const text of ['/usr/bin is missing', ' /fix', 'a /fix', '/', '//', '/ fix', ''])
      assert.equal(parseSlash(text), undefined, text);
  });
});
