export interface CodeBlock {
  /** The fence's first word, such as `typescript`; empty when it has none. */
  readonly language: string;
  readonly text: string;
}

const FENCES = /^(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*\n([\s\S]*?)^\1[ \t]*$/gm;

/** The fenced blocks of a message, and the words around them. Files come as such blocks too. */
export function partsOf(message: string): { readonly blocks: readonly CodeBlock[]; readonly words: string } {
  const markdown = message.replaceAll('\r\n', '\n');
  const blocks = [...markdown.matchAll(FENCES)].map(([, , language = '', text = '']) => ({ language, text }));
  return { blocks, words: markdown.replace(FENCES, '') };
}

/** An explanation of code by someone who can count, but not read. */
export function explanation(blocks: readonly CodeBlock[]): string {
  const rows = blocks.map((block, index) => {
    return `| ${index + 1} | ${languageName(block.language)} | ${countLines(block.text)} | ${functionNames(block.text).length} |`;
  });
  const names = [...new Set(blocks.flatMap(block => functionNames(block.text)))];
  const list = names.length === 0 ? 'I found no function in it.' : names.map(name => `- \`${name}\``).join('\n');
  return `## The code

I cannot read code, but I can count:

| Block | Language | Lines | Functions |
|---:|---|---:|---:|
${rows.join('\n')}

### Functions

${list}

A model would now tell you what the code *does*.`;
}

const LANGUAGE_NAMES: ReadonlyMap<string, string> = new Map([
  ['', 'no language given'],
  ['bash', 'Bash'],
  ['c', 'C'],
  ['cpp', 'C++'],
  ['cs', 'C#'],
  ['csharp', 'C#'],
  ['css', 'CSS'],
  ['go', 'Go'],
  ['html', 'HTML'],
  ['java', 'Java'],
  ['javascript', 'JavaScript'],
  ['javascriptreact', 'JavaScript (JSX)'],
  ['js', 'JavaScript'],
  ['json', 'JSON'],
  ['php', 'PHP'],
  ['py', 'Python'],
  ['python', 'Python'],
  ['rust', 'Rust'],
  ['shellscript', 'Shell'],
  ['sql', 'SQL'],
  ['ts', 'TypeScript'],
  ['typescript', 'TypeScript'],
  ['typescriptreact', 'TypeScript (TSX)'],
]);

function languageName(language: string): string {
  return LANGUAGE_NAMES.get(language.toLowerCase()) ?? language.replaceAll('|', '');
}

function countLines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** Functions by their keyword in most languages, and arrow functions that have a name. Methods go uncounted. */
function functionNames(text: string): readonly string[] {
  const byKeyword = /\b(?:function\*?|def|fn|func|fun)\s+([A-Za-z_$][\w$]*)/g;
  const arrows =
    /\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=\n]+)?=\s*(?:async\s*)?(?:\([^()]*\)(?:\s*:[^=\n]+)?|[\w$]+)\s*=>/g;
  const found = [...text.matchAll(byKeyword), ...text.matchAll(arrows)].sort((a, b) => a.index - b.index);
  return found.map(match => match[1] ?? '');
}

/**
 * Code alone for the place of `<CURSOR>`: a body for the function that starts there. It sums up a list of numbers, and
 * gives anything else back.
 */
export function completionAtCursor(message: string): string {
  const before = message.slice(0, message.indexOf('<CURSOR>'));
  const indent = /[ \t]*$/.exec(before)?.[0] ?? '';
  const [name = 'values', type = 'number[]'] = firstParameter(before);
  if (!/\[\]|Array</.test(type)) return `return ${name};`;
  return ['let total = 0;', `for (const value of ${name}) {`, '  total += value;', '}', 'return total;'].join(
    `\n${indent}`,
  );
}

/** Name and type of the first parameter of the last function before the cursor. */
function firstParameter(code: string): readonly [name?: string, type?: string] {
  const signatures = [...code.matchAll(/\(\s*([A-Za-z_$][\w$]*)\s*:\s*([^,(){}=]+)/g)];
  const last = signatures.at(-1);
  return last ? [last[1] ?? 'values', last[2] ?? 'number[]'] : [];
}
