import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const EXPORTED =
  /^export (?:default )?(?:abstract |declare |async )*(?:function\*?|interface|type|class|enum|const) (\w+)/;

/** The names that a file gives to others without a word of what they are. */
function undocumented(source: string): readonly string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = EXPORTED.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.endsWith('*/') ? [] : [name];
  });
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => path.posix.join(folder, name.replaceAll(path.sep, '/')));
}

describe('what a file exports', () => {
  it('is told from what has a doc comment', () => {
    const source = [
      '/** Documented. */',
      'export const one = 1;',
      '',
      'export async function two() {}',
      'const three = 3;',
    ];
    assert.deepEqual(undocumented(source.join('\n')), ['two']);
  });

  it('has a doc comment', () => {
    const missing = ['src', 'media'].flatMap(sourcesIn).flatMap(file => {
      const names = undocumented(readFileSync(file, 'utf8'));
      return names.map(name => `${file}: ${name}`);
    });
    assert.deepEqual(missing, []);
  });
});
