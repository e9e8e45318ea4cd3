import assert from 'node:assert/strict';
import { createExclusions, createIgnoreRules } from '../../../../src/core/context/ignoreRules';

function ignoring(files: Readonly<Record<string, string>>) {
  return createIgnoreRules(async path => files[path]);
}

describe('What Git leaves alone', () => {
  it('is named in .gitignore, with all that is in it', async () => {
    const isIgnored = ignoring({ '.gitignore': 'node_modules/\n*.log\n/build\n# note\n' });
    for (const path of ['a.log', 'src/b.log', 'node_modules/x/index.js', 'lib/node_modules/y.js', 'build/a.js'])
      assert.equal(await isIgnored(path, false), true, path);
    for (const path of ['a.ts', 'src/build/a.js', 'log']) assert.equal(await isIgnored(path, false), false, path);
    assert.equal(await isIgnored('node_modules', true), true);
    assert.equal(await isIgnored('node_modules', false), false, 'a file of that name is none of it');
  });

  it('is what the innermost file says, which can take back what is above it, but not what is in a folder left out', async () => {
    const isIgnored = ignoring({
      '.gitignore': '*.log\nout/\n',
      'src/.gitignore': '!keep.log\nown.ts\n',
      'out/.gitignore': '!a.log\n',
    });
    assert.equal(await isIgnored('src/keep.log', false), false);
    assert.equal(await isIgnored('src/deep/keep.log', false), false);
    assert.equal(await isIgnored('keep.log', false), true);
    assert.equal(await isIgnored('src/own.ts', false), true);
    assert.equal(await isIgnored('own.ts', false), false);
    assert.equal(await isIgnored('out/a.log', false), true);
  });

  it('is the repository itself, and what its own list names', async () => {
    const isIgnored = ignoring({ '.git/info/exclude': 'private/\r\n' });
    assert.equal(await isIgnored('.git/config', false), true);
    assert.equal(await isIgnored('private/a.txt', false), true);
    assert.equal(await isIgnored('', true), false);
  });

  it('costs nothing beyond its line where a pattern or a name means harm', async () => {
    const hostile = `${'*a'.repeat(40)}b`;
    const isIgnored = ignoring({ '.gitignore': `${hostile}\n${'**/'.repeat(40)}b\n*.log\n` });
    assert.equal(await isIgnored('a'.repeat(255), false), false);
    assert.equal(await isIgnored(`${'a/'.repeat(100)}a.log`, false), true);
  });
});

describe('What files.exclude leaves out', () => {
  it('is matched by its path below the workspace folder, as VS Code does', () => {
    const isExcluded = createExclusions([{ pattern: '**/.git' }, { pattern: '*.js' }, { pattern: '**/{dist,out}' }]);
    for (const path of ['.git', 'a/.git', 'x.js', 'dist', 'lib/out'])
      assert.equal(isExcluded(path, new Set()), true, path);
    for (const path of ['src/x.js', 'x.jsx', 'distant']) assert.equal(isExcluded(path, new Set()), false, path);
  });

  it('may depend on what is beside it', () => {
    const isExcluded = createExclusions([{ pattern: '**/*.js', when: '$(basename).ts' }]);
    assert.equal(isExcluded('src/a.js', new Set(['a.js', 'a.ts'])), true);
    assert.equal(isExcluded('src/a.js', new Set(['a.js'])), false);
  });

  it('takes for letters what would be a group of a regular expression, and leaves out what means harm', () => {
    const isExcluded = createExclusions([
      { pattern: '+(a|aa)b' },
      { pattern: '(a+)+c' },
      { pattern: `${'*a'.repeat(40)}b` },
      { pattern: 'x (1).txt' },
    ]);
    assert.equal(isExcluded('a'.repeat(255), new Set()), false);
    assert.equal(isExcluded('x (1).txt', new Set()), true);
  });
});
