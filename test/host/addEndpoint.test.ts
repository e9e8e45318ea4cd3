// From a fresh profile to a first answer, with nothing but what a provider's page gives.
import assert from 'node:assert/strict';
import { arrayField, isRecord, parseJson } from '../../src/core/unknown';
import { isQuestion, lastQuestion } from '../support/questions';
import { json } from '../support/scriptedReply';
import { until } from '../support/until';
import { usePracticeWorkbench } from './practiceWorkbench';
import { box, leaveBox, pasteText, pickItem, pressKey, quickInput, runCommand, typeAnswer } from './quickInput';
import { userSettings } from './workbench';

const KEY = 'sk-wizard-canary-0123456789';

/** As a portal shows it: over several lines, mis-quoted, and with a comma too many. */
const command = (url: string): string => `curl -X POST "${url}/v1/chat/completions" \\
  -H "Content-Type": "application/json" \\
  -H "Authorization": "Bearer ${KEY}" \\
  -d '{
    "model": "practice-model",
    "messages": [{"role": "user", "content": "Hi"}],
    "temperature": 0.2,
  }'`;

describe('a new user who adds an endpoint, in a real VS Code', () => {
  const { server, workbench, chat, modelButton, ask, answered } = usePracticeWorkbench({
    token: KEY,
    pace: { firstTokenMs: 0, tokenMs: 1 },
    settings: () => ({}),
  });

  const asksForAddress = () => quickInput(workbench()).getByPlaceholder('Paste an address').waitFor();
  const says = (words: string | RegExp) => quickInput(workbench()).getByText(words).first().waitFor();
  const enter = () => pressKey(workbench(), 'Enter');
  const goBack = () => quickInput(workbench()).getByRole('button', { name: 'Back' }).click();
  const address = () => `${server().url}/v1/chat/completions`;

  async function open(): Promise<void> {
    await runCommand(workbench(), 'Endpoint Chat: Add Endpoint…');
    await asksForAddress();
  }

  /** The sealed secrets of the profile. */
  const secrets = () => workbench().page.evaluate(() => window.localStorage.getItem('secrets.provider'));

  async function assertNothingSaved(): Promise<void> {
    assert.doesNotMatch(await userSettings(workbench()), /endpointChat\.endpoints/);
    assert.equal(await secrets(), null);
  }

  it('is told that a token alone is no address, and the token is out of the box', async () => {
    await open();
    await pasteText(workbench(), KEY);
    await says('This looks like a token');
    assert.equal(await box(workbench()).inputValue(), '');
    await leaveBox(workbench());
  });

  it('is told that an address is empty, and not left alone', async () => {
    await open();
    await quickInput(workbench()).getByText('OpenAI-compatible endpoint').click();
    await says('Type or paste the address');
    await enter();
    await says('The address is empty.');
    await leaveBox(workbench());
  });

  it('is told what becomes of a key in another header', async () => {
    await open();
    await pasteText(workbench(), `curl https://llm.example/v1/chat/completions -H "x-api-key: ${KEY}"`);
    await says('The key will be sent as “Authorization: Bearer”');
    await leaveBox(workbench());
  });

  it('finds the paste again that it left, and an address that it typed', async () => {
    await open();
    await says('Continue with llm.example');
    await enter();
    await says('is filled in and kept hidden');
    await goBack();
    await asksForAddress();
    await pasteText(workbench(), 'https://other.example/v1');
    await says('Use “https://other.example/v1/chat/completions”');
    await enter();
    await says('The token (secret key) for https://other.example');
    await leaveBox(workbench());
  });

  it('starts anew from the chat while a box is open, and is offered to go on with what that had', async () => {
    await open();
    await pasteText(workbench(), `curl https://first.example/v1/chat/completions -H "Authorization: Bearer ${KEY}"`);
    await says('Token taken, kept hidden');
    await enter();
    await says('is filled in and kept hidden');
    await chat().getByRole('button', { name: 'Add endpoint', exact: true }).first().click();
    await says('Continue with first.example');
    await leaveBox(workbench());
    await open();
    await says('Continue with first.example');
    await leaveBox(workbench());
  });

  it('pastes a command: its address stays in the box, the token does not', async () => {
    await open();
    await pasteText(workbench(), command(server().url));
    await says('Token taken, kept hidden · Model practice-model · temperature');
    assert.equal(await box(workbench()).inputValue(), address());
    await enter();
    await says('is filled in and kept hidden');
    assert.equal(await box(workbench()).inputValue(), '');
    assert.equal(await box(workbench()).getAttribute('type'), 'password');
  });

  it('leaves half way, and nothing is saved or sent', async () => {
    await leaveBox(workbench());
    await assertNothingSaved();
    assert.deepEqual(server().requests, []);
  });

  it('goes on where it was, and back and forth', async () => {
    await open();
    await says(/Continue with/);
    await enter();
    await says('is filled in and kept hidden');
    await goBack();
    await asksForAddress();
    await until(async () => (await box(workbench()).inputValue()) === address());
    await enter();
    await says('is filled in and kept hidden');
    await enter();
    await says('practice-thinker');
    await goBack();
    await says('is filled in and kept hidden');
    await enter();
    await says('practice-thinker');
  });

  it('is told why the endpoint does not answer, before anything is saved', async () => {
    server().script({ when: isQuestion, ...json({ error: { message: 'This key has expired.' } }, 403) });
    await enter();
    await says('The endpoint refused the token (403)');
    await says('This key has expired.');
    await assertNothingSaved();
  });

  it('checks again, and has an endpoint that answers', async () => {
    await pickItem(workbench(), 'Check again');
    await quickInput(workbench()).waitFor({ state: 'hidden' });
    await modelButton('practice-model').waitFor();
    // VS Code shows no toasts to whoever drives it.
    await runCommand(workbench(), 'Notifications: Show Notifications');
    await workbench().page.locator('.notification-list-item', { hasText: 'answers.' }).waitFor();
    await runCommand(workbench(), 'Notifications: Clear All Notifications');
    const settings = parseJson(await userSettings(workbench()));
    const endpoints = arrayField(settings, 'endpointChat.endpoints');
    assert.deepEqual(
      endpoints.map(endpoint => isRecord(endpoint) && { ...endpoint, name: '' }),
      [{ name: '', url: address(), model: 'practice-model', parameters: { temperature: 0.2 } }],
    );
    await until(async () => (await secrets()) !== null);
  });

  it('is answered', async () => {
    await ask('Hello');
    assert.match(await answered(), /practice server/);
    const request = lastQuestion(server().requests);
    assert.equal(request?.headers.authorization, `Bearer ${KEY}`);
    assert.match(request?.text ?? '', /"temperature":0\.2/);
  });

  it('has the token in the secret storage and nowhere else', async () => {
    const page = await workbench().page.evaluate(() => document.documentElement.innerHTML);
    const stored = await workbench().page.evaluate(() => JSON.stringify({ ...window.localStorage }));
    for (const place of [page, stored, await userSettings(workbench())]) assert.ok(!place.includes(KEY));
  });

  it('sees the token that it types only when it wants to', async () => {
    await open();
    await typeAnswer(workbench(), 'Paste an address', address());
    await says('The token for');
    await box(workbench()).fill('visible');
    assert.equal(await box(workbench()).getAttribute('type'), 'password');
    await quickInput(workbench()).getByRole('button', { name: 'Show the token' }).click();
    await until(async () => (await box(workbench()).getAttribute('type')) === 'text');
    assert.equal(await box(workbench()).inputValue(), 'visible');
    await quickInput(workbench()).getByRole('button', { name: 'Hide the token' }).click();
    await until(async () => (await box(workbench()).getAttribute('type')) === 'password');
    await leaveBox(workbench());
  });

  it('types another token: only the last one that is typed counts', async () => {
    await open();
    await typeAnswer(workbench(), 'Paste an address', address());
    await typeAnswer(workbench(), 'The token for', 'another-token');
    await says('No list of models');
    await goBack();
    await typeAnswer(workbench(), 'The token for', KEY);
    await says('practice-thinker');
    await leaveBox(workbench());
    assert.equal(arrayField(parseJson(await userSettings(workbench())), 'endpointChat.endpoints').length, 1);
  });
});
