import assert from 'node:assert/strict';
import { attachmentOf, viewAttachment } from '../../../../src/core/context/attachments';
import { type PlacedProblem, problemsPart, terminalPart } from '../../../../src/core/context/contextParts';
import { notebookCells, notebookText } from '../../../../src/core/context/notebook';

const problem = (file: string, line: number, severity: PlacedProblem['severity'] = 'error'): PlacedProblem => ({
  file,
  line,
  severity,
  message: `no such\n  name`,
  source: 'ts 2304',
});

describe('Reported problems that go along', () => {
  it('are a line each, by file and line', () => {
    const part = problemsPart(
      [problem('b.ts', 1), problem('a.ts', 9, 'warning'), problem('a.ts', 2)],
      'the workspace',
      { label: 'Problems', detail: '3' },
    );
    assert.equal(
      part.text,
      [
        'a.ts:2: error: no such name (ts 2304)',
        'a.ts:9: warning: no such name (ts 2304)',
        'b.ts:1: error: no such name (ts 2304)',
      ].join('\n'),
    );
    assert.deepEqual(viewAttachment(attachmentOf('1', part)), {
      id: '1',
      kind: 'problems',
      context: 'problems',
      label: 'Problems',
      detail: '3',
      tokens: attachmentOf('1', part).tokens,
    });
  });

  it('are the worst where there are too many, and the rest is counted', () => {
    const warnings = Array.from({ length: 250 }, (_, index) => problem('a.ts', index, 'warning'));
    const { text } = problemsPart([...warnings, problem('z.ts', 1)], 'the workspace', { label: 'Problems' });
    assert.ok(text.includes('z.ts:1: error'));
    assert.ok(text.endsWith('\n(51 more are left out, none of them worse than these.)'));
    assert.equal(text.split('\n').length, 201);
  });
});

describe('What is selected in a terminal', () => {
  it('goes along without the blanks that pad its lines', () => {
    const { name, text } = terminalPart('bash', '$ npm test   \r\n  1 failed  \r\n', { label: 'bash' });
    assert.deepEqual([name, text], ['Terminal bash', '$ npm test\n  1 failed\n']);
  });
});

describe('A notebook', () => {
  it('is its cells, without what they have put out', () => {
    const cells = notebookCells(
      JSON.stringify({
        metadata: { language_info: { name: 'julia' } },
        cells: [
          { cell_type: 'markdown', source: '# Title' },
          { cell_type: 'code', source: ['a = 1\n', 'a'], outputs: [{ data: { 'image/png': 'iVBOR' } }] },
          'no cell',
        ],
      }),
    );
    assert.deepEqual(cells, [
      { language: 'markdown', text: '# Title' },
      { language: 'julia', text: 'a = 1\na' },
      { language: 'markdown', text: '' },
    ]);
    const text = notebookText(cells?.slice(0, 2) ?? []);
    assert.equal(
      text,
      '# A notebook: its cells, without what they have put out\n\n# %% Cell 1 [markdown]\n# Title\n\n# %% Cell 2 [julia]\na = 1\na',
    );
  });

  it('is none where there are no cells', () => {
    for (const json of ['', '{}', '[1]', '{"cells":[]}', '{"cells":{}}'])
      assert.equal(notebookCells(json), undefined, json);
  });
});
