import assert from 'node:assert/strict';
import type { FilePart } from '../../../../src/core/chat';
import { filesAskedAbout } from '../../../../src/core/code/filesAskedAbout';
import { findPlace, findReplaced } from '../../../../src/core/code/place';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';

const file: FilePart = { type: 'file', name: 'a.ts', language: 'typescript', text: 'x', lines: [1, 1] };
const other: FilePart = { ...file, name: 'b.ts' };

function conversation(...records: readonly ConversationRecord[]): Conversation {
  return records.reduce(apply, emptyConversation('c', 0));
}

const asked = (id: string): ConversationRecord => ({ type: 'asked', id, endpoint: 'e', model: 'm', at: 0 });
const question = (id: string, ...parts: readonly FilePart[]): ConversationRecord => ({
  type: 'question',
  id,
  parts: [...parts, { type: 'text', text: 'Why?' }],
});

describe('filesAskedAbout', () => {
  it('is the file of the question before the answer', () => {
    const talk = conversation(question('q1', file), asked('a1'), question('q2', other), asked('a2'));
    assert.equal(filesAskedAbout(talk).get('a1'), file);
    assert.equal(filesAskedAbout(talk).get('a2'), other);
  });

  it('is none where the question had none, or two, or there is no such answer', () => {
    const talk = conversation(
      question('q1', file),
      asked('a1'),
      question('q2'),
      asked('a2'),
      question('q3', file, other),
      asked('a3'),
    );
    assert.equal(filesAskedAbout(talk).get('a2'), undefined);
    assert.equal(filesAskedAbout(talk).get('a3'), undefined);
    assert.equal(filesAskedAbout(talk).get('../../a.ts'), undefined);
  });
});

describe('findPlace', () => {
  const found = (text: string, piece: string, line: number): readonly number[] => {
    const place = findPlace(text, piece, line);
    return place ? [place.start, place.end] : [];
  };

  it('finds a piece where it was, and where it moved', () => {
    assert.deepEqual(found('a\nb\nc', 'b', 2), [2, 3]);
    assert.deepEqual(found('new\nlines\na\nb\nc', 'b', 2), [12, 13]);
  });

  it('takes the nearest of several', () => {
    const text = 'x\n1\nx\n2\nx\n3\n';
    assert.deepEqual(found(text, 'x', 1), [0, 1]);
    assert.deepEqual(found(text, 'x', 3), [4, 5]);
    assert.deepEqual(found(text, 'x', 4), [4, 5]);
    assert.deepEqual(found(text, 'x', 99), [8, 9]);
  });

  it('finds pieces with other line ends', () => assert.deepEqual(found('a\r\nb\r\nc', 'b\nc', 2), [3, 7]));

  it('finds nothing where there is nothing', () => {
    assert.deepEqual(found('a', 'b', 1), []);
    assert.deepEqual(found('a', '', 1), []);
    assert.deepEqual(found('', 'b', 5), []);
  });
});

describe('findReplaced', () => {
  const one = 'function one() {\n  if (a) {\n    b();\n  }\n}';
  const two = 'function two() {\n  c();\n}';
  const both = `${one}\n\n${two}\n`;
  const found = (text: string, code: string): string | undefined => {
    const place = findReplaced(text, code);
    return place && text.slice(place.start, place.end);
  };

  it('is the piece that the code is a version of, though the whole file begins and ends like it', () => {
    assert.equal(found(both, one.replace('b', 'x')), one);
    assert.equal(found(both, two.replace('c(', 'x(')), two);
    assert.equal(found(both, 'function one() {\n  return 1;\n}'), one);
  });

  it('is the whole file for a new version of all of it', () => {
    assert.equal(found(both, both.replace('b', 'x').replace('c(', 'y(')), both.trimEnd());
    assert.equal(found(both.replaceAll('\n', '\r\n'), both), both.trimEnd().replaceAll('\n', '\r\n'));
    assert.equal(found('\n', 'new();\n'), '\n');
  });

  it('finds code whose margin was taken away', () => {
    const method = '  add() {\n    return 1;\n  }';
    assert.equal(found(`class A {\n${method}\n}\n`, 'add() {\n  return 2;\n}'), method);
  });

  it('is nothing where the code begins or ends like nothing in the file, or like two places', () => {
    assert.equal(found(both, 'c();\nd();'), undefined);
    assert.equal(found(both, ''), undefined);
    assert.equal(found(`${one}\n${one}\n`, one.replace('b', 'x')), undefined);
  });

  it('is nothing where the code leaves something out', () => {
    assert.equal(found(both, 'function one() {\n  // ... as before\n  x();\n}'), undefined);
    assert.equal(found(`// ... x\n${two}`, `// ... x\n${two}`), `// ... x\n${two}`);
  });
});
