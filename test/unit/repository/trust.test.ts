import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const rows = readFileSync(path.join('docs', 'trust.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| Case'));

describe('docs/trust.md', () => {
  it('has every row of the bar', () => {
    const named = new Set(rows.flatMap(row => [...row.matchAll(/\bS\d+/g)].map(([name]) => name)));
    const wanted = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10', 'S22', 'S23', 'S24'];
    assert.deepEqual(
      wanted.filter(name => !named.has(name)),
      [],
    );
  });

  it('names tests that are there', () => {
    assert.ok(rows.length >= 13, `${rows.length}`);
    for (const row of rows) {
      const [, , , tests = ''] = row.split(/(?<!\\)\|/);
      const names = [...tests.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '');
      assert.ok(names.length > 0, row);
      for (const name of names) assert.ok(isTest(name), name);
    }
  });
});

function isTest(name: string): boolean {
  const folders = ['test', path.join('test', 'unit'), path.join('test', 'unit', 'core')];
  return folders.some(folder => existsSync(path.join(folder, `${name}.test.ts`)));
}
