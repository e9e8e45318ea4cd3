import assert from 'node:assert/strict';
import { instructionsInWords, readInstructions } from '../../../../src/core/prompts/instructions';

describe('The instructions of a workspace', () => {
  it('go along with the file’s name before them', () => {
    const read = ['AGENTS.md', '.github/copilot-instructions.md'].map(name =>
      readInstructions(name, Buffer.from('\uFEFFUse tabs.\r\nAlways.\n'), 1),
    );
    assert.equal(
      instructionsInWords(read),
      'Instructions from AGENTS.md:\n\nUse tabs.\nAlways.\n\nInstructions from .github/copilot-instructions.md:\n\nUse tabs.\nAlways.',
    );
    assert.equal(instructionsInWords([readInstructions('AGENTS.md', Buffer.from(' \n'), 1)]), '');
  });

  it('lose what cannot be seen, which is counted', () => {
    assert.deepEqual(readInstructions('AGENTS.md', Buffer.from('a\u200Bb\u202Ec'), 1), {
      name: 'AGENTS.md',
      text: 'abc',
      hidden: 2,
    });
  });

  it('stay here where they are too long or no text', () => {
    const long = readInstructions('AGENTS.md', Buffer.alloc(1025, 'a'), 1);
    const binary = readInstructions('AGENTS.md', Buffer.from([0, 1, 2]), 1);
    assert.deepEqual(
      [long, binary],
      [
        { name: 'AGENTS.md', problem: 'tooLarge', bytes: 1025 },
        { name: 'AGENTS.md', problem: 'unreadable' },
      ],
    );
    assert.equal(instructionsInWords([long, binary]), '');
  });
});
