import type { Part } from '../../core/chat';
import { SLASH_COMMANDS, slashPrompt, withProblems } from '../../core/prompts';
import { problemsIn } from '../editor';
import type { SelectedCode } from './selectedCode';

export type PromptName = (typeof SLASH_COMMANDS)[number]['name'];

/** What "Explain" is asked about where the editor reports something. */
const EXPLAIN_REPORTED = 'Say what is reported about it means, and why it is reported here.';

/** Asks in the chat what a prompt says about the code: every command that is about the selection comes through here. */
export async function runPrompt(
  name: PromptName,
  code: SelectedCode,
  ask: (parts: readonly Part[]) => Promise<void>,
): Promise<void> {
  await ask(promptParts(name, code));
}

/** The pieces of code with what the editor reports about them, where the prompt wants that, then the words. */
function promptParts(name: PromptName, { uri, scope, others, reported }: SelectedCode): readonly Part[] {
  const command = SLASH_COMMANDS.find(known => known.name === name) ?? SLASH_COMMANDS[0];
  const wantsProblems = 'withProblems' in command;
  const problems = reported ?? (wantsProblems ? problemsIn(uri, scope.file) : []);
  const words = reported && !wantsProblems ? EXPLAIN_REPORTED : '';
  const [first, ...rest] = slashPrompt(command, scope, { problems, words });
  const more = wantsProblems ? others.map(file => withProblems(file, problemsIn(uri, file))) : others;
  return [...(first ? [first] : []), ...more, ...rest];
}
