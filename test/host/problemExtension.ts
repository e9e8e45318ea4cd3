// Another extension, which reports something in every document: no language server has to be waited for.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const manifest = {
  name: 'problems',
  publisher: 'test',
  version: '1.0.0',
  engines: { vscode: '^1.106.0' },
  main: './problems.js',
  activationEvents: ['*'],
  capabilities: { untrustedWorkspaces: { supported: true } },
};

/** Plain JavaScript: it runs as it is written here. */
const code = `
const vscode = require('vscode');

exports.activate = context => {
  const collection = vscode.languages.createDiagnosticCollection('problems');
  const report = document => {
    const start = document.getText().indexOf('FIXME');
    if (start < 0) return;
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + 5));
    const diagnostic = new vscode.Diagnostic(range, 'This is to be fixed.', vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'problems';
    collection.set(document.uri, [diagnostic]);
  };
  vscode.workspace.textDocuments.forEach(report);
  context.subscriptions.push(collection, vscode.workspace.onDidOpenTextDocument(report));
};
`;

/** Installs it into a folder of extensions: `FIXME` in a document is an error then. */
export async function installProblems(extensionsFolder: string): Promise<void> {
  const folder = path.join(extensionsFolder, 'test.problems-1.0.0');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'problems.js'), code);
}
