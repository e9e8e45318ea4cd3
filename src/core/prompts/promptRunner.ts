import { createHash } from 'node:crypto';
import type { FilePart, Part } from '../chat';
import { isRecord } from '../unknown';
import type { CodeScope, Problem } from './codeScope';
import { type Prompt, parseSlash } from './prompt';
import type { PromptFileProblem } from './promptFile';
import { askedPrompts, type FileOfPrompt, type ListedPrompt } from './promptList';
import { needsOf, type PromptInput, promptParts, type ReportedFile } from './variables';

/** Why a prompt was not asked. */
export type PromptProblem =
  | { readonly reason: 'noCode' | 'noFile'; readonly name: string }
  | {
      readonly reason: 'unusable';
      readonly name: string;
      readonly file: FileOfPrompt;
      readonly why: PromptFileProblem;
    };

/** What became of a prompt. `left`: the user did not want to go on. */
export type PromptResult =
  | { readonly type: 'parts'; readonly parts: readonly Part[] }
  | { readonly type: 'problem'; readonly problem: PromptProblem }
  | { readonly type: 'left' };

/** The code in the editor that a prompt is about, and what is reported about it. */
export interface Code {
  readonly scope: CodeScope;
  readonly problems: readonly Problem[];
  /** What else is selected in the same document. */
  readonly others?: readonly ReportedFile[];
  /** The problems are what it is about, whatever the prompt says. */
  readonly isReported?: boolean;
}

/** The editor, the user, and what was approved. The prompts are listed anew for each run: a file may have changed. */
export interface PromptRunnerDependencies {
  readonly list: () => Promise<readonly ListedPrompt[]>;
  /** The code that a prompt is about, and what the editor reports about it. */
  readonly code: () => Promise<Code | undefined>;
  /** The whole of the file that the editor shows. */
  readonly file: () => FilePart | undefined;
  /** What the editor reports about that file. */
  readonly problems: (file: FilePart) => readonly Problem[];
  readonly folder: () => string | undefined;
  /** Undefined when the user leaves. */
  readonly askForInput: (prompt: Prompt, input: PromptInput) => Promise<string | undefined>;
  /** Shows a prompt that somebody else has written before it is asked for the first time. False when the user leaves. */
  readonly approve: (prompt: Prompt, file: FileOfPrompt, isChanged: boolean) => Promise<boolean>;
  /** What was approved in this workspace: hashes of texts, by the files that they were in. */
  readonly approved: { get(): unknown; set(hashes: Readonly<Record<string, string>>): void };
}

/** Makes the parts of a message out of a prompt, and asks the user for what it needs. Nothing is sent. */
export interface PromptRunner {
  /** What a message that begins with a slash stands for; undefined where it is meant as it is. `again`: with the inputs of the last time. */
  runSlash(text: string, again?: boolean): Promise<PromptResult | undefined>;
  /** The prompt of this name, about this code; undefined where there is none. */
  run(name: string, options?: RunOptions): Promise<PromptResult | undefined>;
}

/** What comes with the name of a prompt: `words` stand behind it, `again` takes the inputs of the last run if it was the same. */
export interface RunOptions {
  readonly words?: string;
  /** Left out: what the editor shows. */
  readonly code?: Code;
  readonly again?: boolean;
}

/** The inputs of the last run are remembered in memory; an approval is written as soon as it is given. */
export function createPromptRunner(dependencies: PromptRunnerDependencies): PromptRunner {
  let last: { readonly key: string; readonly inputs: ReadonlyMap<string, string> } | undefined;

  async function run(name: string, options: RunOptions = {}): Promise<PromptResult | undefined> {
    const listed = askedPrompts(await dependencies.list()).find(candidate => candidate.name === name);
    if (!listed) return undefined;
    if ('problem' in listed) return unusable(listed, listed.problem);
    const { prompt } = listed;
    const needs = needsOf(prompt);
    // Before anything is asked of the user, or they would have answered for nothing.
    const code = needs.code ? (options.code ?? (await dependencies.code())) : undefined;
    if (needs.code && !code) return { type: 'problem', problem: { reason: 'noCode', name } };
    const file = needs.file ? dependencies.file() : undefined;
    if (needs.file && !file && !code) return { type: 'problem', problem: { reason: 'noFile', name } };
    if (!(await isApproved(listed, prompt))) return { type: 'left' };
    const { words = '', again = false } = options;
    const inputs = await inputsOf(prompt, needs.inputs, words, again);
    if (!inputs) return { type: 'left' };
    const problems = code?.problems ?? (file ? dependencies.problems(file) : []);
    const rest = needs.inputs.length === 1 ? '' : words;
    const { scope, others, isReported } = code ?? {};
    const context = {
      code: scope,
      others,
      isReported,
      file,
      problems,
      folder: dependencies.folder(),
      inputs,
      words: rest,
    };
    return { type: 'parts', parts: promptParts(prompt, context) };
  }

  /** What was written behind the command is the input, where there is exactly one. */
  async function inputsOf(
    prompt: Prompt,
    wanted: readonly PromptInput[],
    words: string,
    again: boolean,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    const [only, ...others] = wanted;
    if (!only) return new Map();
    if (others.length === 0 && words.trim() !== '') return new Map([[only.name, words.trim()]]);
    const key = JSON.stringify([prompt, words]);
    if (again && last?.key === key) return last.inputs;
    const inputs = new Map<string, string>();
    for (const input of wanted) {
      const value = await dependencies.askForInput(prompt, input);
      if (value === undefined) return undefined;
      inputs.set(input.name, value);
    }
    last = { key, inputs };
    return inputs;
  }

  async function isApproved({ source, file }: ListedPrompt, prompt: Prompt): Promise<boolean> {
    if (source !== 'workspace' || !file) return true;
    const known = readHashes(dependencies.approved.get());
    const hash = createHash('sha256')
      .update(file.text ?? '')
      .digest('base64url');
    const before = known[file.uri];
    if (before === hash) return true;
    if (!(await dependencies.approve(prompt, file, before !== undefined))) return false;
    dependencies.approved.set({ ...readHashes(dependencies.approved.get()), [file.uri]: hash });
    return true;
  }

  return {
    run,
    async runSlash(text, again = false) {
      const slash = parseSlash(text);
      return slash && run(slash.name, { words: slash.words, again });
    },
  };
}

function unusable({ name, file }: ListedPrompt, why: PromptFileProblem): PromptResult | undefined {
  return file && { type: 'problem', problem: { reason: 'unusable', name, file, why } };
}

function readHashes(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  const own = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(own);
}
