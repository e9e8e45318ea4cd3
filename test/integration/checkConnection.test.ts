import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/vscode/ids';
import type { PracticeServer } from '../support/practiceServer';
import { json } from '../support/scriptedReply';
import { closeAllEditors, practiceServer, setUserSetting, until, useEndpoint } from './support';

function reports(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'endpoint-chat-check');
}

/** The report that the command has opened. */
async function check(): Promise<string> {
  const before = new Set(reports().map(({ uri }) => uri.toString()));
  const isNew = ({ uri }: vscode.TextDocument): boolean => !before.has(uri.toString());
  await vscode.commands.executeCommand(COMMANDS.checkConnection, 'Practice');
  await until('a report is shown', () => reports().some(isNew));
  return reports().find(isNew)?.getText() ?? '';
}

describe('checkConnection', () => {
  let server: PracticeServer;
  before(async () => {
    server = await practiceServer();
    await useEndpoint(server.url);
  });
  after(async () => {
    await closeAllEditors();
    await setUserSetting('endpoints', undefined);
    await server.close();
  });

  it('opens a report with every step, in the order in which a request needs them', async () => {
    const report = await check();
    assert.match(report, /# Connection check: Practice\n\n\*\*The endpoint answers\.\*\*/);
    const steps = [...report.matchAll(/^([✓✗!–]) \*\*(.+?)\*\*/gmu)].map(([, sign, name]) => `${sign} ${name}`);
    assert.deepEqual(steps, [
      '✓ Address',
      '✓ Proxy',
      '✓ Name',
      '✓ Connection',
      '– Certificate',
      '✓ Token',
      '✓ List of models',
      '✓ Answer of one token',
      '✓ Streamed answer',
    ]);
    assert.ok(report.includes(`\`${server.url}/v1/chat/completions\``), 'what was asked');
  });

  it('says which step failed, in the server’s words, and what to do', async () => {
    const refusal = json({ error: { message: 'This key <b>has</b> *expired*.' } }, 401);
    for (let times = 0; times < 2; times++) server.script(refusal);
    const report = await check();
    assert.match(report, /\*\*The endpoint wants a token \\\(401\\\)\*\*/);
    assert.match(report, /✗ \*\*Answer of one token\*\*/);
    // As text: a server must not write markup into the report.
    assert.ok(report.includes('This key \\<b\\>has\\</b\\> \\*expired\\*.'), report);
    assert.match(report, /\*\*Set the token\./);
  });

  it('shows every report, also of checks that end in the same second', async () => {
    const found = [await check(), await check(), await check()];
    assert.deepEqual(
      found.map(report => /answers/.test(report)),
      [true, true, true],
    );
  });
});
