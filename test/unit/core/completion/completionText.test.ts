import assert from 'node:assert/strict';
import { createCompletionText } from '../../../../src/core/completion/completionText';

const context = { path: 'a.ts', language: 'typescript', before: 'f() {\n  ', after: '\n}\n', indentUnit: '  ' };

describe('the text of a completion as it is written', () => {
  it('is cleaned as an answer in words, or left as a model fills it in', () => {
    const said = createCompletionText(context);
    said.take({ type: 'text', text: '```ts\n    return 1;\n```' });
    assert.equal(said.whole(), 'return 1;');
    const filled = createCompletionText(context);
    filled.take({ type: 'filling' });
    filled.take({ type: 'text', text: '  return 1;' });
    assert.equal(filled.whole(), '  return 1;');
  });

  it('shows nothing that cannot be seen before it was asked about', () => {
    const text = createCompletionText(context);
    text.take({ type: 'text', text: 'a\u202Eb' });
    assert.equal(text.soFar(), 'ab');
    assert.equal(text.whole(), 'a\u202Eb');
  });

  it('is left where a model never ends', () => {
    const text = createCompletionText(context);
    let pieces = 0;
    while (text.take({ type: 'text', text: 'again and again; ' })) pieces++;
    assert.ok(pieces > 1000 && pieces < 4000, `${pieces}`);
  });
});
