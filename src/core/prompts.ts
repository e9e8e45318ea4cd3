import type { FilePart, Part } from './chat';

/**
 * A piece of code that a prompt is about, and why this piece: what was selected, what is around the cursor, its line, or the
 * lines around what the editor reports.
 */
export interface CodeScope {
  readonly file: FilePart;
  readonly chosen: 'selection' | 'symbol' | 'line' | 'problems';
  /** The symbol's name, when a symbol was chosen. */
  readonly symbol?: string;
}

/** What an editor reports about a line, such as an error of the compiler. */
export interface Problem {
  /** One-based. */
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  /** Who reports it and under which code, such as `ts 2322`. */
  readonly source?: string;
}

/** What can be asked about code by a word that begins with a slash. */
export interface SlashCommand {
  readonly name: string;
  readonly icon: 'lightbulb' | 'tools' | 'beaker' | 'book';
  /** The sentence for the model, about the code that `scope` names. */
  readonly sentence: (scope: string) => string;
  /** Whether what the editor reports about the code goes along. */
  readonly withProblems?: true;
}

export const SLASH_COMMANDS = [
  { name: 'explain', icon: 'lightbulb', sentence: scope => `Explain ${scope}.` },
  { name: 'fix', icon: 'tools', sentence: scope => `Find and fix what is wrong with ${scope}.`, withProblems: true },
  { name: 'tests', icon: 'beaker', sentence: scope => `Write tests for ${scope}.` },
  { name: 'doc', icon: 'book', sentence: scope => `Write documentation comments for ${scope}.` },
] as const satisfies readonly SlashCommand[];

/** The command that a message begins with, and the words behind it. Undefined: the message is meant as it is. */
export function parseSlashCommand(
  text: string,
): { readonly command: SlashCommand; readonly words: string } | undefined {
  const [, name, words = ''] = /^\/(\w+)(?:\s+([\s\S]*))?$/.exec(text.trimEnd()) ?? [];
  const command = SLASH_COMMANDS.find(known => known.name === name);
  return command && { command, words };
}

/** The user message of a slash command: the code with what the editor reports about it, what is wanted, and the user's words. */
export function slashPrompt(
  command: SlashCommand,
  scope: CodeScope,
  { words = '', problems = [] }: { readonly words?: string; readonly problems?: readonly Problem[] } = {},
): readonly Part[] {
  const text = [command.sentence(scopeInWords(scope)), words.trim()].filter(Boolean).join('\n\n');
  return [withProblems(scope.file, problems), { type: 'text', text }];
}

/** A piece of code, and what the editor reports about it. */
export function withProblems(file: FilePart, problems: readonly Problem[]): FilePart {
  return problems.length === 0 ? file : { ...file, problems: problems.map(problemLine) };
}

function problemLine({ line, severity, message, source }: Problem): string {
  // A message of several lines stays one item of the list.
  return `line ${line}, ${severity}: ${message.replace(/\s*\n\s*/g, ' ')}${source ? ` (${source})` : ''}`;
}

/** So that the user sees what was taken where nothing was selected. */
function scopeInWords({ chosen, symbol, file }: CodeScope): string {
  if (chosen === 'selection') return 'the selected code';
  if (chosen === 'symbol') return `\`${symbol ?? file.name}\`, which is around the cursor`;
  if (chosen === 'problems') return 'the code around what the editor reports';
  return `line ${file.lines?.[0] ?? ''}, where the cursor is`;
}
