import type { FilePart, PartContext } from '../chat';
import type { Problem } from '../prompts/codeScope';
import type { FolderNames } from './folderNames';

/** A problem of the workspace. */
export interface PlacedProblem extends Problem {
  /** The path below the workspace. */
  readonly file: string;
}

/** How a chip says it, without its kind. */
type Shown = Omit<PartContext, 'kind'>;

/** The names below a folder, as a tree. What is left out of it is said in it. */
export function folderPart(path: string, names: FolderNames, shown: Shown, source: string): FilePart {
  const { lines, count, isCut } = names;
  const counted = isCut
    ? `only the first ${count} names, the upper levels first: where … stands, more are left out`
    : `${count} names`;
  const text = [`${path}/ (${counted}; without what .gitignore and files.exclude leave out)`, ...lines].join('\n');
  return { type: 'file', name: path, language: '', text, source, context: { kind: 'folder', ...shown } };
}

/** Problems that are listed at most. */
export const MOST_PROBLEMS = 200;

const SEVERITIES: readonly Problem['severity'][] = ['error', 'warning', 'information', 'hint'];

/** What the editor reports, the worst first where not everything fits, and then by file and line. */
export function problemsPart(problems: readonly PlacedProblem[], about: string, shown: Shown): FilePart {
  const rank = ({ severity }: Problem): number => SEVERITIES.indexOf(severity);
  const listed = problems
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, MOST_PROBLEMS)
    .toSorted((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1));
  const left = problems.length - listed.length;
  const more = left > 0 ? [`(${left} more are left out, none of them worse than these.)`] : [];
  const lines = listed.map(({ file, line, severity, message, source }) => {
    // A message of several lines stays one line of the list.
    const words = message.replace(/\s*\n\s*/g, ' ');
    return `${file}:${line}: ${severity}: ${words}${source ? ` (${source})` : ''}`;
  });
  const text = [...lines, ...more].join('\n');
  return { type: 'file', name: `Problems in ${about}`, language: '', text, context: { kind: 'problems', ...shown } };
}

/** The diff as it is. Whether it is longer than may go along is found when it is attached. */
export function changesPart(diff: string, shown: Shown): FilePart {
  return { type: 'file', name: 'changes.diff', language: 'diff', text: diff, context: { kind: 'changes', ...shown } };
}

/** What is selected in a terminal, without the blanks that it pads its lines with. */
export function terminalPart(name: string, selected: string, shown: Shown): FilePart {
  const text = selected.replaceAll('\r\n', '\n').replace(/[^\S\n]+$/gm, '');
  return { type: 'file', name: `Terminal ${name}`, language: '', text, context: { kind: 'terminal', ...shown } };
}
