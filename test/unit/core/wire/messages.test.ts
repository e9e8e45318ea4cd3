import assert from 'node:assert/strict';
import { messageText } from '../../../../src/core/wire/messages';

describe('A file in a message', () => {
  it('has what the editor reports about it right below it', () => {
    const problems = ["line 3, error: Cannot find name 'x'. (ts 2304)", 'line 4, hint: unused'];
    const file = {
      type: 'file',
      name: 'a.ts',
      language: 'typescript',
      text: 'x;\ny;',
      lines: [3, 4],
      problems,
    } as const;
    assert.equal(
      messageText({ role: 'user', parts: [file, { type: 'text', text: 'Fix it.' }] }),
      [
        'a.ts (lines 3–4):\n```typescript\nx;\ny;\n```',
        "Reported by the editor:\n- line 3, error: Cannot find name 'x'. (ts 2304)\n- line 4, hint: unused",
        'Fix it.',
      ].join('\n\n'),
    );
  });
});
