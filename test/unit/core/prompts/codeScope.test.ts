import assert from 'node:assert/strict';
import { BUILT_IN_PROMPTS } from '../../../../src/core/prompts/prompt';
import { promptParts } from '../../../../src/core/prompts/variables';

const file = { type: 'file', name: 'src/a.ts', language: 'typescript', text: 'x', lines: [3, 3] } as const;
const other = { ...file, text: 'y', lines: [9, 9] } as const;
const problems = [
  { line: 3, severity: 'error', message: "Cannot find name 'x'.\n  Did you mean 'y'?", source: 'ts 2552' },
  { line: 4, severity: 'hint', message: 'unused' },
] as const;
const lines = ["line 3, error: Cannot find name 'x'. Did you mean 'y'? (ts 2552)", 'line 4, hint: unused'];

describe('The code that a prompt is about', () => {
  const [explain, fix] = BUILT_IN_PROMPTS;
  const code = { file, chosen: 'selection' } as const;

  it('is named: the selection, the symbol around the cursor, its line, or what is around a problem', () => {
    const words = (['selection', 'symbol', 'line', 'problems'] as const).map(
      chosen => promptParts(explain, { code: { file, chosen, symbol: 'debounce' } })[1],
    );
    assert.deepEqual(words, [
      { type: 'text', text: 'Explain the selected code.' },
      { type: 'text', text: 'Explain `debounce`, which is around the cursor.' },
      { type: 'text', text: 'Explain line 3, where the cursor is.' },
      { type: 'text', text: 'Explain the code around what the editor reports.' },
    ]);
  });

  it('takes what is reported along, a line each, and so does what else is selected', () => {
    const others = [{ file: other, problems: [{ line: 9, severity: 'warning', message: 'late' }] }] as const;
    assert.deepEqual(promptParts(fix, { code, problems, others, words: 'quickly' }), [
      { ...file, problems: lines },
      { ...other, problems: ['line 9, warning: late'] },
      { type: 'text', text: 'Find and fix what is wrong with the selected code.\n\nquickly' },
    ]);
  });

  it('goes without what is reported where a prompt does not want that', () => {
    assert.deepEqual(promptParts(explain, { code, problems })[0], file);
  });

  it('goes with it, and a sentence about it, where that is what is asked about', () => {
    assert.deepEqual(promptParts(explain, { code, problems, isReported: true }), [
      { ...file, problems: lines },
      {
        type: 'text',
        text: 'Explain the selected code.\n\nSay what is reported about it means, and why it is reported here.',
      },
    ]);
  });

  it('has what is reported in the sentence where a prompt has it there', () => {
    const prompt = { name: 'p', description: '', body: `In \${selection}: \${diagnostics}` };
    assert.deepEqual(promptParts(prompt, { code, problems }), [
      file,
      { type: 'text', text: `In the selected code: Reported by the editor:\n- ${lines.join('\n- ')}` },
    ]);
  });
});
