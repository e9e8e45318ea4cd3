import assert from 'node:assert/strict';
import type { EditPlace } from '../../../../src/core/edits/editMessages';
import { withoutTalk } from '../../../../src/core/edits/talk';

const PLACE: EditPlace = { path: 'a', language: 'typescript', before: '', code: 'a();', after: '\n', line: 1 };

describe('what a model says about code', () => {
  const talk: Readonly<Record<string, string>> = {
    'a heading': 'b();\n\nExplanation: it was wrong.',
    'a list': 'b();\n\nChanges made:\n- it calls b\n- it no longer calls a',
    'two paragraphs': 'b();\n\nThis function now calls `b()`.\n\nLet me know if you want more.',
    'an introduction': 'Here is the updated code:\nb();',
  };
  for (const [name, answer] of Object.entries(talk)) {
    it(`is cut off: ${name}`, () => assert.equal(withoutTalk(answer, PLACE).trim(), 'b();'));
  }

  const content: readonly (readonly [name: string, language: string, text: string, code?: string])[] = [
    ['the last key of a YAML file', 'yaml', 'version: 2\n\nchanges:\n  - Adds a thing.'],
    ['a note in YAML', 'yaml', 'version: 2\n\nnotes: This is fine.'],
    ['the end of a docstring', 'python', '"""Adds.\n\nThis function returns the sum.\n"""'],
    ['the end of a docstring on one line', 'python', '"""Adds.\n\nThis function returns the sum."""'],
    ['an annotation', 'python', 'id: int\n\nnotes: str'],
    ['a paragraph of HTML', 'html', '<p>One</p>\n\nIf you want more, read on.'],
    ['a paragraph in JSX', 'typescriptreact', 'const a = <p>One\n\nIf you want more, read on.</p>;'],
    ['the first line of LaTeX', 'latex', 'Here is the first result.\n\\section{x}'],
    ['the end of a comment', 'c', '/*\nAdds.\n\nThis function returns the sum.\n*/'],
    ['the end of a template', 'typescript', 'const t = `Hello\n\nThis change is good.`;'],
    ['the end of a text for the shell', 'shellscript', 'cat <<EOF\nHello\n\nThis change is good.\nEOF'],
    ['the end of a string', 'sql', "select 'Hello\n\nThis change is good.'"],
    ['what is in reStructuredText', 'restructuredtext', 'Title\n\nSummary: it is short.'],
  ];
  for (const [name, language, text] of content) {
    it(`is not what belongs to the file: ${name}`, () => assert.equal(withoutTalk(text, { ...PLACE, language }), text));
  }

  it('is not a sentence of a docstring of which a part is edited', () => {
    const text = 'Adds.\n\nThis function returns the sum of both.';
    assert.equal(withoutTalk(text, { ...PLACE, language: 'python', before: 'def f():\n    """' }), text);
  });
});
