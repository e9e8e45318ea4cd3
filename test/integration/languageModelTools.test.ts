import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { field } from '../../src/core/unknown';
import { lastQuestion } from '../support/questions';
import { type ScriptedReply, sse } from '../support/scriptedReply';
import { answer, chunk, drain, failureOf, PICTURE, stream, text, useLanguageModels } from './languageModelUser';

describe('the language models of VS Code call the tools of another extension', () => {
  const { other, server, use, model, user } = useLanguageModels();
  const tools = [
    {
      name: 'weather',
      description: 'The weather',
      inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
    },
    { name: 'time', description: 'The time' },
  ];
  const calls = (written: string, id?: string): ScriptedReply =>
    stream({
      send: sse(
        chunk({
          content: 'Let me see.',
          tool_calls: [{ index: 0, id, function: { name: 'weather', arguments: '' } }],
        }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: written } }] }, 'tool_calls'),
        '[DONE]',
      ),
    });
  const callsIn = (parts: readonly unknown[]) => parts.filter(part => part instanceof vscode.LanguageModelToolCallPart);

  it('and go on with their results and pictures', async () => {
    const asked = await model();
    server().script(calls('{"city":"Oslo"}', 'call_1'));
    const question = user('How is the weather in Oslo?');
    const options = { tools, toolMode: other().LanguageModelChatToolMode.Required };
    const parts = await drain(await asked.sendRequest([question], options));
    const [called] = callsIn(parts);
    assert.ok(called);
    assert.deepEqual({ ...called }, { callId: 'call_1', name: 'weather', input: { city: 'Oslo' } });
    const first = lastQuestion(server().requests)?.body;
    assert.equal(field(first, 'tool_choice'), 'required');
    assert.deepEqual(field(first, 'tools'), [
      {
        type: 'function',
        function: { name: 'weather', description: 'The weather', parameters: tools[0]?.inputSchema },
      },
      {
        type: 'function',
        function: { name: 'time', description: 'The time', parameters: { type: 'object', properties: {} } },
      },
    ]);

    server().script(answer('openai', '4 degrees.'));
    const picture = vscode.LanguageModelDataPart.image(PICTURE, 'image/png');
    const result = new vscode.LanguageModelToolResultPart('call_1', [
      new vscode.LanguageModelTextPart('4 °C'),
      picture,
    ]);
    const said = other().LanguageModelChatMessage.Assistant([new vscode.LanguageModelTextPart('Let me see.'), called]);
    const last = await drain(await asked.sendRequest([question, said, user([result])], { tools }));
    assert.equal(text(last), '4 degrees.');
    const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } };
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PICTURE.toString('base64')}` } };
    assert.deepEqual(field(lastQuestion(server().requests)?.body, 'messages'), [
      { role: 'user', content: 'How is the weather in Oslo?' },
      { role: 'assistant', content: 'Let me see.', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: '4 °C\n\n[Image: image]' },
      { role: 'user', content: [{ type: 'text', text: '[Images of the tool call call_1]' }, image] },
    ]);
    assert.equal(field(lastQuestion(server().requests)?.body, 'tool_choice'), undefined);
  });

  it('with an id also where the server gives none, and without arguments where there are none', async () => {
    server().script(calls(''));
    const [called] = callsIn(await drain(await (await model()).sendRequest([user('hi')], { tools })));
    assert.ok(called);
    assert.deepEqual(called.input, {});
    assert.notEqual(called.callId, '');
  });

  it('and say so where what they call it with is not JSON, behind their text', async () => {
    server().script(calls('{"city":'));
    const { parts, error } = await failureOf((await model()).sendRequest([user('hi')], { tools }));
    assert.equal(text(parts), 'Let me see.');
    assert.deepEqual(callsIn(parts), []);
    assert.match(error.message, /called the tool weather with something that is not JSON/);
  });

  it('never over the envelope protocol, which tells what was called as text', async () => {
    await use('envelope');
    const asked = await model();
    assert.equal(Object(asked).capabilities?.supportsToolCalling ?? false, false);
    server().script(answer('envelope', 'Hello.'));
    const call = new vscode.LanguageModelToolCallPart('call_1', 'weather', { city: 'Oslo' });
    const result = new vscode.LanguageModelToolResultPart('call_1', [new vscode.LanguageModelTextPart('4 °C')]);
    const history = [other().LanguageModelChatMessage.Assistant([call]), user([result])];
    assert.equal(text(await drain(await asked.sendRequest(history, { tools }))), 'Hello.');
    assert.deepEqual(lastQuestion(server().requests)?.body, {
      model: 'practice-model',
      messages: [
        { role: 'assistant', content: '[Called the tool weather (call_1) with {"city":"Oslo"}]' },
        { role: 'user', content: '[Result of the tool call call_1]\n4 °C' },
      ],
    });
  });
});
