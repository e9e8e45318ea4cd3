import { createReadStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { baseName } from '../../core/text';

/**
 * Writes a file, or nothing at all: a disk that is full, or an export that is cancelled, leaves what was there before. Other file
 * systems than that of this machine get all of it at once.
 */
export async function writePieces(uri: vscode.Uri, pieces: AsyncIterable<string>): Promise<void> {
  if (uri.scheme !== 'file') {
    const parts: Buffer[] = [];
    for await (const piece of pieces) parts.push(Buffer.from(piece));
    await vscode.workspace.fs.writeFile(uri, Buffer.concat(parts));
    return;
  }
  const unfinished = `${uri.fsPath}.${process.pid}.part`;
  try {
    await writeFile(unfinished, pieces);
    await rename(unfinished, uri.fsPath);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** A file, piece by piece where that can be. */
export async function* readPieces(uri: vscode.Uri): AsyncGenerator<Uint8Array, void, undefined> {
  if (uri.scheme !== 'file') yield await vscode.workspace.fs.readFile(uri);
  else yield* createReadStream(uri.fsPath);
}

/** The last piece of its path, by which messages name the file. */
export function fileNameOf({ path }: vscode.Uri): string {
  return baseName(path);
}
