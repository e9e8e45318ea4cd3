import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { PracticeServer, RecordedRequest } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import type { Step } from '../support/scriptedReply';
import { streamed } from './streamed';
import { closeAllEditors, practiceServer, setUserSetting, useEndpoint } from './support';

export const suggest = () => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
export const type = (text: string) => vscode.commands.executeCommand('type', { text });

/** Long enough for a question that is about to be asked. What never comes cannot be waited for otherwise. */
export const aMoment = () => sleep(500);

/** Runs a command of ghost text until the document says that there was some. */
export async function accept({ document }: vscode.TextEditor, command = 'commit'): Promise<string> {
  const { version } = document;
  const deadline = Date.now() + 60_000;
  while (document.version === version) {
    assert.ok(Date.now() < deadline, 'there was never anything to accept');
    await vscode.commands.executeCommand(`editor.action.inlineSuggest.${command}`);
    await sleep(20);
  }
  return document.getText();
}

export interface InlineSetup {
  readonly server: () => PracticeServer;
  /** What the model was asked so far. */
  readonly questions: () => readonly RecordedRequest[];
  /** What it answers next. */
  readonly script: (...steps: readonly Step[]) => void;
}

/** A practice server, and an editor without lists that open by themselves, anew for each test of a `describe`. */
export function useInlineEditor(): InlineSetup {
  let server: PracticeServer;
  const setList = (value: boolean | undefined) =>
    vscode.workspace.getConfiguration('editor').update('quickSuggestions', value, true);
  beforeEach(async () => {
    server = await practiceServer();
    await setList(false);
  });
  afterEach(async () => {
    await setList(undefined);
    await closeAllEditors();
    await server.close();
  });
  return {
    server: () => server,
    questions: () => server.requests.filter(isQuestion),
    script: (...steps) => server.script(streamed(...steps)),
  };
}

/** The same, with the extension’s inline suggestions turned on by the user. */
export function useInlineSuggestions(): InlineSetup {
  const setup = useInlineEditor();
  beforeEach(async () => {
    await useEndpoint(setup.server().url);
    await setUserSetting('inlineCompletion.enable', true);
  });
  afterEach(async () => {
    await setUserSetting('inlineCompletion.enable', undefined);
    await setUserSetting('inlineCompletion.languages', undefined);
  });
  return setup;
}
