import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Hunk, hunksBetween } from '../../../../src/core/edits/hunks';

function applied(text: string, hunks: readonly Hunk[]): string {
  return hunks
    .toReversed()
    .reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

/** Each hunk as `old>new`. */
function shown(before: string, after: string): readonly string[] {
  const hunks = hunksBetween(before, after);
  assert.equal(applied(before, hunks), after);
  return hunks.map(({ start, end, text }) => `${before.slice(start, end)}>${text}`);
}

describe('the hunks between two texts', () => {
  const cases: readonly (readonly [name: string, before: string, after: string, hunks: readonly string[]])[] = [
    ['nothing changes', 'a\nb\n', 'a\nb\n', []],
    ['one line changes', 'a\nb\nc\n', 'a\nB\nc\n', ['b\n>B\n']],
    ['two lines apart change', 'a\nb\nc\n', 'A\nb\nC\n', ['a\n>A\n', 'c\n>C\n']],
    ['a line is added at the start', 'a\n', 'x\na\n', ['>x\n']],
    ['a line is added at the end', 'a\n', 'a\nx\n', ['>x\n']],
    ['a line is added after one without a line end', 'a', 'a\nx', ['a>a\nx']],
    ['the last line end goes', 'a\nb\n', 'a\nb', ['b\n>b']],
    ['a line end comes', 'a\nb', 'a\nb\n', ['b>b\n']],
    ['a line is deleted', 'a\nb\nc\n', 'a\nc\n', ['b\n>']],
    ['everything is deleted', 'a\nb\n', '', ['a\nb\n>']],
    ['everything is new', '', 'a\nb\n', ['>a\nb\n']],
    ['everything is replaced', 'a\nb\n', 'c\nd\n', ['a\nb\n>c\nd\n']],
    ['line ends are CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n', ['b\r\n>B\r\n']],
    ['line ends are mixed', 'a\r\nb\nc\r\n', 'a\r\nb\nC\r\n', ['c\r\n>C\r\n']],
    ['only a line end differs', 'a\r\nb\n', 'a\nb\n', ['a\r\n>a\n']],
    ['blank lines alone are between two changes', 'a\n\nb\n', 'A\n\nB\n', ['a\n\nb\n>A\n\nB\n']],
    ['characters are of several units', '😀\n日本\n', '😀\n日本語\n', ['日本\n>日本語\n']],
    ['a line moves', 'a\nb\nc\n', 'b\nc\na\n', ['a\n>', '>a\n']],
    [
      'a deletion could slide past another change',
      'a\n}\n  c\n  c\na\n}\n  c\n}',
      'a\n  c\n}',
      ['}\n  c\n  c\na\n}\n>'],
    ],
    ['there is one line without an end', 'a - b', 'a + b', ['a - b>a + b']],
    ['a form feed is no line end', 'a\fb\nc\n', 'a\fB\nc\n', ['a\fb\n>a\fB\n']],
  ];
  for (const [name, before, after, hunks] of cases) {
    it(`are right where ${name}`, () => assert.deepEqual(shown(before, after), hunks));
  }

  it('take a new function for one, not for the end of another and its own beginning', () => {
    const before = 'class A {\n  a() {\n    x();\n  }\n}\n';
    const after = 'class A {\n  a() {\n    x();\n  }\n\n  b() {\n    y();\n  }\n}\n';
    assert.deepEqual(shown(before, after), ['>\n  b() {\n    y();\n  }\n']);
  });

  it('are few and fast where everything is another', () => {
    const many = (letter: string): string => Array.from({ length: 20_000 }, (_, line) => `${letter}${line}\n`).join('');
    const [before, after] = [`same\n${many('a')}end\n`, `same\n${many('b')}end\n`];
    assert.deepEqual(
      hunksBetween(before, after).map(({ start, end }) => [start, end]),
      [[5, before.length - 4]],
    );
  });

  it('make one text of the other, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '  c', '', '}', '\r'), { maxLength: 12 })
      .map(lines => lines.join('\n'));
    fc.assert(fc.property(text, text, (before, after) => void shown(before, after)));
  });

  it('stand apart, in order', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', '}'), { maxLength: 12 }).map(lines => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const hunks = hunksBetween(before, after);
        for (const [index, { start }] of hunks.entries()) assert.ok(start > (hunks[index - 1]?.end ?? -1));
      }),
    );
  });
});
