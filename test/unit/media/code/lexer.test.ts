import assert from 'node:assert/strict';
import { parserOf } from '../../../../media/code/highlight/languages';
import { createLexer } from '../../../../media/code/highlight/lexer';

function read(language: string, text: string): string[] {
  const parser = parserOf(language);
  assert.ok(parser, language);
  const lexer = createLexer(parser);
  return text
    .split('\n')
    .flatMap(line => lexer.read(line).map(({ start, end, kind }) => `${kind}: ${line.slice(start, end)}`));
}

const names =
  'typescript javascript json python bash powershell go rust c cpp csharp java kotlin scala swift dart php ruby lua r sql css scss less html xml yaml toml ini dockerfile cmake diff protobuf'.split(
    ' ',
  );

const units = [
  '"',
  '`${',
  '/',
  '/*',
  '<',
  ' ',
  'a',
  '{[',
  '#',
  '\\',
  'async ',
  '(',
  'a.',
  'a<',
  '"\\',
  '<<A',
  '@',
  '$(',
  'a=',
  '<a ',
  '\t',
];

describe('the lexer', () => {
  it('tells the words of TypeScript apart', () => {
    assert.deepEqual(read('ts', 'export const add = (a: Timer) => run(a, "x", 1); // sum'), [
      ...['control: export', 'keyword: const', 'variable: add', 'variable: a', 'type: Timer'],
      ...['function: run', 'variable: a', 'string: "x"', 'number: 1', 'comment: // sum'],
    ]);
  });

  it('goes on in the next line where the last one stopped', () => {
    assert.deepEqual(read('python', 'a = """one\ntwo"""'), ['variable: a', 'string: """one', 'string: two"""']);
    assert.deepEqual(read('css', '/* a\nb */'), ['comment: /* a', 'comment: b */']);
  });

  it('knows languages by any of their names, in any case', () => {
    for (const name of ['TS', 'js', 'py', 'sh', 'yml', 'C#', 'c++', 'Dockerfile', 'postgres'])
      assert.ok(parserOf(name), name);
    for (const name of ['', 'klingon', '__proto__', 'constructor']) assert.equal(parserOf(name), undefined, name);
  });

  it('reads PHP and SQL, which are made here', () => {
    assert.deepEqual(read('php', 'function f($a) { return null; }').slice(0, 2), ['keyword: function', 'function: f']);
    assert.deepEqual(read('sql', 'SELECT id FROM t -- all').at(-1), 'comment: -- all');
  });

  it('takes whatever a model writes, in every language, and pieces lie in their line', () => {
    for (const name of names) {
      const parser = parserOf(name);
      assert.ok(parser, name);
      for (const unit of units) {
        const lexer = createLexer(parser);
        for (const line of [
          unit.repeat(Math.floor(990 / unit.length)),
          `${unit} ${' '.repeat(50)}${unit}`,
          '',
          unit.repeat(9),
        ]) {
          let position = 0;
          for (const { start, end } of lexer.read(line)) {
            assert.ok(start >= position && end > start && end <= line.length, `${name} ${unit}`);
            position = end;
          }
        }
      }
    }
  });

  it('leaves lines without colours over which parsers would take seconds', () => {
    assert.deepEqual(read('yaml', `a:${' '.repeat(400)}b`), []);
    assert.deepEqual(read('ts', `const ${'a'.repeat(2000)}`), []);
  });
});
