import { BUILT_IN_PROMPTS, type Prompt, type PromptSource } from './prompt';
import type { PromptFileProblem } from './promptFile';

/** A file that holds a prompt, or should. */
export interface FileOfPrompt {
  /** The URI of the file. Only the host reads it. */
  readonly uri: string;
  /** As it is shown: the path below the workspace, or the file's name. */
  readonly shown: string;
  /** What was read; undefined where it could not be. */
  readonly text?: string;
}

/** A prompt of the list, whether it can be used or not. */
export type ListedPrompt = {
  readonly name: string;
  readonly source: PromptSource;
  /** Absent for one that is built in. */
  readonly file?: FileOfPrompt;
  /** The source of a nearer one of the same name, which is asked instead. */
  readonly hiddenBy?: PromptSource;
  /** The source of the next one of the same name, which this one is asked instead of. */
  readonly insteadOf?: PromptSource;
} & ({ readonly prompt: Prompt } | { readonly problem: PromptFileProblem });

const NEAREST_FIRST = ['workspace', 'user', 'builtIn'] as const satisfies readonly PromptSource[];

/**
 * Every prompt there is, the nearest first, and which of them are not asked because a nearer one has their name. One that cannot
 * be used hides others all the same: what is asked must not change in silence.
 */
export function listPrompts(fromFiles: readonly ListedPrompt[]): readonly ListedPrompt[] {
  const builtIn = BUILT_IN_PROMPTS.map((prompt): ListedPrompt => ({ name: prompt.name, source: 'builtIn', prompt }));
  const all = NEAREST_FIRST.flatMap(source => [...fromFiles, ...builtIn].filter(listed => listed.source === source));
  return all.map((listed, index) => {
    const isSame = (other: ListedPrompt): boolean => other.name === listed.name;
    const nearer = all.slice(0, index).find(isSame);
    const farther = all.slice(index + 1).find(isSame);
    return {
      ...listed,
      ...(nearer ? { hiddenBy: nearer.source } : {}),
      ...(farther ? { insteadOf: farther.source } : {}),
    };
  });
}

/** Those that are meant by their names; those that cannot be used come last, or a list would begin with one. */
export function askedPrompts(list: readonly ListedPrompt[]): readonly ListedPrompt[] {
  const asked = list.filter(({ hiddenBy }) => hiddenBy === undefined);
  return asked.toSorted((one, other) => Number('problem' in one) - Number('problem' in other));
}
