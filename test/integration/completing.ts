import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { type Answering, answering } from './answering';
import { closeAllEditors, type handshake, practiceServer, until, useEndpoint } from './support';

/** What a user does with a completion at the cursor, and what a server answers then. */
export const complete = (): Thenable<unknown> => run('endpointChat.insertCompletion');
export const keep = (): Thenable<unknown> => run('endpointChat.keepCompletion');
export const takeBack = (): Thenable<unknown> => run('endpointChat.takeBackCompletion');
export const undo = (): Thenable<unknown> => run('undo');
export const redo = (): Thenable<unknown> => run('redo');

function run(command: string): Thenable<unknown> {
  return vscode.commands.executeCommand(command);
}

export function piece(content: string): Step {
  return { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
}

export const DONE: Step = { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };

export function script(server: PracticeServer, ...steps: readonly Step[]): void {
  server.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
}

/** An answer that waits after its first piece until the test goes on. */
export interface Halted {
  readonly completed: Thenable<unknown>;
  readonly goOn: () => Thenable<unknown>;
}

/** Begins a completion and resolves once its first piece is in the document. */
export async function beginHalted(
  server: PracticeServer,
  { document }: vscode.TextEditor,
  gate: ReturnType<typeof handshake>,
  [first, ...rest]: readonly [string, ...string[]],
): Promise<Halted> {
  script(server, piece(first), { wait: gate.promise }, ...rest.map(piece), DONE);
  const completed = complete();
  await until('the first piece appears', () => document.getText().includes(first.trim()));
  return {
    completed,
    goOn() {
      gate.resolve();
      return completed;
    },
  };
}

/** A server to complete with, and a user who is asked, for the tests of one \`describe\`. */
export function useCompletions(): { readonly user: Answering; readonly server: () => PracticeServer } {
  const user = answering();
  let server: PracticeServer;
  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(() => server.close());
  beforeEach(user.begin);
  afterEach(async () => {
    user.end();
    await closeAllEditors();
  });
  return { user, server: () => server };
}
