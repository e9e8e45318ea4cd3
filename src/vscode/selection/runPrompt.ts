import type { Part } from '../../core/chat';
import type { Problem } from '../../core/prompts/codeScope';
import type { BuiltInName } from '../../core/prompts/prompt';
import type { Code } from '../../core/prompts/promptRunner';
import { problemsIn } from '../editor';
import type { SelectedCode } from '../selectedCode';

/** `promptAbout` may ask the user, for an input of the prompt for example; `ask` is called only with what it gives. */
export interface RunPromptDependencies {
  /** The message of a prompt, as the user wants it, about this code. Undefined: the user left, or was told why not. */
  readonly promptAbout: (name: BuiltInName, code: Code) => Promise<readonly Part[] | undefined>;
  /** Opens the chat and asks there. */
  readonly ask: (parts: readonly Part[]) => Promise<void>;
}

/** Asks in the chat what a prompt says about the code: every command about the selection that has a prompt comes through here. */
export async function runPrompt(
  name: BuiltInName,
  { uri, scope, others, reported }: SelectedCode & { readonly reported?: readonly Problem[] },
  { promptAbout, ask }: RunPromptDependencies,
): Promise<void> {
  const parts = await promptAbout(name, {
    scope,
    problems: reported ?? problemsIn(uri, scope.file),
    others: others.map(file => ({ file, problems: problemsIn(uri, file) })),
    isReported: reported !== undefined,
  });
  if (parts) await ask(parts);
}
