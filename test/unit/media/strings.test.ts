import assert from 'node:assert/strict';
import { fill, fillNodes, strings } from '../../../media/strings';

describe("The page's words", () => {
  it('get their values in place', () => {
    assert.equal(fill(strings.thoughtFor, { seconds: 6 }), 'Thought for 6 s');
  });

  it('show a value that looks like a place as it is', () => {
    assert.equal(fill(strings.model, { model: '{model} $& \\1' }), 'Model: {model} $& \\1');
  });

  it('keep elements as elements', () => {
    assert.deepEqual(fillNodes('a {x} b', { x: 'X' }), ['a ', 'X', ' b']);
  });

  it('call the reasoning by the name that the contract gives it, at every stage', () => {
    const summaries = [strings.thought, strings.thoughtFor, strings.thinking, strings.thinkingFor];
    assert.deepEqual(
      summaries.filter(text => !text.startsWith('Thought')),
      [],
    );
  });
});
