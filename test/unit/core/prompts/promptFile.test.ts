import assert from 'node:assert/strict';
import { BUILT_IN_PROMPTS } from '../../../../src/core/prompts/prompt';
import { type PromptFile, readPromptFile, slashName, writePromptFile } from '../../../../src/core/prompts/promptFile';

const read = (text: string | Uint8Array, name = 'review.prompt.md'): PromptFile =>
  readPromptFile(name, typeof text === 'string' ? Buffer.from(text) : text);

function promptOf(text: string | Uint8Array, name?: string) {
  const file = read(text, name);
  return 'prompt' in file ? file.prompt : assert.fail(JSON.stringify(file));
}

function problemOf(text: string | Uint8Array) {
  const file = read(text);
  return 'problem' in file ? file.problem : assert.fail(JSON.stringify(file));
}

describe('A prompt file', () => {
  it('is called as its front matter says, else as the file', () => {
    assert.deepEqual(promptOf('Look.'), { name: 'review', description: '', body: 'Look.' });
    const text = "---\nname: look\ndescription: 'Reviews it'\nargument-hint: what to look at\n---\n\nLook.\n\nWell.\n";
    assert.deepEqual(promptOf(text), {
      name: 'look',
      description: 'Reviews it',
      argumentHint: 'what to look at',
      body: 'Look.\n\nWell.',
    });
  });

  it('may say whatever else VS Code knows, or anybody', () => {
    const text =
      '---\n# ours\nagent: agent\nmode: edit\nmodel: GPT-4o\ntools: [\'a/*\', "b"]\napplyTo:\n  - "**"\ndescription: >\n  Two\n  lines\n---\nLook.';
    assert.deepEqual(promptOf(text), { name: 'review', description: 'Two lines', body: 'Look.' });
  });

  it('has a name that can be typed behind a slash', () => {
    assert.equal(promptOf('---\nname: "Review my code / well"\n---\nLook.').name, 'Review-my-code-well');
    assert.equal(promptOf('---\nname: "/ /"\n---\nLook.').name, 'review');
    assert.equal(promptOf('Look.', 'Über uns.PROMPT.md').name, 'Über-uns');
    assert.equal(slashName('a'.repeat(1000)).length, 60);
  });

  it('may be written on Windows: CRLF, a byte order mark, UTF-16', () => {
    const text = '---\r\ndescription: d\r\n---\r\nLook.\r\nWell.\r\n';
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      Buffer.from(text.replaceAll('\r\n', '\r')),
    ])
      assert.deepEqual(promptOf(bytes), { name: 'review', description: 'd', body: 'Look.\nWell.' });
  });

  it('may have an empty front matter, and lines of its own later', () => {
    for (const yaml of ['', '\n', '# nothing\n'])
      assert.equal(promptOf(`---\n${yaml}---\nLook.\n---\nname: x\n---`).body, 'Look.\n---\nname: x\n---');
  });

  it('says where its front matter is broken, and keeps its name', () => {
    const file = read('---\ndescription: fine\nname: [a, b\n---\nLook.');
    assert.ok('problem' in file && file.problem.reason === 'frontMatter');
    assert.equal(file.name, 'review');
    assert.equal(file.problem.line, 3);
    for (const [text, line] of [
      ['---\ndescription: Foo: bar\n---\nLook.', 2],
      ['---\na: 1\na: 2\n---\nLook.', 3],
      ['---\njust words\n---\nLook.', 2],
      ['---\n- a\n---\nLook.', 2],
      ['---\nname: !!js/function x\n---\nLook.', 2],
      ['---\nname: x\nLook.', 1],
      ['---', 1],
    ] as const) {
      const problem = problemOf(text);
      assert.ok(problem.reason === 'frontMatter' && problem.message !== '', text);
      assert.equal(problem.line, line, text);
    }
  });

  it('takes values of another type for none', () => {
    assert.deepEqual(promptOf('---\nname: [a]\ndescription:\n  a: b\n__proto__: {description: x}\n---\nLook.'), {
      name: 'review',
      description: '',
      body: 'Look.',
    });
  });

  it('cannot be used where there is no prompt, no text, or too much of it', () => {
    assert.deepEqual(problemOf(''), { reason: 'empty' });
    assert.deepEqual(problemOf('---\nname: x\n---\n \n'), { reason: 'empty' });
    assert.deepEqual(problemOf(new Uint8Array([0x4c, 0, 0x6f])), { reason: 'binary' });
    assert.deepEqual(problemOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0])), { reason: 'binary' });
    assert.deepEqual(problemOf(Buffer.alloc(1024 * 1024, 'a')), { reason: 'tooLarge', bytes: 1024 * 1024 });
  });

  it('that means harm costs itself: aliases of aliases, a hundred thousand levels, tables that never end', () => {
    const names = 'bcdefghijklmnopqrstuvwxyz';
    const bomb = [...names].reduce(
      (text, name, index) =>
        `${text}\n${name}: &${name} [${Array(9)
          .fill(`*${'a'.concat(names)[index]}`)
          .join(', ')}]`,
      'a: &a [lol, lol]',
    );
    assert.equal(promptOf(`---\n${bomb}\ndescription: d\n---\nLook.`).description, 'd');
    assert.equal(problemOf(`---\na: ${'['.repeat(100_000)}\n---\nLook.`).reason, 'frontMatter');
    assert.equal(problemOf(`---\n${'? '.repeat(50_000)}\n---\nLook.`).reason, 'frontMatter');
    assert.equal(promptOf(`---\ndescription: ${'x'.repeat(100_000)}\n---\nLook.`).description.length, 300);
  });

  it('is what one that is built in is written as', () => {
    for (const prompt of BUILT_IN_PROMPTS) assert.deepEqual(promptOf(writePromptFile(prompt)), prompt);
    assert.match(
      writePromptFile(BUILT_IN_PROMPTS[1]),
      /^---\nname: fix\ndescription: Fix the selection, with its problems\n---\n/,
    );
    const odd = { name: 'a:b', description: 'Says "no": # — yes\\', body: 'x\n---\ny' };
    assert.deepEqual(promptOf(writePromptFile(odd)), odd);
  });
});
