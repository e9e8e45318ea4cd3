/** What can be asked by a word that begins with a slash. One that is built in, and one of a file, are the same. */
export interface Prompt {
  /** What is typed behind the slash. */
  readonly name: string;
  /** A few words for lists; may be empty. */
  readonly description: string;
  /** What to write behind the command, for who asks for it. */
  readonly argumentHint?: string;
  /** What is asked, with variables such as `${selection}` in it. */
  readonly body: string;
}

/** The nearer one wins: the workspace's before the user's own, and that before the one that is built in. */
export type PromptSource = 'builtIn' | 'user' | 'workspace';

/** What is asked where nobody has written something else. */
export const BUILT_IN_PROMPTS = [
  { name: 'explain', description: 'Explain the selection', body: `Explain \${selection}.` },
  {
    name: 'fix',
    description: 'Fix the selection, with its problems',
    body: `Find and fix what is wrong with \${selection}.\n\n\${diagnostics}`,
  },
  { name: 'tests', description: 'Write tests for the selection', body: `Write tests for \${selection}.` },
  {
    name: 'doc',
    description: 'Write documentation for the selection',
    body: `Write documentation comments for \${selection}.`,
  },
] as const satisfies readonly Prompt[];

/** The names that the commands about a selection ask for. A file of the user's may stand behind each by now. */
export type BuiltInName = (typeof BUILT_IN_PROMPTS)[number]['name'];

/** The name and the words behind it of a message that begins with a slash and could be a command. */
export function parseSlash(text: string): { readonly name: string; readonly words: string } | undefined {
  const [, name, words = ''] = /^\/([^\s/]+)(?:\s+([\s\S]*))?$/.exec(text.trimEnd()) ?? [];
  return name === undefined ? undefined : { name, words };
}
