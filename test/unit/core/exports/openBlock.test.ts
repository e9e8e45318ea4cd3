import assert from 'node:assert/strict';
import { tests as examples } from 'commonmark-spec';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { endOfOpenBlock } from '../../../../src/core/exports/openBlock';

const markdown = new MarkdownIt({ html: true }).disable('inline');

/** What markdown-it says: whether a heading behind the text is one, outside of everything. */
function readsOnAfter(text: string): boolean {
  const last = markdown.parse(`${text}\n\n# behind`, {}).at(-1);
  return last?.type === 'heading_close' && last.level === 0;
}

function check(text: string): void {
  const end = endOfOpenBlock(text);
  assert.equal(end === undefined, readsOnAfter(text), JSON.stringify({ text, end }));
  if (end !== undefined) assert.ok(readsOnAfter(`${text}\n${end}`), JSON.stringify({ text, end }));
}

describe('what a text leaves open at its end', () => {
  it('is told with the line that ends it', () => {
    const cases: readonly (readonly [string, string | undefined])[] = [
      ['words', undefined],
      ['```ts\nlet a', '```'],
      ['```ts\nlet a\n```', undefined],
      ['~~~~\n```\n~~~', '~~~~'],
      ['```\n````', undefined],
      ['a `` ``` `` b', undefined],
      ['``` `x`', undefined],
      ['    ```', undefined],
      ['<!-- cut', '-->'],
      ['<pre>\n\n```', '</pre>'],
      ['<div>\n```\n', undefined],
      ['<div>\n```\n\n```', '```'],
    ];
    for (const [text, end] of cases) assert.equal(endOfOpenBlock(text), end, text);
  });

  it('is nothing of a quote or a list, which ends with it', () => {
    for (const text of ['> ```', '- ```\n  x', '1. a\n\n   ```ts\n   x', '- > ~~~'])
      assert.equal(endOfOpenBlock(text), undefined, text);
    assert.equal(endOfOpenBlock('- a\n```'), '```');
    assert.equal(endOfOpenBlock('- ```\n```'), '```');
    assert.equal(endOfOpenBlock('> a\n```'), '```');
  });

  it('is told of lines that mean harm, where each mark read with all behind it would take for ever', () => {
    for (const mark of ['* ', '- ', '>', '> ', '1. ', '\t', '- \t', '> - ', '<a ', ' ']) {
      const line = mark.repeat(300_000);
      for (const text of [`${line}x`, line, `\`\`\`\n${line}\n\`\`\``, `- a\n${line}`])
        assert.equal(endOfOpenBlock(text), undefined, mark);
    }
  });

  it('is what markdown-it says of every line of the examples of CommonMark', () => {
    for (const { markdown: example } of examples) {
      const lines = example.replaceAll('→', '\t').split('\n');
      for (let count = 1; count <= lines.length; count++) check(lines.slice(0, count).join('\n'));
    }
  });

  it('is what markdown-it says of whatever lines follow each other', () => {
    const begin = fc.constantFrom(
      '',
      ' ',
      '  ',
      '   ',
      '    ',
      '> ',
      '>',
      '- ',
      '1. ',
      '2. ',
      '  - ',
      '* ',
      '   > ',
      '\t',
    );
    const words = fc.constantFrom(
      '```',
      '```ts',
      '~~~',
      '````',
      'a',
      '',
      '# a',
      '---',
      '===',
      '<div>',
      '</div>',
      '<!--',
      '-->',
    );
    const more = fc.constantFrom('<a>', '<pre>', '</pre> b', '<?', '?>', 'a ```', '-', '***', '``` `');
    const mostlyNone = fc.oneof({ arbitrary: fc.constant(''), weight: 4 }, { arbitrary: begin, weight: 1 });
    const line = fc.tuple(mostlyNone, mostlyNone, fc.oneof(words, more)).map(parts => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => check(lines.join('\n'))),
      { numRuns: 5000 },
    );
  });
});
