import assert from 'node:assert/strict';
import type { ChatRequest, ModelInfo } from '../../../../src/core/chat';
import {
  findOffered,
  offeredId,
  offeredModels,
  parametersOver,
  requestFor,
  tokensOf,
} from '../../../../src/core/models/offeredModels';
import { endpoint } from '../client/clientSetup';

const url = 'https://api.corp.test/v1';
const neolink = 'https://ai-neolink.com/model/api/v1/chat/completion_messages';

function offered(more: object, told: readonly ModelInfo[] = []) {
  const setting = { url, model: 'm', ...more };
  return offeredModels(endpoint(setting), told);
}

describe('The models that others can use', () => {
  it('are those of the setting, then those that the server has told, each once', () => {
    const models = offered({ models: ['n', 'm'] }, [{ id: 'z' }, { id: 'n' }]);
    assert.deepEqual(
      models.map(({ model }) => model),
      ['m', 'n', 'z'],
    );
    assert.deepEqual(offered({ model: '' }), []);
  });

  it('hold what the user says, else what the server tells, else what is assumed', () => {
    const limits = (setting: object, told?: Partial<ModelInfo>) => {
      const [model] = offered(setting, told ? [{ id: 'm', ...told }] : []);
      return [model?.maxInputTokens, model?.maxOutputTokens];
    };
    assert.deepEqual(limits({}), [128_000 - 8192, 8192]);
    assert.deepEqual(limits({ url: neolink }), [32_768 - 8192, 8192]);
    assert.deepEqual(limits({}, { contextWindow: 4000 }), [3000, 1000]);
    assert.deepEqual(limits({}, { contextWindow: 10_000, maxOutputTokens: 2000 }), [8000, 2000]);
    assert.deepEqual(limits({ contextWindow: 8000 }, { contextWindow: 10_000, maxOutputTokens: 2000 }), [6000, 2000]);
    assert.deepEqual(limits({ parameters: { max_tokens: 200 } }, { contextWindow: 4000 }), [3800, 200]);
    assert.deepEqual(limits({}, { contextWindow: 4000, maxOutputTokens: 4000 }), [2000, 2000], 'room for a question');
    assert.deepEqual(limits({}, { contextWindow: 1 }), [0, 1]);
  });

  it('see images and call tools, where the protocol can and the server does not say no', () => {
    const abilities = (setting: object, told: Partial<ModelInfo> = {}) =>
      offered(setting, [{ id: 'm', ...told }]).map(({ imageInput, toolCalling }) => [imageInput, toolCalling]);
    assert.deepEqual(abilities({}), [[true, true]]);
    assert.deepEqual(abilities({}, { vision: false, tools: true }), [[false, true]]);
    assert.deepEqual(abilities({}, { vision: true, tools: false }), [[true, false]]);
    assert.deepEqual(abilities({ url: neolink }, { vision: true, tools: true }), [[false, false]]);
  });

  it('are found again by their names, whatever slashes these hold', () => {
    const endpoints = ['Deka', 'Deka/EU'].map(name => ({ ...endpoint({ url }), name }));
    for (const { name } of endpoints) {
      const id = offeredId({ endpoint: name, model: 'qwen/qwen2-vl:7b' });
      const found = findOffered(id, endpoints);
      assert.deepEqual([found?.endpoint.name, found?.model], [name, 'qwen/qwen2-vl:7b']);
    }
    assert.equal(findOffered('Gone/m', endpoints), undefined);
  });
});

describe('What others ask of a model', () => {
  it('goes over the endpoint’s own parameters, without what is a note of VS Code, or follows from the request', () => {
    const setting = { url, parameters: { temperature: 0.2, seed: 1 } };
    const asked = endpoint(setting);
    const wanted = {
      temperature: 0,
      top_p: 1,
      _correlation: 'x',
      model: 'other',
      messages: [],
      stream: false,
      tools: [],
    };
    assert.deepEqual(parametersOver(asked, wanted), { temperature: 0, seed: 1, top_p: 1 });
  });

  const image = { type: 'image', name: 'image', mediaType: 'image/png', data: 'AAAA' } as const;
  const request: ChatRequest = {
    model: 'm',
    messages: [{ role: 'user', parts: [image, { type: 'toolResult', callId: 'a', content: [image] }] }],
    parameters: {},
    stream: true,
    tools: [{ name: 't', description: '', parameters: {} }],
  };

  it('is asked as it is where the model takes all of it', () => {
    const [model] = offered({});
    assert.ok(model);
    assert.equal(requestFor(model, request), request);
  });

  it('names images that a model cannot see, also those of results', () => {
    const [model] = offered({}, [{ id: 'm', vision: false }]);
    assert.ok(model);
    const named = { type: 'text', text: '[Image: image]' };
    assert.deepEqual(requestFor(model, request).messages, [
      { role: 'user', parts: [named, { type: 'toolResult', callId: 'a', content: [named] }] },
    ]);
  });

  it('has no tools where the model has none, nor where it can neither see', () => {
    const [noTools] = offered({}, [{ id: 'm', tools: false }]);
    const [neither] = offered({ url: neolink });
    assert.ok(noTools && neither);
    assert.equal(requestFor(noTools, request).tools, undefined);
    const types = requestFor(neither, request).messages.flatMap(({ parts }) => parts.map(({ type }) => type));
    assert.deepEqual([...new Set(types)], ['text']);
  });
});

describe('The estimate of tokens', () => {
  const words = 'The quick brown fox jumps over the lazy dog.';

  it('counts a text, and a message with all that it holds', () => {
    const count = tokensOf(words);
    assert.ok(count >= 8 && count <= 14, `${count}`);
    const text = { type: 'text', text: words } as const;
    const call = { type: 'toolCall', call: { id: 'a', name: 'weather', arguments: '{"city":"Oslo"}' } } as const;
    assert.ok(tokensOf({ role: 'user', parts: [text] }) > count);
    assert.ok(tokensOf({ role: 'assistant', parts: [call] }) > tokensOf({ role: 'assistant', parts: [] }));
    const result = { type: 'toolResult', callId: 'a', content: [text, text] } as const;
    assert.ok(tokensOf({ role: 'user', parts: [result] }) > 2 * count);
  });

  it('counts an image as the largest that there is', () => {
    const image = { type: 'image', name: 'i', mediaType: 'image/png', data: 'AA' } as const;
    assert.equal(tokensOf({ role: 'user', parts: [image] }) - tokensOf({ role: 'user', parts: [] }), 1600);
  });
});
