import assert from 'node:assert/strict';
import { type EditPlace, editMessages, sentCode } from '../../../../src/core/edits/editMessages';

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

  it('sends as much as there is room for: what is near, and the imports', () => {
    const before = `import { x } from 'x';\n${'filler line\n'.repeat(2000)}`;
    const part = sentCode({ ...PLACE, before, after: `\n${'more\n'.repeat(2000)}`, line: 2002 }, undefined, false);
    assert.ok(part.text.length < 10_000);
    assert.match(part.text, /^import \{ x \} from 'x';\n\nfiller line\n/);
    assert.match(part.text, /filler line\nthree\nmore\n/);
    assert.deepEqual(part.lines?.[1], 2002 + (part.text.split('three')[1] ?? '').split('\n').length - 1);
  });

  it('sends the code alone where the model holds no more', () => {
    assert.equal(sentCode({ ...PLACE, before: 'x\n'.repeat(900), after: '\ny' }, 600, false).text, 'three');
  });

  it('keeps what stands on the same line', () => {
    const { text } = sentCode({ ...PLACE, before: 'x\nconst a = ', after: ';\ny' }, 600, false);
    assert.equal(text, 'const a = three;');
  });

  it('sends all of a short file', () => {
    assert.equal(sentCode(PLACE, 8000, false).text, 'one\ntwo\nthree\nfour\n');
    assert.deepEqual(sentCode(PLACE, 8000, false).lines, [1, 5]);
  });
});
