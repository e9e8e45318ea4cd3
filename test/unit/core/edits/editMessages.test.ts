import assert from 'node:assert/strict';
import { checkedCode, type EditPlace, editMessages } from '../../../../src/core/edits/editMessages';
import { findSecrets } from '../../../../src/core/secretScan';

const PLACE: EditPlace = {
  path: 'a.ts',
  language: 'typescript',
  before: 'one\ntwo\n',
  code: 'three',
  after: '\nfour\n',
  line: 3,
};

function texts(messages: ReturnType<typeof editMessages>): readonly string[] {
  return messages.map(({ role, parts }) => [role, ...parts.map(part => ('text' in part ? part.text : ''))].join('|'));
}

describe('the question for an edit', () => {
  it('marks the code in what is around it, and says what is wanted', () => {
    const [, question] = texts(editMessages(PLACE, [], 'shout'));
    assert.equal(question, 'user|one\ntwo\n<SELECTION>three</SELECTION>\nfour\n|Change the marked code: shout');
  });

  it('goes on with what was answered and what is wanted then', () => {
    const turns = [
      { instruction: 'shout', answer: 'THREE' },
      { instruction: 'softer', answer: 'Three' },
    ];
    const [, first, ...rest] = texts(editMessages(PLACE, turns, 'in German'));
    assert.match(first ?? '', /: shout$/);
    assert.deepEqual(rest, [
      'assistant|THREE',
      'user|Again, but: softer\n\nGive all of the marked code.',
      'assistant|Three',
      'user|Again, but: in German\n\nGive all of the marked code.',
    ]);
  });

  /** The code as it is sent. */
  function sent(place: EditPlace, contextWindow?: number): string {
    const part = editMessages(place, [], 'shout', contextWindow)[1]?.parts[0];
    return part?.type === 'file' ? part.text.replace(/<\/?SELECTION>/g, '') : '';
  }

  it('sends as much as there is room for: what is near, and the imports', () => {
    const before = `import { x } from 'x';\n${'filler line\n'.repeat(2000)}`;
    const text = sent({ ...PLACE, before, after: `\n${'more\n'.repeat(2000)}`, line: 2002 });
    assert.ok(text.length < 10_000);
    assert.match(text, /^import \{ x \} from 'x';\n\nfiller line\n/);
    assert.match(text, /filler line\nthree\nmore\n/);
  });

  it('sends the code alone where the model holds no more', () => {
    assert.equal(sent({ ...PLACE, before: 'x\n'.repeat(900), after: '\ny' }, 600), 'three');
  });

  it('keeps what stands on the same line', () => {
    assert.equal(sent({ ...PLACE, before: 'x\nconst a = ', after: ';\ny' }, 600), 'const a = three;');
  });

  it('sends all of a short file', () => {
    assert.equal(sent(PLACE, 8000), 'one\ntwo\nthree\nfour\n');
    assert.deepEqual(checkedCode(PLACE, 8000)[0]?.lines, [1, 5]);
  });

  it('is looked through as it stands in the file, where every line is known', () => {
    const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`;
    const before = `// first\n\nimport x from 'x?key=${key}';\n${'filler line\n'.repeat(2000)}`;
    const after = `\nconst key = '${key}';\n${'more\n'.repeat(2000)}`;
    const findings = findSecrets(checkedCode({ ...PLACE, before, after, line: 2004 }, undefined));
    assert.deepEqual(
      findings.map(({ line }) => line),
      [3, 2005],
    );
  });
});
