// What a reader of a long file has to know first: what it imports, and what the cursor's line stands in. Found by lines, brackets
// and indentation, so that it costs no language server and a file of a megabyte takes milliseconds.

/** Lines from the top in which imports are looked for. */
const IMPORT_LINES = 400;
/** Lines of one import: more are left out, for its brackets may never be closed. */
const LONGEST_IMPORT = 40;
/** Headers of what the cursor stands in. */
const MOST_HEADERS = 20;
/** Characters of a header: a longer one was not written by hand. */
const LONGEST_HEADER = 300;

const SCRIPT = /^(import\b|export\s.*\sfrom\b|(const|let|var)\s.*=\s*require\(|['"]use )/;
const IMPORTS: Readonly<Record<string, RegExp>> = {
  typescript: SCRIPT,
  typescriptreact: SCRIPT,
  javascript: SCRIPT,
  javascriptreact: SCRIPT,
  python: /^(import|from)\s/,
  go: /^(package|import)\b/,
  rust: /^(use\s|pub\s+use\s|extern\s+crate\s|(pub\s+)?mod\s+\w+;|#!\[)/,
  html: /^\s*<(!doctype|html|head|title|meta|base|link|style|script\b[^>]*\bsrc)\b/i,
  markdown: /^#\s/,
};
/** In languages that are not named: Java, C, C#, PHP, Ruby and others. */
const OTHER_IMPORTS = /^(import|package|using|use|require|include|from|namespace|module)\b|^#\s*(include|import)\b/;

/** The indexes of lines that say what the file imports, as many as there is room for. */
export function importLines(lines: readonly string[], language: string, room: number): readonly number[] {
  const begins = IMPORTS[language] ?? OTHER_IMPORTS;
  const found: number[] = [];
  let left = room;
  for (let index = 0; index < Math.min(lines.length, IMPORT_LINES); index++) {
    if (!begins.test(lines[index] ?? '')) continue;
    const end = language === 'html' || language === 'markdown' ? index : endOfImport(lines, index);
    const size = lines.slice(index, end + 1).reduce((sum, line) => sum + line.length + 1, 0);
    if (size <= left) {
      for (let line = index; line <= end; line++) found.push(line);
      left -= size;
    }
    index = end;
  }
  return found;
}

/** The last line of an import that may go on in brackets. */
function endOfImport(lines: readonly string[], start: number): number {
  let open = 0;
  for (let index = start; index < Math.min(lines.length, start + LONGEST_IMPORT); index++) {
    open += opened(lines[index] ?? '');
    if (open <= 0) return index;
  }
  return start;
}

function opened(line: string): number {
  return (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0);
}

/** The indexes of lines that begin what the last line stands in: of classes, functions and blocks, or headings. */
export function headerLines(lines: readonly string[], language: string, room: number): readonly number[] {
  const headers = language === 'markdown' ? headings(lines) : enclosing(lines);
  let left = room;
  // The innermost says most.
  return headers.filter(index => {
    const size = (lines[index]?.length ?? 0) + 1;
    const fits = size <= left && size <= LONGEST_HEADER;
    if (fits) left -= size;
    return fits;
  });
}

/** A line that goes on with what a line of the same depth has begun: `} else {`, `): number {`, `elif x:`. */
const GOES_ON = /^\s*([)\]}]|(else|elif|except|finally|catch|rescue|ensure|when|then|in)\b|<\/)/;
/** Comments, preprocessor lines and labels stand at any depth and begin nothing. */
const BEGINS_NOTHING = /^\s*(\/\/|\/\*|\*|#|--|<!--|;|\w+:\s*$(?<!(else|try|finally):\s*))/;

function enclosing(lines: readonly string[]): readonly number[] {
  const found: number[] = [];
  let depth = depthOfLast(lines);
  for (let index = lines.length - 2; index >= 0 && depth > 0 && found.length < MOST_HEADERS; index--) {
    const line = lines[index] ?? '';
    const indent = depthOf(line);
    if (indent >= depth || line.trim() === '' || BEGINS_NOTHING.test(line)) continue;
    found.push(index);
    depth = GOES_ON.test(line) ? indent + 1 : indent;
  }
  return found;
}

function depthOfLast(lines: readonly string[]): number {
  const last = lines.at(-1) ?? '';
  if (last !== '') return depthOf(last);
  // On an empty line one stands where the line above leads to.
  const above = lines.findLast(line => line.trim() !== '') ?? '';
  return depthOf(above) + (/[([{:>]\s*$/.test(above) ? 1 : 0);
}

/** Columns of white space at the beginning; a tab counts as four. */
function depthOf(line: string): number {
  let depth = 0;
  for (const character of line) {
    if (character === '\t') depth += 4;
    else if (character === ' ') depth++;
    else break;
  }
  return depth;
}

function headings(lines: readonly string[]): readonly number[] {
  const found: number[] = [];
  let level = 7;
  for (let index = lines.length - 2; index >= 0 && level > 1; index--) {
    const marks = /^(#{1,6})\s/.exec(lines[index] ?? '')?.[1];
    if (marks === undefined || marks.length >= level) continue;
    found.push(index);
    level = marks.length;
  }
  return found;
}
