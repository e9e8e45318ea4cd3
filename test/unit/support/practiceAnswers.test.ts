import assert from 'node:assert/strict';
import { answer, type Written } from '../../support/practice/answers';
import { practiceModels, tokens } from '../../support/practice/model';

function ask(user: string, system?: string): Written {
  const [model] = practiceModels;
  assert.ok(model);
  const messages = [
    ...(system === undefined ? [] : [{ role: 'system', text: system, images: 0 }]),
    { role: 'user', text: user, images: 0 },
  ];
  return answer({ model, messages, stream: false, includeUsage: false, stop: [] });
}

describe('practice answers', () => {
  it('show every kind of Markdown and repeat the question', () => {
    const { text } = ask('What is `this`?');
    assert.match(text, /You asked: `What is this \?`/);
    for (const markdown of [
      /^## /m,
      /^### /m,
      /^1\. /m,
      /^ {3}- /m,
      /^- \[x\] /m,
      /^\|---/m,
      /^```typescript$/m,
      /\*long\*/,
    ]) {
      assert.match(text, markdown);
    }
    assert.match(text, /\[Markdown\]\(https:/);
  });

  it('name the language of code and count its lines and functions', () => {
    const code = 'export function one(): number {\n  return 1;\n}\n\nconst two = (a: number): number => a + 1;';
    const { text } = ask(`src/one.ts (lines 1–5):\n\`\`\`typescript\n${code}\n\`\`\`\n\nExplain this.`);
    assert.match(text, /not a model/);
    assert.match(text, /\| 1 \| TypeScript \| 5 \| 2 \|/);
    assert.match(text, /- `one`\n- `two`/);
  });

  it('count every block, also inside longer fences and of unknown languages', () => {
    const { text } = ask('````markdown\n```js\nx\n```\n````\n\n```zig\nfn main() void {}\n```');
    assert.match(text, /\| 1 \| markdown \| 3 \| 0 \|\n\| 2 \| zig \| 1 \| 1 \|/);
  });

  it('are code alone at the cursor, indented as the cursor is', () => {
    const system = 'You complete code at the cursor.';
    const sum = ask(
      '```typescript\nfunction sum(numbers: readonly number[]): number {\n  <CURSOR>\n}\n```',
      system,
    ).text;
    assert.equal(sum, 'let total = 0;\n  for (const value of numbers) {\n    total += value;\n  }\n  return total;');
    const same = ask('function same(name: string) {\n  <CURSOR>\n}', system).text;
    assert.equal(same, 'return name;');
    assert.match(ask('What does <CURSOR> mean?').text, /not a model/);
  });

  it('are about 2,000 tokens when asked for long ones', () => {
    const count = tokens(ask('Write a long answer.').text).length;
    assert.ok(count > 1800 && count < 2400, `${count} tokens`);
  });

  it('reason only when asked to think', () => {
    assert.equal(ask('Hello').reasoning, '');
    assert.notEqual(ask('Think first.').reasoning, '');
    assert.equal(ask('```js\nthink();\n```').reasoning, '');
  });

  it('fall into tokens of about four characters that make up the text again', () => {
    const { text } = ask('Write a long answer.');
    assert.equal(tokens(text).join(''), text);
    const average = text.length / tokens(text).length;
    assert.ok(average > 3.5 && average < 5, `${average} characters`);
    assert.equal(tokens('👩‍💻 日本語のテキスト\n').join(''), '👩‍💻 日本語のテキスト\n');
  });
});
