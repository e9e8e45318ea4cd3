import * as vscode from 'vscode';
import type { FilePart } from '../../core/chat';
import type { InstructionFileName } from '../../core/prompts/instructionFiles';
import {
  type Instructions,
  instructionParts,
  instructionsInWords,
  readInstructions,
} from '../../core/prompts/instructions';
import { leadsOut } from '../leadsOut';
import type { Workspace } from './promptFiles';

/** What goes along as instructions, and what is said of that beside the message box. */
export interface WorkspaceInstructions {
  readonly text: string;
  /** The same, a file each. */
  readonly files: readonly FilePart[];
  /** Undefined where there are no such files. */
  readonly line: string | undefined;
}

/** Reads the wanted files of each folder. In Restricted Mode nothing is read, which is said. */
export async function instructionsOf(
  wanted: readonly InstructionFileName[],
  maxKilobytes: number,
  { isTrusted, workspaceFolders = [], fs, asRelativePath }: Workspace = vscode.workspace,
): Promise<WorkspaceInstructions> {
  if (wanted.length === 0 || workspaceFolders.length === 0) return { text: '', files: [], line: undefined };
  if (!isTrusted)
    return {
      text: '',
      files: [],
      line: vscode.l10n.t('No instructions of this workspace go along: it is in Restricted Mode.'),
    };
  const uris = workspaceFolders.flatMap(({ uri }) => wanted.map(name => vscode.Uri.joinPath(uri, name)));
  const read = await Promise.all(
    uris.map(async (uri): Promise<readonly Instructions[]> => {
      const name = asRelativePath(uri);
      const size = await fs.stat(uri).then(
        found => found.size,
        () => undefined,
      );
      if (size === undefined) return [];
      if (await leadsOut(uri, workspaceFolders)) return [{ name, problem: 'leadsOut' }];
      // What is too long is not read, only to be refused.
      if (size > maxKilobytes * 1024) return [{ name, problem: 'tooLarge', bytes: size }];
      return fs.readFile(uri).then(
        bytes => [readInstructions(name, bytes, maxKilobytes)],
        () => [{ name, problem: 'unreadable' }],
      );
    }),
  );
  const all = read.flat();
  return { text: instructionsInWords(all), files: instructionParts(all), line: lineOf(all, maxKilobytes) };
}

function lineOf(all: readonly Instructions[], maxKilobytes: number): string | undefined {
  const along = all.flatMap(one => ('text' in one && one.text !== '' ? [one.name] : []));
  const words = [
    ...(along.length > 0 ? [vscode.l10n.t('Goes along as instructions: {0}.', along.join(', '))] : []),
    ...all.flatMap(one => remarkOn(one, maxKilobytes)),
  ];
  return words.length > 0 ? words.join(' ') : undefined;
}

function remarkOn(one: Instructions, maxKilobytes: number): readonly string[] {
  if ('text' in one)
    return one.hidden > 0
      ? [vscode.l10n.t('Characters in {0} that cannot be seen, and were left out: {1}.', one.name, one.hidden)]
      : [];
  if (one.problem === 'leadsOut')
    return [vscode.l10n.t('{0} does not go along: it is a link to something outside of the workspace.', one.name)];
  if (one.problem === 'unreadable') return [vscode.l10n.t('{0} does not go along: it is no text.', one.name)];
  const size = Math.ceil(one.bytes / 1024);
  return [vscode.l10n.t('{0} does not go along: it has {1} kB, and at most {2} kB can.', one.name, size, maxKilobytes)];
}
