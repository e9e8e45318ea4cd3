import assert from 'node:assert/strict';
import { continueAfter, continueInstruction } from '../../../../src/core/conversation/continuation';

/** The whole answer when the reply comes in pieces of this many characters. */
function joined(written: string, reply: string, size: number): string {
  const continuation = continueAfter(written);
  let whole = written;
  for (let at = 0; at < reply.length; at += size) whole += continuation.take(reply.slice(at, at + size));
  return whole + continuation.end();
}

const code = 'So:\n\n```ts\nfunction run() {\n  const handle = set';
const list = 'Three things:\n\n1. One\n2. Two\n\n   ```sh\n   npm ';

const cases: readonly (readonly [what: string, written: string, reply: string, whole: string])[] = [
  ['goes on in the middle of a word', 'A contin', 'uation.', 'A continuation.'],
  ['goes on with a space', 'One', ' two', 'One two'],
  ['goes on with a new paragraph', 'One.', '\n\nTwo.', 'One.\n\nTwo.'],
  [
    'says its last words again',
    'It clears the timer when',
    'the timer when the view closes.',
    'It clears the timer when the view closes.',
  ],
  [
    'begins its last line again',
    `${code}`,
    '  const handle = setTimeout(run);\n}\n```',
    `${code}Timeout(run);\n}\n\`\`\``,
  ],
  [
    'opens an open code block again',
    code,
    '```ts\nTimeout(run);\n}\n```\nDone.',
    `${code}Timeout(run);\n}\n\`\`\`\nDone.`,
  ],
  [
    'opens it again behind a blank line, and begins the line again',
    code,
    '\n```typescript\n  const handle = setTimeout(run);',
    `${code}Timeout(run);`,
  ],
  [
    'closes an open code block at once',
    `${code}Timeout(run);\n}\n`,
    '```\n\nDone.',
    `${code}Timeout(run);\n}\n\`\`\`\n\nDone.`,
  ],
  ['only closes an open code block', `${code}Timeout(run);\n}\n`, '```', `${code}Timeout(run);\n}\n\`\`\``],
  ['only closes it, on a line of its own', `${code}Timeout(run)`, '\n```\n', `${code}Timeout(run)\n\`\`\`\n`],
  ['only opens an open code block again', code, '```ts', code],
  ['goes on inside a code block within a list', list, '```sh\ntest\n```', `${list}test\n\`\`\``],
  ['opens a code block of its own where none is open', 'Look:\n\n', '```ts\nx\n```', 'Look:\n\n```ts\nx\n```'],
  ['writes a word that the text happens to end with', 'over and over', 'over again', 'over and overover again'],
  [
    'repeats all that there was of a short answer',
    'The end of it is',
    'The end of it is near.',
    'The end of it is near.',
  ],
  ['begins again with the last words', 'I think that you sh', 'you should', 'I think that you should'],
  [
    'opens the block again some lines before',
    'So:\n\n```py\nx = 1\ny = ',
    '```python\nx = 1\ny = 2',
    'So:\n\n```py\nx = 1\ny = 2',
  ],
  ['says nothing', 'One', '', 'One'],
  ['says only what was said', 'One two three four five', 'two three four five', 'One two three four five'],
];

describe('A continued answer', () => {
  for (const [what, written, reply, whole] of cases) {
    it(`is seamless when the model ${what}, in whatever pieces it comes`, () => {
      for (const size of [1, 2, 3, 7, 1000]) assert.equal(joined(written, reply, size), whole, `pieces of ${size}`);
    });
  }

  it('is shown at once where nothing is said again', () => {
    assert.equal(continueAfter('It is a long story').take(' that'), ' that');
  });

  it('tells the model that a code block is open, and only then', () => {
    assert.match(continueInstruction(code), /inside a code block/);
    assert.match(continueInstruction(list), /inside a code block/);
    assert.doesNotMatch(continueInstruction('```ts\nx\n```\nmore'), /inside a code block/);
    assert.doesNotMatch(continueInstruction('a ```inline``` word'), /inside a code block/);
    assert.match(continueInstruction('````md\n```ts\nx\n```\n'), /inside a code block/);
  });
});
