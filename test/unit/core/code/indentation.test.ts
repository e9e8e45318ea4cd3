import assert from 'node:assert/strict';
import { fitIndentation } from '../../../../src/core/code/indentation';

const spaces = { insertSpaces: true, tabSize: 2 };
const tabs = { insertSpaces: false, tabSize: 4 };

describe('fitIndentation', () => {
  it('moves code from its own margin to that of its place', () => {
    assert.equal(fitIndentation('    a\n      b\n    c', '  ', spaces, true), '  a\n    b\n  c');
  });

  it('leaves the first line behind a margin that is there', () => {
    assert.equal(fitIndentation('if (x) {\n  y();\n}', '    ', spaces, false), 'if (x) {\n      y();\n    }');
  });

  it('writes tabs where the document has tabs, and spaces where it has spaces', () => {
    assert.equal(fitIndentation('a\n  b\n    c', '\t', tabs, true), '\ta\n\t\tb\n\t\t\tc');
    assert.equal(fitIndentation('a\n\tb\n\t\tc', '', spaces, true), 'a\n  b\n    c');
  });

  it('keeps empty lines empty, and ignores them for the margin', () => {
    assert.equal(fitIndentation('  a\n\n  b\n   ', '\t', tabs, true), '\ta\n\n\tb\n');
  });

  it('keeps code whose lines have no margin in common', () => {
    assert.equal(fitIndentation('  a\nb\n  c', '', spaces, true), '  a\nb\n  c');
  });
});
