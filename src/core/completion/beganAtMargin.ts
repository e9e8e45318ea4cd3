import { openBrackets } from '../code/brackets';
import type { CursorContext } from './cursorContext';

const OPENS = /[([{:\\,+*/=&|]$|=>$|\b(and|or)$/;
const OPENS_BY_WORD =
  /^(if|unless|while|until|for|case|begin|(local )?function|def|class|module)\b|\b(do|then)( \|[^|]*\|)?$/;
const WORDS_FOR_BLOCKS = /^(ruby|lua|shellscript|elixir|julia|crystal)$/;
/** What goes on with the line above is deeper than that. */
const CONTINUES = /^(\??\.\w|&&|\|\||[?:] )/;

const CLOSING_WORD = /^(end|else|elif|except|finally|catch|fi|done|esac)\b/;
/** Nothing can follow it in its block. */
const LAST_STATEMENT = /^(return|raise|break|continue|pass)\b/;
/** Stands in a function, never at the margin of a file. */
const IN_FUNCTION = /^(return|yield|break|continue)\b/;
const DEFINITION =
  /^(@|((export|async|pub|static|public|private|abstract) )*(def|class|fn|func|fun|function)\b|if __name__)/;

const TAGS = /^(html|xml|vue|svelte|handlebars|php|(java|type)scriptreact)$/;
const OPEN_TAG =
  /(?<!\w)<(?!(?:br|hr|img|input|meta|link|area|base|col|embed|source|track|wbr)\b)[a-z][^<>]*(?<!\/)>/gi;

/**
 * Whether an answer began again at column 0, so that all of its lines have to be indented; else they stand where they belong
 * already. Its first lines tell: further below, an answer that goes on behind the block comes back to column 0 in any case.
 *
 * @param lines the whole first line, and those below it
 */
export function beganAtMargin(lines: readonly string[], margin: string, context: CursorContext): boolean {
  const { language } = context;
  const opened = (end: number, more = ''): number => openOf(lines.slice(0, end).join('\n') + more, language);
  const first = withoutComment(lines[0] ?? '');
  if (opened(1) > 0) {
    // What closes the first line's block stands where that line does.
    const closing = lines.findIndex((line, at) => at > 0 && opened(at, closersOf(line)) <= 0);
    const line = lines[closing] ?? '';
    if (closersOf(line) !== '') return depthOf(line) < margin.length;
  }
  // Arguments are aligned to a bracket, which tells nothing: the line behind them does.
  const isAligned = opened(1) > 0 && !/[([{>]$/.test(first);
  const at = lines.findIndex((line, index) => index > 0 && line.trim() !== '' && (!isAligned || opened(index) <= 0));
  const second = lines[at];
  if (second === undefined) return false;
  if (at === 1 && goesDeeper(first, second, language) && opened(1, closersOf(second)) >= 0)
    return depthOf(second) <= margin.length;
  if (depthOf(second) > 0 || CLOSING_WORD.test(second) || opened(at, closersOf(second)) < 0) return false;
  if (isInBrackets(context, margin)) return true;
  if (LAST_STATEMENT.test(first.trimStart())) return false;
  const isOutside = lines[at - 1]?.trim() === '' && DEFINITION.test(second);
  return !isOutside || lines.slice(at).some(line => IN_FUNCTION.test(line));
}

/** Whether a line stands deeper than the first one by what the two say. */
function goesDeeper(first: string, second: string, language: string): boolean {
  const [above, below] = [first.trimStart(), second.trimStart()];
  if (openOf(above, language) > 0 || OPENS.test(above) || CONTINUES.test(below)) return true;
  // The keys of one entry of a list.
  if (/^- ["'\w-]+:/.test(above)) return !below.startsWith('- ');
  return WORDS_FOR_BLOCKS.test(language) && OPENS_BY_WORD.test(above);
}

/** How many brackets and tags a text opens more than it closes. */
function openOf(text: string, language: string): number {
  if (!TAGS.test(language)) return openBrackets(text);
  return openBrackets(text) + (text.match(OPEN_TAG)?.length ?? 0) - (text.match(/<\//g)?.length ?? 0);
}

function closersOf(line: string): string {
  return /^\s*((?:[)\]}]|<\/[\w-]*>?)*)/.exec(line)?.[1] ?? '';
}

/** Whether the block at the cursor ends with a bracket: nothing behind it comes before that. */
function isInBrackets({ before }: CursorContext, margin: string): boolean {
  const opener = before.split('\n').findLast(line => line.trim() !== '' && depthOf(line) < margin.length);
  return /[([{]$/.test(withoutComment(opener ?? ''));
}

function withoutComment(line: string): string {
  return line.replace(/\s(#|\/\/)\s.*$/, '').trimEnd();
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}
