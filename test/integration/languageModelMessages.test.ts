import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { messageOf, messagesOf, toolOf } from '../../src/vscode/languageModels/languageModelMessages';

const text = (words: string) => new vscode.LanguageModelTextPart(words);

function parts(...content: readonly unknown[]) {
  return messageOf({ role: vscode.LanguageModelChatMessageRole.User, content, name: undefined }).parts;
}

describe('VS Code’s messages in our words', () => {
  it('have the roles of user and assistant, and that of instructions, which has no name in the API', () => {
    const roles = [1, 2, 3].map(role => messageOf({ role, content: [text('x')], name: undefined }).role);
    assert.deepEqual(roles, ['user', 'assistant', 'system']);
  });

  it('keep their order, and leave out what nothing is left of', () => {
    const thinking = { value: 'Hm.', id: 'x' };
    const empty = { role: 2, content: [thinking, text('')], name: undefined };
    const said = { role: 1, content: [text('one'), text('two')], name: undefined };
    assert.deepEqual(messagesOf([empty, said]), [
      {
        role: 'user',
        parts: [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ],
      },
    ]);
  });

  it('take data for what it is: an image, a text, or something that is only named; notes of VS Code are none', () => {
    const { LanguageModelDataPart: data } = vscode;
    const bytes = Uint8Array.from([1, 2, 3]);
    assert.deepEqual(parts(data.image(bytes, 'image/jpg')), [
      { type: 'image', name: 'image', mediaType: 'image/jpeg', data: 'AQID' },
    ]);
    const texts = [
      [new data(Buffer.from('{"a":1}'), 'application/json'), '{"a":1}'],
      [data.text('# Hi', 'text/markdown'), '# Hi'],
      [new data(bytes, 'application/pdf'), '[application/pdf, 3 bytes]'],
      [data.image(bytes, 'image/bmp'), '[image/bmp, 3 bytes]'],
    ] as const;
    for (const [part, words] of texts) assert.deepEqual(parts(part), [{ type: 'text', text: words }]);
    assert.deepEqual(parts(new data(bytes, 'cache_control'), new data(bytes, 'stateful_marker')), []);
  });

  it('take the words out of what prompt-tsx makes of a result', () => {
    const leaf = (words: string, lineBreakBefore = false) => ({ type: 2, text: words, lineBreakBefore });
    const value = {
      node: { type: 1, ctor: 1, children: [leaf('4 °C'), { type: 1, children: [leaf('windy', true)] }] },
    };
    const result = new vscode.LanguageModelToolResultPart('a', [new vscode.LanguageModelPromptTsxPart(value)]);
    assert.deepEqual(parts(result), [
      { type: 'toolResult', callId: 'a', content: [{ type: 'text', text: '4 °C\nwindy' }] },
    ]);
  });

  it('are understood as plain data too, as VS Code itself has them when it counts', () => {
    assert.deepEqual(parts({ type: 'text', value: 'Hi' }, null, 7, 'x'), [{ type: 'text', text: 'Hi' }]);
  });

  it('give a tool without a schema one that says nothing', () => {
    assert.deepEqual(toolOf({ name: 't', description: 'd' }), {
      name: 't',
      description: 'd',
      parameters: { type: 'object', properties: {} },
    });
  });
});
