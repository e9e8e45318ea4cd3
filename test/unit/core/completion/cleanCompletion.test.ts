import assert from 'node:assert/strict';
import { cleanCompletion, cleanFilling } from '../../../../src/core/completion/cleanCompletion';
import type { CursorContext } from '../../../../src/core/completion/cursorContext';

/** A context from code in which `|` is the cursor. */
function at(code: string, more: Partial<CursorContext> = {}): CursorContext {
  const [before = '', after = ''] = code.split('|');
  return { path: 'a.ts', language: 'typescript', before, after, indentUnit: '  ', ...more };
}

describe('cleanCompletion', () => {
  const cases: readonly (readonly [what: string, written: string, context: CursorContext, wanted: string])[] = [
    ['leaves plain code as it is', 'return a + b;', at('function add() {\n  |\n}\n'), 'return a + b;'],
    ['strips a fence', '```ts\nreturn 1;\n```', at('function f() {\n  |\n}'), 'return 1;'],
    [
      'strips a fence with words around it',
      'Here is the code:\n\n```ts\nreturn 1;\n```\nIt returns one.',
      at('{\n  |\n}'),
      'return 1;',
    ],
    ['strips a fence that is never closed', '```\nreturn 1;', at('{\n  |\n}'), 'return 1;'],
    [
      'keeps a block that belongs into Markdown',
      'Then:\n\n```sh\nls\n```',
      at('# How\n\n|', { language: 'markdown' }),
      'Then:\n\n```sh\nls\n```',
    ],
    [
      'strips the current line that was written again',
      '  const total = a + b;',
      at('f() {\n  const total = |\n}'),
      'a + b;',
    ],
    [
      'strips the current line written again without its indentation',
      'const total = a + b;',
      at('f() {\n  const total = |\n}'),
      'a + b;',
    ],
    [
      'strips several lines that were written again',
      'function f() {\n  const x = 1;\n  return x;',
      at('function f() {\n  const x = 1;\n  |\n}'),
      'return x;',
    ],
    ['keeps a short beginning that is no repetition', 'ab', at('a|'), 'ab'],
    ['strips the closing brace that follows', 'return 1;\n}', at('function f() {\n  |\n}\n'), 'return 1;'],
    ['strips the rest of the line', '"a", "b")', at('print(|)'), '"a", "b"'],
    ['keeps brackets of its own', 'call(x)', at('print(|)'), 'call(x)'],
    ['keeps a nested closing brace', 'if (a) {\n    b();\n  }', at('f() {\n  |\n}\n'), 'if (a) {\n    b();\n  }'],
    ['strips the marker', 'return<CURSOR> 1;', at('{\n  |\n}'), 'return 1;'],
    [
      'indents what began again at the margin',
      'const x = 1;\nif (x) {\n  y();\n}',
      at('f() {\n  |\n}'),
      'const x = 1;\n  if (x) {\n    y();\n  }',
    ],
    [
      'indents what began at the margin with a nested block',
      'if (x) {\n  y();\n}\nz();',
      at('f() {\n  |\n}'),
      'if (x) {\n    y();\n  }\n  z();',
    ],
    ['strips the rest of the line also before a last line end', 'a, b)\n', at('print(|);'), 'a, b'],
    ['keeps a line end before code that follows at once', 'a();\n', at('|b();'), 'a();\n'],
    ['keeps lines that close outer blocks', 'a();\n}\nb();', at('if (x) {\n  |'), 'a();\n}\nb();'],
    ['drops indentation that stands there already', '  return 1;', at('f() {\n  |\n}'), 'return 1;'],
    ['turns spaces into tabs', 'if (a) {\n  b();\n}', at('f()\n|', { indentUnit: '\t' }), 'if (a) {\n\tb();\n}'],
    ['turns tabs into spaces', 'if (a) {\n\tb();\n}', at('f()\n|', { indentUnit: '    ' }), 'if (a) {\n    b();\n}'],
    ['works with one kind of line end', 'a();\r\nb();', at('|'), 'a();\nb();'],
    ['gives nothing for nothing', '', at('x|'), ''],
  ];
  for (const [what, written, context, wanted] of cases) {
    it(what, () => assert.equal(cleanCompletion(written, context, true), wanted));
  }

  describe('with words that models put around their answers', () => {
    const html = at('<p>|</p>\n', { language: 'html' });
    const markdown = at('# Prices\n\n|\n', { language: 'markdown' });
    const kept: readonly (readonly [written: string, context: CursorContext])[] = [
      ['<s>10 EUR</s> <b>5 EUR</b>', html],
      ['Now <s>ten</s> five euro.', markdown],
      ['Only five, no longer <s>ten</s>', markdown],
      ['<s class="old">ten</s>', html],
      ['use [PREFIX] and [SUFFIX] here', markdown],
      ['<PRE>\n  1\n</PRE>', html],
      ['<MID> is the middle, <EOT> the end, <pad> nothing', markdown],
      ['ten</s>', at('<p><s>|</p>\n', { language: 'html' })],
    ];
    for (const [written, context] of kept)
      it(`keeps ${JSON.stringify(written)} in ${context.language}, which is text`, () => {
        assert.equal(cleanCompletion(written, context, true), written);
        for (let length = 1; length < written.length; length++) {
          const shown = cleanCompletion(written.slice(0, length), context, false);
          assert.ok(written.startsWith(shown), shown);
        }
      });

    it('leaves out the first and the last of them', () => {
      for (const context of [html, markdown, at('x = |;\n')]) {
        assert.equal(cleanCompletion('<s> one two', context, true).trim(), 'one two');
        assert.equal(cleanCompletion('one two</s>', context, true), 'one two');
        assert.equal(cleanCompletion('one two</s>', context, false), 'one two');
      }
      assert.equal(cleanCompletion('<s>1</s>', at('x = |;\n'), true), '1');
      assert.equal(cleanCompletion('<s><s>ten</s> five', html, true), '<s>ten</s> five');
    });

    it('knows the words of a model that fills in', () => {
      assert.equal(cleanFilling('one <EOT> two', at('x = |;\n'), true), 'one ');
      assert.equal(cleanFilling('[PREFIX]one[SUFFIX]two', at('x = |;\n'), true), 'one');
    });
  });

  it('holds back what may become a fence or a repetition while it is written', () => {
    const context = at('f() {\n  const total = |\n}');
    for (const beginning of ['`', '```', '```t', '```ts\n', 'const', '  const tot']) {
      assert.equal(cleanCompletion(beginning, context, false), '', JSON.stringify(beginning));
    }
    assert.equal(cleanCompletion('```ts\na + b;\n``', context, false), 'a + b;');
  });

  it('only ever grows while a well-behaved model writes', () => {
    const context = at('function f() {\n  |\n}\n');
    const answer = '```ts\n  const x = 1;\n  return x + 2;\n```';
    let last = '';
    for (let length = 0; length <= answer.length; length++) {
      const now = cleanCompletion(answer.slice(0, length), context, false);
      assert.ok(now.startsWith(last.trimEnd()), `${JSON.stringify(last)} became ${JSON.stringify(now)}`);
      last = now;
    }
    assert.equal(cleanCompletion(answer, context, true), 'const x = 1;\n  return x + 2;');
  });
});
