import type { FilePart } from '../chat';

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

/** What was taken, in words for the middle of a sentence: so that the user sees it where nothing was selected. */
export function scopeInWords({ chosen, symbol, file }: CodeScope): string {
  if (chosen === 'selection') return 'the selected code';
  if (chosen === 'symbol') return `\`${symbol ?? file.name}\`, which is around the cursor`;
  if (chosen === 'problems') return 'the code around what the editor reports';
  return `line ${file.lines?.[0] ?? ''}, where the cursor is`;
}

/** The same with its place, for where no sentence is around it. */
export function placeInWords(scope: CodeScope): string {
  const { name, lines } = scope.file;
  return `(${scopeInWords(scope)}: ${name}${lines ? `, lines ${lines[0]}–${lines[1]}` : ''})`;
}

/** A piece of code, and what the editor reports about it. */
export function withProblems(file: FilePart, problems: readonly Problem[]): FilePart {
  return problems.length === 0 ? file : { ...file, problems: problems.map(problemLine) };
}

/** What the editor reports, a line each; an empty text where it reports nothing. */
export function problemsInWords(problems: readonly Problem[]): string {
  return problems.length > 0
    ? `Reported by the editor:\n${problems.map(problem => `- ${problemLine(problem)}`).join('\n')}`
    : '';
}

function problemLine({ line, severity, message, source }: Problem): string {
  // A message of several lines stays one item of the list.
  return `line ${line}, ${severity}: ${message.replace(/\s*\n\s*/g, ' ')}${source ? ` (${source})` : ''}`;
}
