// A minute in a real VS Code in which a user only looks.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launchBrowser } from '../host/browser';
import { projectRoot } from '../host/folders';
import { installSpy } from '../host/spyExtension';
import { startTestServer } from '../host/vscodeServer';
import { openWorkbench } from '../host/workbench';
import { startPracticeServer } from '../support/practiceServer';

const IDLE = 60_000;

describe('a folder that is open for a minute (S3)', () => {
  it('has nothing asked of the endpoint, and no name looked up', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'endpoint-chat-'));
    const server = await startPracticeServer();
    const extensionsFolder = path.join(folder, 'extensions');
    const spy = await installSpy(extensionsFolder);
    const endpoints = [
      { name: 'Far', url: 'https://api.corp.test/v1', model: 'm' },
      { name: 'Near', url: server.url, model: 'm' },
    ];
    const browser = await launchBrowser();
    const vscode = await startTestServer({ settings: { 'endpointChat.endpoints': endpoints }, extensionsFolder });
    try {
      await openWorkbench(browser, vscode, { folder, extensionDevelopmentPath: projectRoot });
      while (!(await spy.report()).isActive) await wait(100);
      await wait(IDLE);
      const { connects, lookups } = await spy.report();
      assert.ok(!connects.some(address => String(address).endsWith(`:${new URL(server.url).port}`)));
      assert.ok(!lookups.some(host => String(host).endsWith('.test')));
      assert.equal(server.connections().accepted, 0);
    } finally {
      await browser.close();
      await vscode.dispose();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
