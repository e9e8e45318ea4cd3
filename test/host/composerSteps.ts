// What a user does in the message box before a message is sent: the steps begin with `search.ts` open.
import assert from 'node:assert/strict';
import type { Conversation } from './conversation';
import { selectLines } from './editor';
import { openFile, pickItem } from './quickInput';

/** A secret of nobody, in pieces, so that no scanner of repositories takes it for somebody's. */
const SECRET = `${'glpat'}-Zk7qR2xB9mVnT4wLcYp8`;

export function composerSteps(conversation: Conversation): void {
  const { server, lastRequest, workbench, chat, message, answers, ask, answered } = conversation;
  const option = (name: string) => chat().getByRole('option', { name });
  const remove = (name: string) => chat().getByRole('button', { name: `Remove ${name}`, exact: true });

  it('has the selection explained by a command from the list', async () => {
    await openFile(workbench(), 'search.ts');
    await selectLines(workbench(), 1, 7);
    const count = await answers().count();
    await message().click();
    await message().pressSequentially('/exp');
    await option('/explain').waitFor();
    await message().press('Tab');
    await message().pressSequentially('in one sentence');
    assert.equal(await message().inputValue(), '/explain in one sentence');
    await message().press('Enter');
    await answers().nth(count).waitFor();
    await answered();
    assert.match(
      lastRequest().text,
      /search\.ts \(lines 1–7\)[\s\S]*Explain the selected code\.[\s\S]*in one sentence/,
    );
  });

  it('takes the selection and the file along, and leaves one of them out again', async () => {
    await message().pressSequentially('#sel');
    await option('#selection').click();
    await remove('search.ts').waitFor();
    await chat().getByRole('button', { name: 'Attach', exact: true }).click();
    await pickItem(workbench(), 'Current file');
    await remove('search.ts').nth(1).waitFor();
    await remove('search.ts').first().click();
    await remove('search.ts').nth(1).waitFor({ state: 'detached' });
    await ask('What is in this file?');
    await answered();
    assert.equal(await remove('search.ts').count(), 0);
    assert.match(lastRequest().text, /search\.ts:[\s\S]*export function mean[\s\S]*What is in this file\?/);
  });

  it('is asked before a secret is sent', async () => {
    const requests = server().requests.length;
    await message().fill(`Is ${SECRET} still good?`);
    await message().press('Enter');
    const alert = chat().getByRole('alert').filter({ hasText: 'A GitLab token in your message, line 1' });
    await alert.getByRole('button', { name: 'Do not send' }).click();
    await alert.waitFor({ state: 'hidden' });
    assert.equal(await message().inputValue(), `Is ${SECRET} still good?`);
    assert.equal(server().requests.length, requests);
    await message().fill('');
  });
}
