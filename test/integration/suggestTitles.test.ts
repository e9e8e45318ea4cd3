import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { closeAllEditors, openEditor, practiceServer, setUserSetting, until, useEndpoint } from './support';

describe('endpointChat.history.suggestTitles', () => {
  let server: PracticeServer;
  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(async () => {
    await setUserSetting('history.suggestTitles', undefined);
    await setUserSetting('endpoints', undefined);
    await vscode.commands.executeCommand('endpointChat.newConversation');
    await closeAllEditors();
    await server.close();
  });

  async function askInNewConversation(): Promise<void> {
    await vscode.commands.executeCommand('endpointChat.newConversation');
    await openEditor('const answer = 42;|', 'plaintext');
    await vscode.commands.executeCommand('endpointChat.explainSelection');
  }
  const titleQuestions = (): number =>
    server.requests.filter(isQuestion).filter(({ text }) => text.includes('You name conversations')).length;

  it('has the model asked for a title after the first answer, only while it is on', async () => {
    await askInNewConversation();
    assert.equal(titleQuestions(), 0);
    await setUserSetting('history.suggestTitles', true);
    await askInNewConversation();
    await until('a title is asked for', () => titleQuestions() > 0);
    await askInNewConversation();
    await until('a title is asked for again', () => titleQuestions() > 1);
    assert.equal(titleQuestions(), 2);
  });

  it('is off or on: the conversation is what the command copies', async () => {
    await askInNewConversation();
    const before = await vscode.env.clipboard.readText();
    await vscode.commands.executeCommand('endpointChat.copyConversation');
    const copied = await vscode.env.clipboard.readText();
    await vscode.env.clipboard.writeText(before);
    assert.match(
      copied,
      /^# .+\n\n\*.+\*\n\n## You\n\nExplain[\s\S]+```plaintext\nconst answer = 42;\n```[\s\S]+\n## practice-model · Practice\n/,
    );
  });
});
