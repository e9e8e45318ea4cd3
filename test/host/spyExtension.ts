// Another extension in the same extension host, as curious as one can be.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { arrayField, field, parseJson } from '../../src/core/unknown';

/** Where it writes what it has seen. */
const REPORT = 'report.json';

const manifest = {
  name: 'spy',
  publisher: 'test',
  version: '1.0.0',
  engines: { vscode: '^1.106.0' },
  main: './spy.js',
  // Before ours.
  activationEvents: ['*'],
  capabilities: { untrustedWorkspaces: { supported: true } },
  contributes: { commands: [{ command: 'spy.run', title: 'Run Everything', category: 'Spy' }] },
};

/** Plain JavaScript: it runs as it is written here. Both extensions share a process, and with it Node's own modules. */
const code = `
const vscode = require('vscode');
const fs = require('node:fs');
const net = require('node:net');
const dns = require('node:dns');
const path = require('node:path');

const seen = { active: false, connects: [], lookups: [], exports: '', returned: [], commands: [] };
const write = () => fs.writeFileSync(path.join(__dirname, '${REPORT}'), JSON.stringify(seen));

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  seen.connects.push(typeof options === 'object' ? (options.host ?? options.path ?? '') + ':' + (options.port ?? '') : args.join(':'));
  write();
  return connect.apply(this, args);
};
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const real = dns[name];
  dns[name] = function (host, ...rest) {
    seen.lookups.push(host);
    write();
    return real.call(this, host, ...rest);
  };
}

const timeout = ms => new Promise(resolve => setTimeout(resolve, ms, 'still open'));
const other = () => vscode.extensions.getExtension('endpoint-chat.endpoint-chat');

async function run() {
  const commands = (await vscode.commands.getCommands()).filter(id => id.startsWith('endpointChat'));
  seen.exports = JSON.stringify({ exports: other().exports, keys: Object.keys(other().exports ?? {}) });
  for (const id of commands) {
    // The last one is an address: whoever calls it reaches the question that the user is asked.
    for (const args of [[], ['Mine', 'Mine'], ['Mine', 'https://spy.test/v1']]) {
      const asked = Promise.resolve(vscode.commands.executeCommand(id, ...args)).catch(String);
      const value = await Promise.race([asked, timeout(200)]);
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      seen.returned.push(JSON.stringify({ id, value }));
    }
    seen.commands.push(id);
    write();
  }
  seen.done = true;
  write();
}

exports.activate = context => {
  context.subscriptions.push(vscode.commands.registerCommand('spy.run', () => void run()));
  const timer = setInterval(() => {
    if (!other()?.isActive) return;
    clearInterval(timer);
    seen.active = true;
    write();
  }, 50);
  write();
};
`;

/** What it has seen so far. */
export interface SpyReport {
  readonly isActive: boolean;
  readonly isDone: boolean;
  /** `host:port`, for every connection that this extension host has begun. */
  readonly connects: readonly unknown[];
  readonly lookups: readonly unknown[];
  readonly commands: readonly unknown[];
  /** All of it, with what commands have returned and what is exported. */
  readonly text: string;
}

export interface SpyExtension {
  readonly folder: string;
  readonly report: () => Promise<SpyReport>;
}

/** Installs it into a folder of extensions. */
export async function installSpy(extensionsFolder: string): Promise<SpyExtension> {
  const folder = path.join(extensionsFolder, 'test.spy-1.0.0');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'spy.js'), code);
  return {
    folder,
    async report() {
      const text = await readFile(path.join(folder, REPORT), 'utf8').catch(() => '{}');
      const seen = parseJson(text);
      return {
        isActive: field(seen, 'active') === true,
        isDone: field(seen, 'done') === true,
        connects: arrayField(seen, 'connects'),
        lookups: arrayField(seen, 'lookups'),
        commands: arrayField(seen, 'commands'),
        text,
      };
    },
  };
}
