import type { FilePart, Part } from '../chat';
import { baseName } from '../text';
import { type CodeScope, type Problem, placeInWords, problemsInWords, scopeInWords, withProblems } from './codeScope';
import type { Prompt } from './prompt';

/** A variable as VS Code writes it: `${selection}`, `${input:name}`, `${input:name:what to type}`. */
const VARIABLE = /\$\{(\w+)(?::([^{}:\n]+)(?::([^{}\n]*))?)?\}/g;

/** A fence that holds nothing but the selection, which brings a fence of its own. */
const FENCED_SELECTION = /^(`{3,}|~{3,})[^\n`~]*\n\s*(\$\{(?:selection|selectedText)\})\s*\n\1[ \t]*$/gm;

/** Where it is a paragraph of its own, what is reported goes along with the code, where the user sees it as such. */
const OWN_DIAGNOSTICS = /^[ \t]*\$\{diagnostics\}[ \t]*$/m;

/** What is asked where the problems of the code are meant, and the prompt says nothing of them. */
const REPORTED = 'Say what is reported about it means, and why it is reported here.';

const OF_SELECTION = ['selection', 'selectedText'];
const OF_FILE = ['file', 'fileBasename', 'fileBasenameNoExtension', 'fileDirname', 'language', 'diagnostics'];

/** Something that the user types before a prompt is asked: once, however often its variable stands there. */
export interface PromptInput {
  readonly name: string;
  /** What to type, in the words of the prompt. */
  readonly placeholder: string;
}

/** What a prompt has to be given before it can be asked. */
export interface PromptNeeds {
  /** The selection, or what is around the cursor. */
  readonly code: boolean;
  /** Something about the file that is open. */
  readonly file: boolean;
  readonly inputs: readonly PromptInput[];
}

/** By its variables; one that nobody knows needs nothing. Of an input that is named twice, the first placeholder with words counts. */
export function needsOf({ body }: Prompt): PromptNeeds {
  const found = [...body.matchAll(VARIABLE)].map(([, name = '', argument = '', placeholder = '']) => ({
    name,
    argument: argument.trim(),
    placeholder: placeholder.trim(),
  }));
  const inputs = new Map<string, PromptInput>();
  for (const { name, argument, placeholder } of found) {
    if (name !== 'input' || argument === '') continue;
    const known = inputs.get(argument);
    if (!known?.placeholder) inputs.set(argument, { name: argument, placeholder });
  }
  const uses = (names: readonly string[]): boolean =>
    found.some(({ name, argument }) => argument === '' && names.includes(name));
  return { code: uses(OF_SELECTION), file: uses(OF_FILE), inputs: [...inputs.values()] };
}

/** What a prompt takes along besides its own words. */
export type TakenAlong = 'code' | 'file' | 'problems' | 'fileName' | 'folderName';

/** What a prompt takes along, so that it can be said before it runs. */
export function takenAlong(prompt: Prompt): readonly TakenAlong[] {
  const names = new Set([...prompt.body.matchAll(VARIABLE)].map(([, name = '']) => name));
  const uses = (...wanted: readonly string[]): boolean => wanted.some(name => names.has(name));
  const taken: Readonly<Record<TakenAlong, boolean>> = {
    code: uses(...OF_SELECTION),
    file: uses('file'),
    problems: uses('diagnostics'),
    fileName: !uses('file', ...OF_SELECTION) && uses('fileBasename', 'fileBasenameNoExtension', 'fileDirname'),
    folderName: uses('workspaceFolder', 'workspaceFolderBasename'),
  };
  const all = ['code', 'file', 'problems', 'fileName', 'folderName'] as const;
  return all.filter(one => taken[one]);
}

/** A piece of code, and what the editor reports about it. */
export interface ReportedFile {
  readonly file: FilePart;
  readonly problems: readonly Problem[];
}

/** What the variables of a prompt stand for. */
export interface PromptContext {
  readonly code?: CodeScope | undefined;
  /** What else is selected beside that code. */
  readonly others?: readonly ReportedFile[] | undefined;
  /** The problems are what it is about, whatever the prompt says. */
  readonly isReported?: boolean | undefined;
  /** The whole of the file that is open. */
  readonly file?: FilePart | undefined;
  /** What the editor reports about the code, or about the file where no code is meant. */
  readonly problems?: readonly Problem[];
  /** The name of the folder that is open, never its path. */
  readonly folder?: string | undefined;
  readonly inputs?: ReadonlyMap<string, string>;
  /** What was written behind the command. */
  readonly words?: string;
}

/**
 * The user message of a prompt: the code and the file that it names, as parts, then what is asked, then the user's words. What
 * stands for a variable is not looked at again, and a variable that nobody knows stays as it is.
 */
export function promptParts(prompt: Prompt, context: PromptContext): readonly Part[] {
  const { code, others = [], problems = [], file, words = '' } = context;
  const needs = needsOf(prompt);
  const body = prompt.body.replace(FENCED_SELECTION, '$2');
  const usesProblems = OWN_DIAGNOSTICS.test(body);
  const carriesProblems = needs.code && code !== undefined && (usesProblems || context.isReported === true);
  const template = withoutEmpty(carriesProblems ? withoutGap(body.split(OWN_DIAGNOSTICS)) : body, context);
  const asked = template.replace(VARIABLE, (whole, name: string, argument: unknown, _hint: unknown, offset: number) => {
    return meaningOf(name, argument, context, isAlone(template, offset, whole.length)) ?? whole;
  });
  const about = context.isReported && !usesProblems ? REPORTED : '';
  const text = [asked, about, words].map(paragraph => paragraph.trim()).filter(Boolean);
  const usesFile = needs.file && /\$\{file\}/.test(template);
  return [
    ...(needs.code && code ? [{ file: code.file, problems }, ...others] : []).map(piece =>
      carriesProblems ? withProblems(piece.file, piece.problems) : piece.file,
    ),
    ...(usesFile && file ? [file] : []),
    { type: 'text', text: text.join('\n\n') },
  ];
}

/** Where nothing is reported, no empty paragraph is left. */
function withoutEmpty(template: string, { problems = [] }: PromptContext): string {
  if (problems.length > 0) return template;
  return withoutGap(template.split(`\${diagnostics}`));
}

/** What was around something that is left out. */
function withoutGap(pieces: readonly string[]): string {
  return pieces.map((piece, index) => (index < pieces.length - 1 ? piece.trimEnd() : piece)).join('');
}

function isAlone(template: string, offset: number, length: number): boolean {
  const before = offset === 0 || template[offset - 1] === '\n';
  const after = template[offset + length];
  return before && (after === '\n' || after === undefined);
}

function meaningOf(name: string, argument: unknown, context: PromptContext, alone: boolean): string | undefined {
  if (name === 'input') return typeof argument === 'string' ? context.inputs?.get(argument.trim()) : undefined;
  if (argument !== undefined) return undefined;
  const { code, file = code?.file, problems = [], folder } = context;
  const path = file?.name ?? '';
  const base = baseName(path);
  switch (name) {
    case 'selection':
    case 'selectedText':
      return code && (alone ? placeInWords(code) : scopeInWords(code));
    case 'diagnostics':
      return problemsInWords(problems);
    // Where the file lies on this machine is nobody's business.
    case 'workspaceFolder':
    case 'workspaceFolderBasename':
      return folder;
    case 'file':
      return file && path;
    case 'fileBasename':
      return file && base;
    case 'fileBasenameNoExtension':
      return file && base.replace(/(?!^)\.[^.]*$/, '');
    case 'fileDirname':
      return file && (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
    case 'language':
      return file?.language;
    default:
      return undefined;
  }
}
