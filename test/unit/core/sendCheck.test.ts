import assert from 'node:assert/strict';
import { hiddenIn } from '../../../src/core/sendCheck';

describe('Hidden characters in what is sent', () => {
  it('are counted for each part, with the line of the first as the file has it', () => {
    const found = hiddenIn([
      { type: 'file', name: 'docs/notes.md', language: 'md', text: 'a\nb\u200Bc\u202E\nd\u{E0041}', lines: [10, 12] },
      { type: 'file', name: 'clean.md', language: 'md', text: 'nothing' },
      { type: 'text', text: 'Why\u2063?' },
    ]);
    assert.deepEqual(found, [
      { kind: 'hidden', count: 3, file: 'notes.md', line: 11 },
      { kind: 'hidden', count: 1, line: 1 },
    ]);
  });

  const honest = [
    '👩‍👩‍👧‍👦 ❤️ 👍🏽 1️⃣ 🏳️‍🌈',
    'The flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 of Scotland',
    'می‌خواهم نمی‌دانم',
    'क्‍ष श्री',
    '日本語の文章。',
    '\uFEFFid;name\n1;a',
    'naïve café, e\u0301',
  ];
  for (const text of honest) {
    it(`are not in: ${text.trim().slice(0, 30).replace('\n', ' ')}`, () => {
      assert.deepEqual(hiddenIn([{ type: 'text', text }]), []);
    });
  }
});
