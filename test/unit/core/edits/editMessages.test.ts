import assert from 'node:assert/strict';
import { codeToCheck, type EditPlace, editMessages, sentCode } from '../../../../src/core/edits/editMessages';

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

function sent(place: EditPlace, contextWindow?: number): string {
  return sentCode(place, contextWindow).text.replace(/<\/?SELECTION>/g, '');
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
    const place = { ...PLACE, before, after: `\n${'more\n'.repeat(2000)}`, line: 2002 };
    const [text, part] = [sent(place), sentCode(place, undefined)];
    assert.ok(text.length < 10_000);
    assert.match(text, /^import \{ x \} from 'x';\n\nfiller line\n/);
    assert.match(text, /filler line\nthree\nmore\n/);
    assert.deepEqual(part.lines?.[1], 2002 + (text.split('three')[1] ?? '').split('\n').length - 1);
  });

  it('sends the code alone where the model holds no more', () => {
    assert.equal(sent({ ...PLACE, before: 'x\n'.repeat(900), after: '\ny' }, 600), 'three');
  });

  it('keeps what stands on the same line', () => {
    assert.equal(sent({ ...PLACE, before: 'x\nconst a = ', after: ';\ny' }, 600), 'const a = three;');
  });

  it('sends all of a short file', () => {
    assert.equal(sent(PLACE, 8000), 'one\ntwo\nthree\nfour\n');
    assert.deepEqual(sentCode(PLACE, 8000).lines, [1, 5]);
  });

  it('uses marks that the file does not have', () => {
    const xml = { ...PLACE, before: '<SELECTION>\n', code: '<a/>', after: '\n</SELECTION>\n' };
    const [system, question] = texts(editMessages(xml, [], 'close it'));
    assert.match(question ?? '', /<SELECTION>\n<SELECTION 2><a\/><\/SELECTION 2>\n<\/SELECTION>/);
    assert.match(system ?? '', /reply with <SELECTION 2><\/SELECTION 2>/);
  });

  it('is looked through with every line at its number, also that of an import far above', () => {
    const before = `one\nimport { x } from 'x';\n${'filler line\n'.repeat(2000)}`;
    const { text } = codeToCheck({ ...PLACE, before, line: 2003 }, undefined);
    const lines = text.split('\n');
    assert.equal(lines[1], "import { x } from 'x';");
    assert.equal(lines[2002], 'three');
    assert.ok(text.length < 12_000);
  });
});
