import * as vscode from 'vscode';
import type { Repository } from './commitRepository';
import { get } from './gitApi';

/**
 * The box for the commit message, in which text grows that was not typed by the user. It belongs to the user: as soon as anyone
 * else changes it, nothing is written any more.
 */
export interface CommitBox {
  /** What was in it before. */
  readonly before: string;
  /** Whether anything was put in its place. */
  hasWritten(): boolean;
  /** Makes this its text. False once someone else has changed it. */
  write(text: string): Promise<boolean>;
  /** Brings back what was in it before; what was typed since stays below. */
  undo(): Promise<void>;
  /** Aborted when someone else changes the text. */
  readonly taken: AbortSignal;
  dispose(): void;
}

/** Follows the box until it is disposed. What is in it now is what `undo` brings back. */
export function openCommitBox(repository: Repository): CommitBox {
  const taken = new AbortController();
  const before = read(repository);
  /** What it holds as far as we know, and what we are making of it. */
  let current = before;
  let next: string | undefined;
  let steps = 0;
  let isUndoing = false;

  const listener = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
    if (!isBoxOf(document, repository) || isUndoing) return;
    const now = read(repository);
    if (now === current || now === next) return;
    const isTakenBack = reason === vscode.TextDocumentChangeReason.Undo && !taken.signal.aborted;
    taken.abort();
    if (isTakenBack) void undoTheRest();
  });

  /** The user has taken back the last step in the box; the steps before it go along, so that one undo is enough. */
  async function undoTheRest(): Promise<void> {
    isUndoing = true;
    try {
      for (let step = 1; step < steps && read(repository) !== before; step++) {
        const was = read(repository);
        await vscode.commands.executeCommand('undo');
        if (read(repository) === was) break;
      }
    } finally {
      isUndoing = false;
    }
  }

  async function write(text: string): Promise<boolean> {
    if (taken.signal.aborted || read(repository) !== current) {
      taken.abort();
      return false;
    }
    if (text === current) return true;
    next = text;
    const written = await replace(repository, current, text);
    next = undefined;
    if (!written) {
      taken.abort();
      return false;
    }
    current = text;
    steps++;
    return true;
  }

  return {
    before,
    hasWritten: () => steps > 0,
    write,
    taken: taken.signal,
    async undo() {
      const now = read(repository);
      const wanted = now === current ? before : [before, now].filter(Boolean).join('\n\n');
      isUndoing = true;
      try {
        if (await replace(repository, now, wanted)) current = wanted;
      } finally {
        isUndoing = false;
      }
    },
    dispose: () => listener.dispose(),
  };
}

/**
 * Writes only the difference. VS Code refuses an edit to a text that has changed since it was read, so nothing that is typed at
 * this very moment is lost. Where no one has looked at the box yet it is no document, and nobody can be typing.
 */
async function replace(repository: Repository, from: string, to: string): Promise<boolean> {
  const document = documentOf(repository);
  if (!document) {
    const box = get(repository.api, 'inputBox');
    return typeof box === 'object' && box !== null && Reflect.set(box, 'value', to);
  }
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  // Never between the two halves of a character.
  if (/[\uD800-\uDBFF]/.test(from[same - 1] ?? '')) same--;
  const lines = from.slice(0, same).split('\n');
  const start = new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
  const change = new vscode.WorkspaceEdit();
  change.replace(
    document.uri,
    new vscode.Range(start, document.lineAt(document.lineCount - 1).range.end),
    to.slice(same),
  );
  return vscode.workspace.applyEdit(change);
}

function read(repository: Repository): string {
  const value = documentOf(repository)?.getText() ?? get(get(repository.api, 'inputBox'), 'value');
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
}

function documentOf(repository: Repository): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(document => isBoxOf(document, repository));
}

/** VS Code shows each box as a document, whose address names the repository: in a remote window, as the local side sees it. */
function isBoxOf({ uri }: vscode.TextDocument, { root }: Repository): boolean {
  if (uri.scheme !== 'vscode-scm') return false;
  const named = new URLSearchParams(uri.query).get('rootUri');
  return named !== null && vscode.Uri.parse(named).path === root.path;
}
