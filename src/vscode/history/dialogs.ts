import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** What is asked of the user and said to them: the edge at which tests stand in for a person. */
export interface Dialogs {
  saveAs(name: string, kind: 'conversation' | 'conversations'): Promise<vscode.Uri | undefined>;
  filesToImport(): Promise<readonly vscode.Uri[]>;
  /** A question that stands in the way; undefined where it is cancelled. The first of the answers is the default. */
  ask(question: string, detail: string, ...answers: readonly string[]): Promise<string | undefined>;
  say(message: string, ...buttons: readonly string[]): Promise<string | undefined>;
  warn(message: string): void;
  /** One line, as the user leaves it; undefined where they leave the box. */
  line(title: string, prompt: string, value: string): Promise<string | undefined>;
  choose<T extends vscode.QuickPickItem>(title: string, items: readonly T[]): Promise<T | undefined>;
  copy(text: string): Promise<void>;
  /** Something that takes time, with a way out. */
  during<T>(title: string, work: (say: (step: string) => void, signal: AbortSignal) => Promise<T>): Promise<T>;
}

const MARKDOWN = 'md';

/** VS Code's own dialogs. Whoever leaves one gives undefined, or no files, and no error. */
export const dialogs: Dialogs = {
  async saveAs(name, kind) {
    const defaultUri = besideWorkspace(name);
    // Not every system's dialog changes the ending of the name with the kind of file.
    const title =
      kind === 'conversations'
        ? vscode.l10n.t('Export All Conversations')
        : vscode.l10n.t('Export Conversation: .md to be read, .json to be imported');
    const json = vscode.l10n.t('JSON, complete, to be imported');
    const filters: Record<string, string[]> =
      kind === 'conversations'
        ? { [vscode.l10n.t('JSON Lines, one conversation on each')]: ['jsonl'] }
        : { [vscode.l10n.t('Markdown, to be read')]: [MARKDOWN], [json]: ['json'] };
    return vscode.window.showSaveDialog({ title, filters, saveLabel: vscode.l10n.t('Export'), defaultUri });
  },
  async filesToImport() {
    const filters = { [vscode.l10n.t('Exported conversations')]: ['json', 'jsonl'] };
    const openLabel = vscode.l10n.t('Import');
    return (await vscode.window.showOpenDialog({ canSelectMany: true, filters, openLabel })) ?? [];
  },
  ask: async (question, detail, ...answers) =>
    vscode.window.showWarningMessage(question, { modal: true, detail }, ...answers),
  say: async (message, ...buttons) => vscode.window.showInformationMessage(message, ...buttons),
  warn: message => void vscode.window.showWarningMessage(message),
  line: async (title, prompt, value) => vscode.window.showInputBox({ title, prompt, value }),
  choose: async (title, items) => vscode.window.showQuickPick(items, { title }),
  copy: async text => vscode.env.clipboard.writeText(text),
  during: async (title, work) =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const ended = new AbortController();
        token.onCancellationRequested(() => ended.abort());
        return work(message => progress.report({ message }), ended.signal);
      },
    ),
};

/** Where VS Code's own dialogs begin, too. */
function besideWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return vscode.Uri.joinPath(folder, name);
}
