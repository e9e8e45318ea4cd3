import assert from 'node:assert/strict';
import { holdComposer } from './composerPage';
import { answer, question, stateOf, target } from './fixtures';

describe('Where the next message goes', () => {
  const { chat, box, open } = holdComposer();
  const first = { ...target, isFirst: true };
  const said = () => chat().page.locator('.destination').innerText();
  const status = () => chat().page.getByRole('status').filter({ hasText: 'First message' });

  it('is named while it is the first message there, with its size once there is one (S24)', async () => {
    await open({}, stateOf([], { target: first }));
    assert.equal((await said()).trim(), 'First message to llm.example.com.');
    await box().fill('Why does the timer leak when the view is closed?');
    await chat().page.getByText('About 1').waitFor();
    assert.match(await said(), /^First message to llm\.example\.com\. About 1\d tokens\.$/);
    // The size changes with each word: only the host is said aloud.
    assert.equal(await status().innerText(), 'First message to llm.example.com.');
  });

  it('names what goes along, and that all of the conversation does', async () => {
    const attachments = [{ id: '1', kind: 'file', label: 'a.ts', tokens: 2000 }] as const;
    await open({}, stateOf([], { target: first, attachments }));
    await chat().page.getByText('with a.ts').waitFor();
    assert.match(await said(), /About 2\.0k tokens, with a\.ts\.$/);
    const messages = [question('q', 'words '.repeat(500)), answer('a', { text: 'words '.repeat(500) })];
    await open({}, stateOf(messages, { target: first, attachments }));
    await chat().page.getByText('and all of this conversation').waitFor();
    assert.match(await said(), /About [3-5]\.\dk tokens, with a\.ts and all of this conversation\.$/);
  });

  it('is not named any more once the message is on its way, and stays named in the conversation', async () => {
    await open({}, stateOf([], { target: first }));
    const asked = question('q');
    const waiting = answer('a', { status: 'waiting', firstSend: 'First message to llm.example.com: about 12 tokens' });
    await chat().tell(stateOf([asked, waiting], { target: first, busy: true }));
    assert.equal((await said()).trim(), '');
    assert.ok(await chat().page.getByRole('note').getByText('First message to llm.example.com').isVisible());
    await chat().tell(stateOf([asked, { ...waiting, status: 'complete', text: 'Because.' }]));
    assert.ok(await chat().page.getByRole('note').isVisible());
    assert.equal((await said()).trim(), '');
  });

  it('sends nothing later, and asks nothing', async () => {
    await open({}, stateOf([], { target: first }));
    await box().fill('Why?');
    await box().press('Enter');
    assert.ok((await chat().posted()).some(intent => intent.type === 'send' && intent.text === 'Why?'));
    assert.equal(await chat().page.getByRole('dialog').count(), 0);
  });

  it('is said to be open to everyone where nothing is encrypted, each time (S4)', async () => {
    await open({}, stateOf([question('q'), answer('a')], { target: { ...target, isUnencrypted: true } }));
    assert.match(await said(), /Not encrypted: everyone on the way to llm\.example\.com/);
    await chat().tell(stateOf([], { target }));
    assert.equal((await said()).trim(), '');
  });

  it('is said where localhost is not the machine in front of the user', async () => {
    const place = 'localhost is the SSH host box.';
    await open({}, stateOf([], { target: { ...target, host: 'localhost:1', place } }));
    assert.ok(await chat().page.locator('.welcome').getByText(place).isVisible());
    const model = chat().page.getByRole('button', { name: /^Model:/ });
    assert.match((await model.getAttribute('title')) ?? '', /SSH host box/);
  });
});
