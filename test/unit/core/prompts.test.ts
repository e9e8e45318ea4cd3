import assert from 'node:assert/strict';
import { explainPrompt } from '../../../src/core/prompts';

const file = { type: 'file', name: 'src/a.ts', language: 'typescript', text: 'x', lines: [3, 3] } as const;

describe('explainPrompt', () => {
  it('says what was taken: the selection, the symbol around the cursor, or its line', () => {
    const words = (['selection', 'symbol', 'line'] as const).map(
      chosen => explainPrompt({ file, chosen, symbol: 'debounce' })[1],
    );
    assert.deepEqual(words, [
      { type: 'text', text: 'Explain the selected code.' },
      { type: 'text', text: 'Explain `debounce`, which is around the cursor.' },
      { type: 'text', text: 'Explain line 3, where the cursor is.' },
    ]);
  });
});
