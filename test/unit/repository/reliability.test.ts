import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ELSEWHERE = /^(integration|page|host|slow)\//;

/** The tests that each row of the tables in docs/reliability.md names. */
const rows = readFileSync(path.join('docs', 'reliability.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| Case'))
  .map(line => {
    const [, what = '', , tests = ''] = line.split(/(?<!\\)\|/);
    return { what: what.trim(), tests: [...tests.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '') };
  });

describe('docs/reliability.md', () => {
  it('names a test for every case, and every test is there', () => {
    assert.ok(rows.length > 30, `${rows.length} rows`);
    const wrong = rows.filter(({ tests }) => tests.length === 0 || !tests.every(isTest));
    assert.deepEqual(wrong, []);
  });
});

function isTest(name: string): boolean {
  const folder = ELSEWHERE.test(name) ? 'test' : path.join('test', 'unit', 'core');
  return existsSync(path.join(folder, `${name}.test.ts`));
}
