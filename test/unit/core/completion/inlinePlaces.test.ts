import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { besideSelection, isGoodPlace, isLanguageOn } from '../../../../src/core/completion/inlineCompletion';
import { field, isRecord } from '../../../../src/core/unknown';

describe('where suggestions come by themselves', () => {
  const good = (code: string): boolean => {
    const [before = '', after = ''] = code.split('|');
    return isGoodPlace({ before, after });
  };

  it('is the end of a line, before closers too', () => {
    for (const code of ['a = |', 'a = |\nb', 'f(|)', 'f({ |});', "x['|']", 'a |   \nb', 'a\n|'])
      assert.ok(good(code), code);
  });

  it('is not inside a word, before other code, or in an empty file', () => {
    for (const code of ['na|me', 'a = | + b', '|x', '|', '\n|\n']) assert.ok(!good(code), code);
  });
});

describe('the switch for languages', () => {
  it('is on for code, and off for prose and what holds keys', () => {
    assert.ok(isLanguageOn({}, 'python'));
    for (const language of ['plaintext', 'markdown', 'dotenv', 'scminput']) assert.ok(!isLanguageOn({}, language));
  });

  it('is what the settings editor says', () => {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    const properties = field(field(field(manifest, 'contributes'), 'configuration'), 'properties');
    const defaults = field(field(properties, 'endpointChat.inlineCompletion.languages'), 'default');
    assert.ok(isRecord(defaults));
    assert.ok(Object.keys(defaults).length > 2);
    for (const [language, isOn] of Object.entries(defaults)) assert.equal(isLanguageOn({}, language), isOn, language);
  });

  it('is the user’s', () => {
    assert.ok(!isLanguageOn({ python: false }, 'python'));
    assert.ok(isLanguageOn({ markdown: true }, 'markdown'));
    assert.ok(!isLanguageOn({ '*': false }, 'go'));
    assert.ok(isLanguageOn({ '*': false, go: true }, 'go'));
    assert.ok(!isLanguageOn({ markdown: 'yes', '*': false }, 'constructor'));
  });
});

describe('beside a row that is chosen in a list', () => {
  const suggestion = { text: 'gth > 0', replaces: 0 };

  it('is the whole word, where it begins as the row does', () => {
    assert.deepEqual(besideSelection(suggestion, 'len', 'length'), { text: 'length > 0', replaces: 0 });
  });

  it('is nothing where it does not', () => {
    assert.equal(besideSelection(suggestion, 'len', 'lengthen'), undefined);
  });
});
