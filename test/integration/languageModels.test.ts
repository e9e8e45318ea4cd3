import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Client } from '../../src/core/client/client';
import { type Endpoint, parseEndpoints } from '../../src/core/endpoints/endpoints';
import { createModelCatalog } from '../../src/core/models/modelCatalog';
import { createModelLists } from '../../src/core/models/modelLists';
import { createLanguageModelProvider } from '../../src/vscode/languageModels/languageModelProvider';
import { isQuestion } from '../support/questions';
import { drain, models, useLanguageModels } from './languageModelUser';
import { setUserSetting, untilAnswered } from './support';

describe('the language models of VS Code', () => {
  const { other, server, use, model, user } = useLanguageModels();

  describe('are listed', () => {
    it('without a connection: those of every endpoint, by endpoint and model', async () => {
      const endpoints = [
        {
          name: 'Practice',
          url: server().url,
          model: 'practice-model',
          models: ['vendor/second'],
          contextWindow: 9000,
        },
        { name: 'Neo/link', url: `${server().url}/api/v1/chat/completion_messages`, model: 'seven:7b' },
      ];
      await setUserSetting('endpoints', endpoints);
      let listed: readonly vscode.LanguageModelChat[] = [];
      await untilAnswered('the new ones are listed', async () => {
        listed = await other().lm.selectChatModels({ vendor: 'endpoint-chat' });
        return listed.length === 3;
      });
      assert.deepEqual(listed.map(({ id, name, family }) => [id, name, family]).toSorted(), [
        ['Neo/link/seven:7b', 'seven:7b', 'seven'],
        ['Practice/practice-model', 'practice-model', 'practice-model'],
        ['Practice/vendor/second', 'vendor/second', 'second'],
      ]);
      assert.equal(listed.find(({ id }) => id === 'Practice/practice-model')?.maxInputTokens, 6750);
      assert.equal(server().connections().accepted, 0);
    });

    it('anew as soon as the settings change', async () => {
      await models(other(), 'Practice/practice-model');
      await use('openai', { model: 'another' });
      await untilAnswered('the list is another one', async () => {
        const offered = await other().lm.selectChatModels({ vendor: 'endpoint-chat' });
        return offered.map(({ id }) => id).join() === 'Practice/another';
      });
    });

    it('with what the endpoint tells of them, once it has answered, and again without asking', async () => {
      await drain(await (await model()).sendRequest([user('hi')]));
      let known: readonly vscode.LanguageModelChat[] = [];
      await untilAnswered('the list is known', async () => {
        known = await models(other(), 'Practice/practice-thinker');
        return known.length > 0;
      });
      assert.equal(known[0]?.maxInputTokens, 32_768 - 8192);
      assert.equal(server().requests.filter(request => !isQuestion(request)).length, 1);
    });
  });

  it('count tokens', async () => {
    const asked = await model();
    const words = await asked.countTokens('The quick brown fox jumps over the lazy dog.');
    assert.ok(words >= 8 && words <= 14, `${words}`);
    assert.ok((await asked.countTokens(user('The quick brown fox jumps over the lazy dog.'))) >= words);
  });
});

describe('the provider of language models', () => {
  const never = new vscode.CancellationTokenSource().token;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function clientThat(models: Client['models']): Client {
    return {
      models,
      async *chat() {},
      async *check() {},
      prepare: async () => undefined,
      close: async () => undefined,
    };
  }

  function setUp(models: Client['models'], endpoints: readonly Endpoint[]) {
    let changes = 0;
    const lists = createModelLists(path.join(folder, `${Math.random()}.json`));
    const catalog = createModelCatalog({
      lists: async () => lists,
      models: endpoint => models(endpoint, AbortSignal.timeout(5000)),
      tokenChanges: () => 0,
      onRecalled: () => undefined,
      onLearned: () => changes++,
    });
    const client = async () => clientThat(models);
    const provider = createLanguageModelProvider({ endpoints: () => endpoints, client, catalog });
    const list = async (silent: boolean): Promise<readonly string[]> =>
      (await provider.models({ silent }, never)).map(({ id }) => id);
    const names = async (): Promise<readonly string[]> =>
      (await provider.models({ silent: true }, never)).map(({ name }) => name);
    return { list, names, changes: () => changes };
  }

  const { endpoints } = parseEndpoints([
    { name: 'One', url: 'localhost:1', model: 'a' },
    { name: 'Down', url: 'localhost:2', model: 'b' },
  ]);

  it('asks every endpoint when the user wants to see all, and then knows without asking', async () => {
    const asked: string[] = [];
    const { list, changes } = setUp(async ({ name }) => {
      asked.push(name);
      if (name === 'Down') throw new Error('down');
      return [{ id: 'z' }];
    }, endpoints);
    assert.deepEqual(await list(true), ['One/a', 'Down/b']);
    assert.deepEqual(asked, []);
    assert.deepEqual(await list(false), ['One/a', 'One/z', 'Down/b']);
    assert.deepEqual(asked, ['One', 'Down']);
    assert.equal(changes(), 1);
    assert.deepEqual(await list(true), ['One/a', 'One/z', 'Down/b']);
    assert.deepEqual(asked, ['One', 'Down']);
  });

  it('says whose a model is where several endpoints have it', async () => {
    const { endpoints: both } = parseEndpoints([
      { name: 'One', url: 'localhost:1', model: 'a', models: ['b'] },
      { name: 'Two', url: 'localhost:2', model: 'a' },
    ]);
    assert.deepEqual(await setUp(async () => undefined, both).names(), ['a (One)', 'b', 'a (Two)']);
  });

  it('offers to add an endpoint where there is none, and only when it may ask', async () => {
    const { list } = setUp(async () => undefined, []);
    const run = vscode.commands.executeCommand;
    const commands: string[] = [];
    Object.assign(vscode.commands, { executeCommand: async (command: string) => void commands.push(command) });
    try {
      assert.deepEqual(await list(true), []);
      assert.deepEqual(commands, []);
      assert.deepEqual(await list(false), []);
      assert.deepEqual(commands, ['endpointChat.addEndpoint']);
    } finally {
      Object.assign(vscode.commands, { executeCommand: run });
    }
  });
});
