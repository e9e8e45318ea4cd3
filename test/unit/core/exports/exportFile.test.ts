import assert from 'node:assert/strict';
import { exportFileName } from '../../../../src/core/exports/exportFile';

const march = new Date(2026, 2, 1, 14, 5).getTime();

describe('the name of an exported file', () => {
  it('is the day and the title', () => {
    assert.equal(exportFileName('Why is the sky blue?', march, '.md'), '2026-03-01 Why is the sky blue.md');
    assert.equal(exportFileName('题目 – 😀', march, '.json'), '2026-03-01 题目 – 😀.json');
  });

  it('has nothing in it that a file system refuses', () => {
    assert.equal(exportFileName('../../etc/passwd', march, '.md'), '2026-03-01 .. .. etc passwd.md');
    assert.equal(exportFileName('a:b*c?"<d>|e\\f\u0000\n\u202eg', march, '.md'), '2026-03-01 a b c d e f g.md');
    assert.equal(exportFileName('ends. …', march, '.md'), '2026-03-01 ends.md');
    assert.equal(exportFileName('CON', march, '.md'), '2026-03-01.md');
    assert.equal(exportFileName('', march, '.md'), '2026-03-01.md');
    assert.ok(Buffer.byteLength(exportFileName('😀'.repeat(500), march, '.json')) < 255 + 11);
  });
});
