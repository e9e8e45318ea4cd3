import assert from 'node:assert/strict';
import { parseSlashCommand, SLASH_COMMANDS, slashPrompt } from '../../../src/core/prompts';

const file = { type: 'file', name: 'src/a.ts', language: 'typescript', text: 'x', lines: [3, 3] } as const;

describe('A prompt', () => {
  it('says what was taken: the selection, the symbol around the cursor, its line, or what is around a problem', () => {
    const words = (['selection', 'symbol', 'line', 'problems'] as const).map(
      chosen => slashPrompt(SLASH_COMMANDS[0], { file, chosen, symbol: 'debounce' })[1],
    );
    assert.deepEqual(words, [
      { type: 'text', text: 'Explain the selected code.' },
      { type: 'text', text: 'Explain `debounce`, which is around the cursor.' },
      { type: 'text', text: 'Explain line 3, where the cursor is.' },
      { type: 'text', text: 'Explain the code around what the editor reports.' },
    ]);
  });
});

describe('Slash commands', () => {
  const scope = { file, chosen: 'selection' } as const;
  const wordsOf = (text: string): string => {
    const { command, words } = parseSlashCommand(text) ?? assert.fail(text);
    const part = slashPrompt(command, scope, { words })[1];
    return part?.type === 'text' ? part.text : '';
  };

  it('begin a message, with words behind them or none', () => {
    for (const [text, name, words] of [
      ['/explain', 'explain', ''],
      ['/fix  the leak\nplease', 'fix', 'the leak\nplease'],
      ['/doc\nin German', 'doc', 'in German'],
      ['/tests \n', 'tests', ''],
    ] as const) {
      const parsed = parseSlashCommand(text);
      assert.deepEqual([parsed?.command.name, parsed?.words], [name, words]);
    }
  });

  it('are not every word with a slash', () => {
    for (const text of [
      '/explainer',
      '/usr/bin is missing',
      '/unknown x',
      ' /fix',
      'a /fix',
      '/',
      '/fix.',
      '/toString',
    ])
      assert.equal(parseSlashCommand(text), undefined, text);
  });

  it('become a sentence about the code, and the words', () => {
    assert.deepEqual(
      SLASH_COMMANDS.map(({ name }) => wordsOf(`/${name}`)),
      [
        'Explain the selected code.',
        'Find and fix what is wrong with the selected code.',
        'Write tests for the selected code.',
        'Write documentation comments for the selected code.',
      ],
    );
    assert.equal(wordsOf('/explain for a child'), 'Explain the selected code.\n\nfor a child');
  });

  it('bring along what the editor reports, a line each', () => {
    const problems = [
      { line: 3, severity: 'error', message: "Cannot find name 'x'.\n  Did you mean 'y'?", source: 'ts 2552' },
      { line: 4, severity: 'hint', message: 'unused' },
    ] as const;
    assert.deepEqual(slashPrompt(SLASH_COMMANDS[1], scope, { words: 'it', problems }), [
      {
        ...file,
        problems: ["line 3, error: Cannot find name 'x'. Did you mean 'y'? (ts 2552)", 'line 4, hint: unused'],
      },
      { type: 'text', text: 'Find and fix what is wrong with the selected code.\n\nit' },
    ]);
  });
});
