// Failures that a user mends with the buttons under them, in a real VS Code.
import assert from 'node:assert/strict';
import { type ProxyServer, startProxyServer } from '../support/proxyServer';
import { isQuestion, lastQuestion } from '../support/questions';
import { json } from '../support/scriptedReply';
import { PRACTICE_MODEL, usePracticeWorkbench } from './practiceWorkbench';
import { leaveBox, pickItem, quickInput, runCommand } from './quickInput';

const KEY = 'sk-mending-canary';

describe('a user whose endpoint does not answer, in a real VS Code', () => {
  let proxy: ProxyServer;
  const { server, workbench, ...driver } = usePracticeWorkbench({
    pace: { firstTokenMs: 0, tokenMs: 1 },
    async settings({ url }) {
      proxy = await startProxyServer({ resolve: () => new URL(url).host });
      const model = PRACTICE_MODEL;
      const endpoints = [
        { name: 'Busy', url, model },
        { name: 'Shortened', url: `${url}/chat/completions`, model },
        { name: 'Elsewhere', url: url.replace('127.0.0.1', 'localhost'), model },
        { name: 'Unencrypted', url: 'http://model.corp.test/v1', model, headers: { 'x-api-key': KEY } },
      ];
      return { 'endpointChat.endpoints': endpoints, 'http.proxy': proxy.url };
    },
  });
  after(() => proxy?.close());

  async function choose(endpoint: string): Promise<void> {
    await runCommand(workbench(), 'Endpoint Chat: Select Endpoint…');
    await pickItem(workbench(), endpoint);
    await driver
      .chat()
      .getByRole('button', { name: /^Model:/ })
      .filter({ hasText: endpoint })
      .waitFor();
  }

  it('sees why it waits and how long, and stops waiting', async () => {
    await choose('Busy');
    const headers = { 'Retry-After': '50', 'Content-Type': 'application/json' };
    const words = JSON.stringify({ error: { message: 'Too many questions at once' } });
    server().script({ when: isQuestion, status: 429, headers, steps: [{ send: words }] });
    await driver.ask('hello');
    const answer = driver.answers().last();
    await answer.getByText('Too many questions at once').waitFor();
    await answer.getByText(/in [1-4]?\d s/).waitFor();
    await answer.getByRole('button', { name: 'Stop waiting' }).click();
    await answer.getByText('Stopped').waitFor();
    assert.equal(server().requests.filter(isQuestion).length, 1);
  });

  it('takes the address that is suggested, and is answered', async () => {
    await choose('Shortened');
    await driver.ask('hello');
    const alert = driver.answers().last().getByRole('alert');
    assert.match(await alert.innerText(), /does not know this address[\s\S]*\/chat\/completions/);
    await alert.getByRole('button', { name: 'Use /v1/chat/completions' }).click();
    await workbench().page.getByRole('button', { name: 'Use this address' }).click();
    await driver.answers().last().getByText('practice server').first().waitFor();
    assert.equal(lastQuestion(server().requests)?.path, '/v1/chat/completions');
  });

  it('is asked for the token of the server that refused, also when another one is chosen since', async () => {
    await choose('Busy');
    server().script({ when: isQuestion, ...json({ error: { message: 'Who are you?' } }, 401) });
    await driver.ask('hello');
    const refused = driver.answers().last().getByRole('alert');
    await refused.getByText('Who are you?').waitFor();
    await choose('Elsewhere');
    await driver.ask('And you?');
    await driver.answers().last().getByText('practice server').first().waitFor();
    const old = driver.chat().getByRole('alert').filter({ hasText: 'Who are you?' });
    await old.getByRole('button', { name: 'Set token' }).click();
    await quickInput(workbench()).getByText(`The token for ${server().url}`).waitFor();
    await leaveBox(workbench());
  });

  it('has sent nothing unencrypted until it allows that', async () => {
    await choose('Unencrypted');
    const before = server().requests.length;
    await driver.ask('hello');
    const alert = driver.answers().last().getByRole('alert');
    assert.match(await alert.innerText(), /Nothing was sent: without https/);
    assert.equal(server().requests.length, before);
    await alert.getByRole('button', { name: 'Send it unencrypted' }).click();
    const dialog = workbench().page.getByRole('dialog');
    await dialog.getByText('Do this only within a network that you trust').waitFor();
    await dialog.getByRole('button', { name: 'Send it unencrypted' }).click();
    await driver.answers().last().getByText('practice server').first().waitFor();
    assert.equal(lastQuestion(server().requests)?.headers['x-api-key'], KEY);
    assert.equal(proxy.requests.at(-1)?.target, 'http://model.corp.test/v1/chat/completions');
  });
});
