import assert from 'node:assert/strict';
import { completionMessages, fillIn, marksFor } from '../../../../src/core/completion/completionRequest';
import type { CursorContext } from '../../../../src/core/completion/cursorContext';
import { AFTER_BUDGET, BEFORE_BUDGET, excerptAround, sentCode } from '../../../../src/core/completion/excerpt';

/** A context from code in which `|` is the cursor. */
function at(code: string, more: Partial<CursorContext> = {}): CursorContext {
  const [before = '', after = ''] = code.split('|');
  return { path: 'a.ts', language: 'typescript', before, after, indentUnit: '  ', ...more };
}

function sentText(context: CursorContext): string {
  const [part] = completionMessages(context).flatMap(({ role, parts }) => (role === 'user' ? parts : []));
  assert.ok(part?.type === 'file');
  return part.text;
}

const filler = (line: string, count = 1000): string => `${line}\n`.repeat(count);
const GAP = '<LINES LEFT OUT>\n';

describe('the code that is sent around a cursor', () => {
  it('is all of it where there is room, with nothing but the cursor marked', () => {
    assert.equal(sentText(at('const a = |1;\n')), 'const a = <CURSOR>1;\n');
    const [system] = completionMessages(at('const a = |1;\n'));
    assert.equal(system?.role, 'system');
    assert.ok(!JSON.stringify(system).includes('LEFT OUT'));
  });

  const long: readonly (readonly [language: string, code: string, wanted: readonly string[]])[] = [
    [
      'typescript',
      `import {\n  a,\n  b,\n} from './ab';\nimport c from 'c';\n\n${filler('const filler = 1;')}export class Cart {\n${filler('  field = 1;')}  async total(\n    items: readonly Item[],\n  ): Promise<number> {\n${filler('    work();')}    return |;\n  }\n}\n`,
      [
        "import {\n  a,\n  b,\n} from './ab';\nimport c from 'c';\n",
        'export class Cart {\n',
        '  async total(\n',
        '  ): Promise<number> {\n',
      ],
    ],
    [
      'javascript',
      `'use strict';\nconst fs = require('fs');\n${filler('x();')}function outer() {\n${filler('  y();')}  if (a) {\n    b();\n  } else {\n${filler('    z();')}    |\n  }\n}\n`,
      ["'use strict';\nconst fs = require('fs');\n", 'function outer() {\n', '  if (a) {\n', '  } else {\n'],
    ],
    [
      'python',
      `import os\nfrom typing import (\n    Any,\n)\n${filler('x = 1')}class Shop:\n    """Sells."""\n${filler('    y = 1')}    def sell(self, item: Any) -> None:\n${filler('        work()')}        |\n`,
      ['import os\nfrom typing import (\n    Any,\n)\n', 'class Shop:\n', '    def sell(self, item: Any) -> None:\n'],
    ],
    [
      'go',
      `package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n${filler('var x = 1')}func (s *Shop) Sell(item Item) error {\n${filler('\twork()')}\t|\n}\n`,
      ['package main\n', 'import (\n\t"fmt"\n\t"os"\n)\n', 'func (s *Shop) Sell(item Item) error {\n'],
    ],
    [
      'rust',
      `use std::{\n    fs,\n    io,\n};\nmod shop;\n${filler('const X: u8 = 1;')}impl Shop {\n${filler('    // words')}    pub fn sell(&self, item: Item) {\n${filler('        work();')}        |\n    }\n}\n`,
      ['use std::{\n    fs,\n    io,\n};\nmod shop;\n', 'impl Shop {\n', '    pub fn sell(&self, item: Item) {\n'],
    ],
    [
      'html',
      `<!doctype html>\n<html>\n  <head>\n    <link rel="stylesheet" href="a.css">\n  </head>\n  <body class="shop">\n${filler('    <p>words</p>')}    <ul id="items">\n${filler('      <li>one</li>')}      |\n    </ul>\n  </body>\n</html>\n`,
      [
        '<!doctype html>\n<html>\n  <head>\n    <link rel="stylesheet" href="a.css">\n',
        '  <body class="shop">\n',
        '    <ul id="items">\n',
      ],
    ],
    [
      'markdown',
      `# Shop\n\n${filler('words')}## Selling\n\n${filler('words')}### Tea\n\n${filler('words')}|\n`,
      ['# Shop\n', '## Selling\n', '### Tea\n'],
    ],
  ];
  for (const [language, code, wanted] of long) {
    it(`begins with imports and with what the cursor stands in: ${language}`, () => {
      const context = at(code, { language });
      const text = sentText(context);
      let from = 0;
      for (const piece of wanted) {
        const found = text.indexOf(piece, from);
        assert.ok(found >= from, `${JSON.stringify(piece)} in its place in ${text.slice(0, 600)}`);
        from = found + piece.length;
      }
      const [before = ''] = text.split('<CURSOR>');
      const own = before.replaceAll(GAP, '');
      assert.ok(own.length <= BEFORE_BUDGET, `${own.length}`);
      assert.ok(own.length > BEFORE_BUDGET - 100, 'as much as there is room for');
      assert.ok(before.split(GAP).length > 2, 'the gaps are marked');
      for (const piece of before.split(GAP)) assert.ok(code.includes(piece), piece.slice(0, 50));
    });
  }

  it('goes on with the lines nearest to the cursor, and ends at a line end', () => {
    const text = sentText(at(`${filler('above', 3000)}x = |;\n${filler('below')}`));
    const [before = '', after = ''] = text.split('<CURSOR>');
    assert.ok(before.startsWith(`${GAP}above\nabove\n`) && before.endsWith('above\nx = '));
    assert.ok(after.startsWith(';\nbelow\n') && after.endsWith(`below\n${GAP}`));
    assert.ok(after.length - GAP.length <= AFTER_BUDGET);
    assert.ok(
      JSON.stringify(completionMessages(at(`${filler('above', 3000)}|`))[0]).includes('lines that were left out'),
    );
  });

  it('is cut within a line that is longer than all there is room for, and never within a character', () => {
    const { before, after, cutAbove, cutBelow } = excerptAround(at(`${'😀'.repeat(9000)}|${'😀'.repeat(9000)}`));
    assert.ok(cutAbove && cutBelow);
    assert.match(before[0]?.text ?? '', /^(😀)+$/u);
    assert.match(after, /^(😀)+$/u);
    const odd = excerptAround(at(`${'😀'.repeat(9000)}a|b${'😀'.repeat(9000)}`));
    assert.match(`${odd.before[0]?.text}${odd.after}`, /^(😀)+ab(😀)+$/u);
  });

  it('takes marks that the file does not have itself', () => {
    const marks = marksFor(at("const mark = '<CURSOR>'; // <LINES LEFT OUT>\n|"));
    assert.deepEqual(marks, { cursor: '<CURSOR 2>', gap: '<LINES LEFT OUT 2>' });
    assert.match(sentText(at("const mark = '<CURSOR>';\n|")), /\n<CURSOR 2>$/);
  });

  it('has what stands in earlier cells of a notebook before it', () => {
    const context = at('df.|', { language: 'python', earlier: 'import pandas as pd\ndf = pd.read_csv("a.csv")' });
    assert.equal(sentText(context), 'import pandas as pd\ndf = pd.read_csv("a.csv")\n\ndf.<CURSOR>');
    const long = at('df.|', { language: 'python', earlier: `import pandas as pd\n${filler('x = 1', 3000)}` });
    assert.match(sentText(long), /^import pandas as pd\n<LINES LEFT OUT>\nx = 1\n/);
  });

  it('is looked through for secrets as it is sent, piece by piece, and knows its lines', () => {
    const contexts = [
      at('const a = |1;\n'),
      at(`${'far away\n'.repeat(2000)}a|b${'\nfar away'.repeat(2000)}`),
      ...long.map(([language, code]) => at(code, { language })),
    ];
    for (const context of contexts) {
      const sent = sentText(context).replace('<CURSOR>', '');
      assert.equal(
        sentCode(context)
          .map(({ text }) => text)
          .join(''),
        sent.replaceAll(GAP, ''),
      );
      const whole = (context.before + context.after).split('\n');
      for (const { text, lines } of sentCode(context)) {
        const [first = 0, last = 0] = lines ?? [];
        assert.ok(
          whole
            .slice(first - 1, last)
            .join('\n')
            .startsWith(text.replace(/\n$/, '')),
          text.slice(0, 80),
        );
      }
    }
  });

  it('is the same for a model that fills in, with gaps as comments', () => {
    const [language, code] = long[2] ?? ['', ''];
    const context = at(code, { language });
    const { before, after } = fillIn(context);
    const [left = '', right = ''] = sentText(context).split('<CURSOR>');
    assert.equal(before, left.replaceAll(GAP, '# ...\n'));
    assert.equal(after, right.replaceAll(GAP, ''));
  });
});
