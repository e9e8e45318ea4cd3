import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { type PracticeServer, startPracticeServer } from '../support/practiceServer';
import { chooseEndpoint, type LocalServer, type StartEndpoint } from './endpoint';
import { linkExtension, writeEndpoint } from './profile';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporaryFolder';
import { checkInstalled } from './vscodeChoice';

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

function endpoint(name: string, model = 'some-model'): StartEndpoint {
  const setting = { name, url: 'https://llm.example/v1/chat/completions', model };
  return { setting, why: 'of a test', close: async () => undefined };
}

describe('npm start', () => {
  let folder: string;
  let practice: PracticeServer;

  before(async () => {
    practice = await startPracticeServer({ token: 'sk-start' });
  });
  after(() => practice.close());
  beforeEach(async () => {
    folder = await makeTemporaryFolder();
  });
  afterEach(() => removeTemporaryFolder(folder));

  describe('chooses the endpoint', () => {
    it('that the environment names, with another name for another model', async () => {
      const environment = { ENDPOINT_URL: 'https://llm.corp.example' };
      const first = await chooseEndpoint({ ...environment, ENDPOINT_MODEL: 'qwen3' }, []);
      const second = await chooseEndpoint({ ...environment, ENDPOINT_MODEL: 'llama4' }, []);
      const url = 'https://llm.corp.example/v1/chat/completions';
      assert.deepEqual(first.setting, { name: 'llm.corp.example (qwen3)', url, model: 'qwen3' });
      assert.deepEqual(second.setting, { name: 'llm.corp.example (llama4)', url, model: 'llama4' });
    });

    it('that the environment names, with its first model where none is named and a token as it was pasted', async () => {
      const chosen = await chooseEndpoint({ ENDPOINT_URL: practice.url, ENDPOINT_TOKEN: 'Bearer sk-start' }, []);
      assert.equal(chosen.setting.name, new URL(practice.url).host);
      assert.equal(chosen.setting.model, 'practice-model');
    });

    it('of the first model server that answers on this machine', async () => {
      const open = await startPracticeServer();
      const servers: readonly LocalServer[] = [
        { name: 'Not running', port: await closedPort() },
        { name: 'Wants a token', port: Number(new URL(practice.url).port) },
        { name: 'Running', port: Number(new URL(open.url).port) },
      ];
      try {
        const { setting } = await chooseEndpoint({}, servers);
        assert.deepEqual(setting, {
          name: 'Running',
          url: `${open.url}/v1/chat/completions`,
          model: 'practice-model',
        });
      } finally {
        await open.close();
      }
    });

    it('of a practice server where there is no other', async () => {
      const chosen = await chooseEndpoint({}, [{ name: 'Not running', port: await closedPort() }]);
      try {
        assert.equal(chosen.setting.name, 'Practice server');
        assert.equal((await fetch(new URL('/v1/models', chosen.setting.url))).status, 200);
      } finally {
        await chosen.close();
      }
    });
  });

  describe('writes the endpoint into the settings', () => {
    const settingsFile = () => path.join(folder, 'User', 'settings.json');
    const readSettings = async () => JSON.parse(await readFile(settingsFile(), 'utf8'));
    const write = async (settings: string) => {
      await mkdir(path.dirname(settingsFile()), { recursive: true });
      await writeFile(settingsFile(), settings);
    };

    it('first, for the one of the last start, and keeps what is of the user', async () => {
      const mine = { name: 'Mine', url: 'https://mine.example', parameters: { temperature: 0 } };
      await write(JSON.stringify({ 'editor.fontSize': 20, 'endpointChat.endpoints': [mine, { url: 'no name yet' }] }));
      for (const model of ['qwen3', 'llama4']) {
        const { setting, ...rest } = endpoint(`llm.example (${model})`, model);
        await writeEndpoint(folder, { setting, ...rest });
        assert.deepEqual(await readSettings(), {
          'editor.fontSize': 20,
          'endpointChat.endpoints': [setting, mine, { url: 'no name yet' }],
        });
      }
    });

    it('under another name where the user has one of this name', async () => {
      const mine = { name: 'Ollama', url: 'http://127.0.0.1:11434', parameters: { temperature: 0 } };
      await write(JSON.stringify({ 'endpointChat.endpoints': [mine] }));
      for (const _start of ['first', 'second']) {
        await writeEndpoint(folder, endpoint('Ollama'));
        const first = { ...endpoint('Ollama').setting, name: 'Ollama (npm start)' };
        assert.deepEqual(await readSettings(), { 'endpointChat.endpoints': [first, mine] });
      }
    });

    it('never into settings that it cannot read', async () => {
      await write('{ // a comment\n}');
      await writeEndpoint(folder, endpoint('Any'));
      assert.equal(await readFile(settingsFile(), 'utf8'), '{ // a comment\n}');
    });
  });

  describe('links the extension', () => {
    const link = () => path.join(folder, 'extensions', 'endpoint-chat.endpoint-chat');

    for (const [name, makesOld] of [
      ['that leads nowhere', false],
      ['to another clone', true],
    ] as const) {
      it(`for a link ${name}`, async () => {
        const [old, here] = [path.join(folder, 'old'), path.join(folder, 'here')];
        await mkdir(path.dirname(link()));
        await mkdir(here);
        if (makesOld) await mkdir(old);
        if (makesOld) await writeFile(path.join(old, 'kept.txt'), 'kept');
        await symlink(old, link(), 'junction');
        await linkExtension(folder, here);
        await linkExtension(folder, here);
        assert.equal(path.resolve(await readlink(link())), here);
        if (makesOld) assert.equal(await readFile(path.join(old, 'kept.txt'), 'utf8'), 'kept');
      });
    }
  });

  // A shell script is no program on Windows.
  (process.platform === 'win32' ? describe.skip : describe)('judges the VS Code of this machine', () => {
    const judge = async (script: string) => {
      const code = path.join(folder, 'code');
      await writeFile(code, `#!/bin/sh\n${script}\n`);
      await chmod(code, 0o755);
      return { code, installed: await checkInstalled(code) };
    };

    it('and takes one that is recent enough', async () => {
      const { code, installed } = await judge('echo 1.106.3; echo 0123abc; echo x64');
      assert.deepEqual(installed, { executable: code });
    });

    for (const [name, script, problem] of [
      ['is too old', 'echo 1.105.1', 'it is 1.105.1, and the extension needs 1.106 or later'],
      ['is broken', 'echo No such thing. >&2; exit 1', 'it does not say its version (No such thing.)'],
      ['is something else', 'echo hello', 'it does not say its version'],
    ] as const) {
      it(`and says why not where it ${name}`, async () => {
        assert.deepEqual((await judge(script)).installed, { problem });
      });
    }
  });
});
