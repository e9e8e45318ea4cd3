import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import type { Answering } from './answering';
import { handshake, setUserSetting, until, useEndpoint } from './support';

/**
 * Asks, chooses another endpoint while there is no answer yet, has the server refuse, and presses "Check connection" below the error.
 * The report must be about the endpoint that was asked. `ask` resolves once the failure is known.
 */
export async function checksTheOneThatWasAsked(
  server: PracticeServer,
  user: Answering,
  ask: () => Thenable<unknown>,
): Promise<void> {
  const count = () => server.requests.filter(isQuestion).length;
  const refusing = handshake();
  server.script({ when: isQuestion, status: 401, steps: [{ wait: refusing.promise }, { send: '{}' }] });
  user.answer('Check connection');
  const before = count();
  const asked = ask();
  await until('it is asked', () => count() > before);
  const other = { name: 'Other', url: 'http://127.0.0.1:9', model: 'm' };
  await setUserSetting('endpoints', [other, { name: 'Practice', url: server.url, model: 'practice-model' }]);
  refusing.resolve();
  await asked;
  const isReport = ({ uri }: vscode.TextDocument): boolean => uri.scheme === 'endpoint-chat-check';
  await until('the report is shown', () => vscode.workspace.textDocuments.some(isReport));
  const report = vscode.workspace.textDocuments.find(isReport)?.getText() ?? '';
  assert.match(report, /^# Connection check: Practice$/m);
  await useEndpoint(server.url);
}
