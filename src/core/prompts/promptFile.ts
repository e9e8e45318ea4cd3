import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import { decodeText } from '../decodeText';
import { oneLine } from '../text';
import { isRecord, stringField } from '../unknown';
import type { Prompt } from './prompt';

/** How the name of every prompt file ends, as in VS Code. */
export const PROMPT_FILE_END = '.prompt.md';

/** Kilobytes of a prompt file that is read at all. */
export const MAX_PROMPT_KILOBYTES = 256;

/** Why a prompt file cannot be used. */
export type PromptFileProblem =
  | { readonly reason: 'unreadable' | 'binary' | 'empty' }
  /** It is a link to something outside of the workspace. */
  | { readonly reason: 'leadsOut' }
  | { readonly reason: 'tooLarge'; readonly bytes: number }
  /** The lines before the prompt. `message` is what the reader of YAML says, in English. */
  | { readonly reason: 'frontMatter'; readonly line: number; readonly message: string };

/** A prompt with the whole text of its file, or why the file cannot be used, under the name that it would have. */
export type PromptFile =
  | { readonly prompt: Prompt; readonly text: string }
  | { readonly name: string; readonly problem: PromptFileProblem };

/**
 * Reads a prompt file as VS Code defines it: lines of YAML between two `---`, then the prompt in Markdown. Of the fields only
 * `name`, `description` and `argument-hint` mean something here; `agent`, `mode`, `model` and `tools` are no mistake.
 */
export function readPromptFile(fileName: string, bytes: Uint8Array): PromptFile {
  const ownName = slashName(fileName.replace(/\.prompt\.md$/i, ''));
  const unusable = (problem: PromptFileProblem): PromptFile => ({ name: ownName, problem });
  if (bytes.length > MAX_PROMPT_KILOBYTES * 1024) return unusable({ reason: 'tooLarge', bytes: bytes.length });
  const text = decodeText(bytes)?.replace(/\r/g, '\n');
  if (text === undefined) return unusable({ reason: 'binary' });
  const read = readFrontMatter(text);
  if ('message' in read) return unusable({ reason: 'frontMatter', ...read });
  const { fields, body } = read;
  if (body === '') return unusable({ reason: 'empty' });
  const description = shortLine(stringField(fields, 'description'));
  const argumentHint = shortLine(stringField(fields, 'argument-hint'));
  const name = slashName(stringField(fields, 'name') ?? '') || ownName;
  return { prompt: { name, description, ...(argumentHint === '' ? {} : { argumentHint }), body }, text };
}

/** A prompt as a file, for who wants to change it. */
export function writePromptFile({ name, description, body }: Prompt): string {
  return `---\nname: ${yamlText(name)}\ndescription: ${yamlText(description)}\n---\n${body}\n`;
}

/** Without quotes where none are needed. A JSON string is one of YAML, too. */
function yamlText(text: string): string {
  return /^\p{L}[\p{L}\p{N}_.-]*(?:,? [\p{L}\p{N}_.-]+)*$/u.test(text) ? text : JSON.stringify(text);
}

type FrontMatter =
  | { readonly fields: unknown; readonly body: string }
  | { readonly line: number; readonly message: string };

function readFrontMatter(text: string): FrontMatter {
  const lines = text.split('\n');
  const isMark = (line: string | undefined): boolean => /^---[ \t]*$/.test(line ?? '');
  if (!isMark(lines[0])) return { fields: {}, body: text.trim() };
  const end = lines.findIndex((line, index) => index > 0 && isMark(line));
  if (end < 0) return { line: 1, message: 'the second --- is missing' };
  const yaml = lines.slice(1, end).join('\n');
  const body = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  if (yaml.replace(/^\s*#.*$/gm, '').trim() === '') return { fields: {}, body };
  try {
    // Every value is a text, a list or a table, and no tag makes anything else of it. Aliases and depth have limits.
    const fields: unknown = load(yaml, { schema: FAILSAFE_SCHEMA });
    if (isRecord(fields)) return { fields, body };
    return { line: 2, message: 'each line must be a name and a value, such as “description: Reviews the code”' };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { line: (error.mark?.line ?? 0) + 2, message: error.reason };
  }
}

/** What can be typed behind a slash: no blanks, and no other slash. */
export function slashName(name: string): string {
  return name
    .trim()
    .replace(/[^\p{L}\p{N}_.:-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

function shortLine(text = ''): string {
  return oneLine(text).slice(0, 300);
}
