import assert from 'node:assert/strict';
import type { EditPlace } from '../../../../src/core/edits/editMessages';
import { replacementIn } from '../../../../src/core/edits/replacement';

const CODE = '  add(a, b) {\n    return a - b;\n  }';
const WANTED = '  add(a, b) {\n    return a + b;\n  }';
const PLACE: EditPlace = {
  path: 'sum.ts',
  language: 'typescript',
  before: "import { log } from './log';\n\nexport class Sum {\n",
  code: CODE,
  after: '\n\n  other() {\n    return 1;\n  }\n}\n',
  line: 4,
};

function code(answer: string, place: Partial<EditPlace> = {}): string {
  const replacement = replacementIn(answer, { ...PLACE, ...place });
  assert.equal(replacement.kind, 'code', answer);
  return replacement.kind === 'code' ? replacement.text : '';
}

describe('the code in an answer', () => {
  const answers: Readonly<Record<string, string>> = {
    'it is the code alone': WANTED,
    'it begins and ends with blank lines': `\n\n${WANTED}\n\n\n`,
    'its line ends are CRLF': WANTED.replaceAll('\n', '\r\n'),
    'it is in a fence': `\`\`\`ts\n${WANTED}\n\`\`\``,
    'it is in a fence that is not closed': `\`\`\`ts\n${WANTED}`,
    'it is in a fence of tildes': `~~~\n${WANTED}\n~~~\n`,
    'it is in a fence and explained': `Here is the code:\n\n\`\`\`ts\n${WANTED}\n\`\`\`\n\nIt adds now.`,
    'another block shows how it is used': `\`\`\`ts\nnew Sum().add(1, 2);\n\`\`\`\nThe change:\n\`\`\`ts\n${WANTED}\n\`\`\``,
    'the marks come along': `<SELECTION>${WANTED}</SELECTION>`,
    'the marks are around a fence': `<SELECTION>\n\`\`\`\n${WANTED}\n\`\`\`\n</SELECTION>`,
    'it is introduced': `Sure! Here is the updated code:\n\n${WANTED}`,
    'it is explained at the end': `${WANTED}\n\nExplanation: the sign was wrong.\n\nLet me know if you want more.`,
    'it repeats the line before': `export class Sum {\n${WANTED}`,
    'it repeats the lines after': `${WANTED}\n\n  other() {\n    return 1;\n  }\n}`,
    'it is the whole file': `${PLACE.before}${WANTED}${PLACE.after}`,
    'it is the whole file in a fence': `\`\`\`ts\n${PLACE.before}${WANTED}${PLACE.after}\`\`\``,
    'it begins with a byte order mark': `\uFEFF${WANTED}`,
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`is found where ${name}`, () => assert.equal(code(answer), WANTED));
  }

  it('keeps what only looks like a repetition: a closing bracket of its own', () => {
    const place = { before: 'if (x) {\n', code: '  if (y) {\n    z();\n  }', after: '\n}\n' };
    assert.equal(code('  while (y) {\n    z();\n  }', place), '  while (y) {\n    z();\n  }');
    assert.equal(code('  while (y) {\n    z();\n  }\n}', place), '  while (y) {\n    z();\n  }');
  });

  it('keeps lines that the code began with, too', () => {
    const place = { before: 'log.info(one);\n', code: 'log.info(one);\nend();', after: '\n' };
    assert.equal(code('log.info(one);\nend(1);', place), 'log.info(one);\nend(1);');
  });

  it('leaves out the rest of a line of which a part was selected', () => {
    const place = { before: 'x;\nconst sum = ', code: 'a - b', after: ';\ny;\n' };
    assert.equal(code('a + b', place), 'a + b');
    assert.equal(code('const sum = a + b;', place), 'a + b');
    assert.equal(code('a + b;', place), 'a + b');
  });

  it('leaves the words of a text alone', () => {
    const place = { language: 'markdown', before: '', code: 'Here is a list:\n\n- one', after: '\n' };
    assert.equal(code('Here is a list:\n\n- one\n- two', place), 'Here is a list:\n\n- one\n- two');
  });

  it('keeps the blocks of a text, and takes off the one around it', () => {
    const text = 'Run it:\n\n```sh\nnpm start\n```';
    const place = { language: 'markdown', before: '', code: 'Run:\n\n```sh\nnpm start\n```', after: '\n' };
    assert.equal(code(text, place), text);
    assert.equal(code(`\`\`\`\`markdown\n${text}\n\`\`\`\``, place), text);
    assert.equal(code(`\`\`\`markdown\n${text}\n\`\`\``, place), text);
  });

  it('keeps comments that begin like talk', () => {
    assert.equal(code(`  // Here is the sum:\n${WANTED}`), `  // Here is the sum:\n${WANTED}`);
  });

  it('is nothing where there is none', () => {
    for (const answer of ['', ' \n\n ', '```']) assert.equal(replacementIn(answer, PLACE).kind, 'nothing');
  });

  it('is to go where nothing is between the marks, or in the fence', () => {
    const empty = ['<SELECTION></SELECTION>', '<SELECTION>\n</SELECTION>', '```ts\n```', 'It is gone:\n\n```ts\n\n```'];
    for (const answer of empty) assert.equal(replacementIn(answer, PLACE).kind, 'deletion', answer);
  });

  it('keeps elements of the file that are called like the marks', () => {
    const place = { language: 'xml', before: '<a>\n', code: '<SELECTION>1</SELECTION>', after: '\n</a>\n' };
    assert.equal(code('<SELECTION>2</SELECTION>', place), '<SELECTION>2</SELECTION>');
    assert.equal(code('<SELECTION 2><SELECTION>2</SELECTION></SELECTION 2>', place), '<SELECTION>2</SELECTION>');
    assert.equal(replacementIn('<SELECTION 2></SELECTION 2>', { ...PLACE, ...place }).kind, 'deletion');
  });

  it('keeps the blank between a part of a line and the rest of it', () => {
    const place = { before: 'const a = ', code: 'b + ', after: 'c;\n' };
    assert.equal(code('b - ', place), 'b - ');
    assert.equal(code('b -', place), 'b - ');
  });

  it('is not taken for all of it where it leaves something out', () => {
    const shortened = [
      '// ... existing code ...',
      '// rest of the code unchanged',
      '/* … */',
      '...',
      '# (the rest stays the same)',
    ];
    for (const line of shortened) {
      assert.equal(replacementIn(`  add(a, b) {\n    ${line}\n  }`, PLACE).kind, 'leavesOut', line);
    }
    assert.equal(code('def f():\n    ...', { language: 'python', code: 'def f(): pass' }), 'def f():\n    ...');
    assert.equal(code('// ... more\nx', { code: '// ... more\ny' }), '// ... more\nx');
  });
});
