import type { CursorContext } from './cursorContext';

const FENCE_LINE = /^([ \t]*)(`{3,}|~{3,})([^\n]*)\n/m;

/** Languages in which words between the code are content. */
const PROSE = /^(markdown|plaintext|html|latex|restructuredtext|asciidoc|mdx)$/;
/** Languages that know backticks as quotes, or in which they are content. */
const BACKTICKS = /script|^(markdown|mdx|go|ruby|perl|php|plaintext|restructuredtext|asciidoc|r|scala|groovy)$/;

/** Without fences around the code, and without the words around it. */
export function withoutWrapping(text: string, context: CursorContext, ended: boolean): string {
  const opening = FENCE_LINE.exec(text);
  if (opening && wraps(text, opening, context)) {
    const inside = text.slice(opening.index + opening[0].length);
    return withoutMargin(fenced(inside, opening[2] ?? '', context.language, ended), opening[1] ?? '');
  }
  const startsLikeFence = /^\s*(`+|~+)[^\n]*$/.test(text);
  if (startsLikeFence && !ended) return '';
  const single = BACKTICKS.test(context.language) ? null : /^\s*`([^`\n]+)`\s*$/.exec(text);
  return single?.[1] ?? withoutSentences(text, context, ended);
}

function wraps(text: string, opening: RegExpExecArray, context: CursorContext): boolean {
  const above = text.slice(0, opening.index);
  const info = (opening[3] ?? '').trim().toLowerCase();
  // A block of another language is what a Markdown file may well go on with.
  if (context.language === 'markdown') return above.trim() === '' && /^(md|markdown)\b/.test(info);
  return linesOf(above).every(line => line.trim() === '' || looksLikeWords(line));
}

function fenced(inside: string, fence: string, language: string, ended: boolean): string {
  const closings = [...inside.matchAll(new RegExp(`^[ \\t]*${fence}[ \\t]*$`, 'gm'))];
  // A Markdown file has blocks of its own in there.
  const closing = language === 'markdown' ? (ended ? closings.at(-1) : undefined) : closings[0];
  if (closing) return inside.slice(0, closing.index).replace(/\n$/, '');
  return ended ? inside : inside.replace(/\n?[ \t]*[`~]{0,3}$/, '');
}

/** A fence that is indented, as in a list, indents all that is in it. */
function withoutMargin(text: string, margin: string): string {
  if (margin === '') return text;
  return linesOf(text)
    .map(line => (line.startsWith(margin) ? line.slice(margin.length) : line))
    .join('\n');
}

/** Without sentences above and below code, set apart by a blank line or announcing it with a colon. */
function withoutSentences(text: string, context: CursorContext, ended: boolean): string {
  if (PROSE.test(context.language) || isInWords(context)) return text;
  const lines = [...linesOf(text)];
  const isBlank = (line: string | undefined): boolean => line !== undefined && line.trim() === '';
  let first = 0;
  while (first < lines.length && (isBlank(lines[first]) || looksLikeWords(lines[first] ?? ''))) first++;
  const announced = first > 0 && (isBlank(lines[first - 1]) || /[:：]\s*$/.test(lines[first - 1] ?? ''));
  const hasWords = lines.slice(0, first).some(line => !isBlank(line));
  if (!ended && hasWords && first >= lines.length - 1) return '';
  const start = announced && hasWords && first < lines.length ? first : 0;
  let end = lines.length;
  while (end > start && (isBlank(lines[end - 1]) || looksLikeWords(lines[end - 1] ?? ''))) end--;
  // Code ends where words begin behind a blank line.
  const hasWordsBelow = end > start && isBlank(lines[end]) && lines.slice(end).some(line => !isBlank(line));
  if (!hasWordsBelow) end = lines.length;
  return lines.slice(start, end).join('\n');
}

/** Whether the cursor is in a comment, or in a text over several lines. */
function isInWords({ before }: CursorContext): boolean {
  const near = before.slice(-20_000);
  const currentLine = near.slice(near.lastIndexOf('\n') + 1);
  if (/(^|\s)(\/\/|#|\*|--|"|'|`)/.test(currentLine)) return true;
  const isOdd = (quote: string): boolean => near.split(quote).length % 2 === 0;
  return near.lastIndexOf('/*') > near.lastIndexOf('*/') || isOdd('"""') || isOdd("'''") || isOdd('`');
}

/** A sentence, or the beginning of one that announces something. No line of code has four words and none of its signs. */
function looksLikeWords(line: string): boolean {
  const words = line.replace(/`[^`]*`/g, 'code').trim();
  if (/^(\/\/|#|\/\*|\*|--|<|@)/.test(words) || /[;{}=<>[\]\\|$]|\w\(|^["']/.test(words)) return false;
  if (/[\u3040-\u30FF\u4E00-\u9FFF]/.test(words)) return true;
  return /^[A-Z“]/.test(words) && (words.split(/\s+/).length >= 3 || /^\w+[,!] ?\w*.*[:!.]$/.test(words));
}

function linesOf(text: string): readonly string[] {
  return text.split('\n');
}
