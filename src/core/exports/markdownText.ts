import { endOfOpenBlock } from './openBlock';

// Texts of people, models and files as parts of a Markdown document that they cannot break.

/** One line that Markdown shows as it is: no character of it means anything. */
export function plainLine(text: string): string {
  return withoutBreaks(text).replace(/[\\`*_{}[\]<>#|~&!$^=]/g, '\\$&');
}

/** The same as code, for paths. */
export function codeLine(text: string): string {
  const line = withoutBreaks(text);
  const marks = '`'.repeat(longestRun(line, '`') + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return line === '' ? '` `' : `${marks}${pad}${line}${pad}${marks}`;
}

/** A text as a block of code, whose fence is longer than any in it. */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  const info = language.replace(/[^\w+#.-]/g, '');
  return `${fence}${info}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fence}`;
}

/** Set off from what is around it: nothing in it reaches further, a fence or a comment that is left open included. */
export function quoted(text: string): string {
  return withoutEndSpace(text)
    .split(/\r\n|\r|\n/)
    .map(line => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** Markdown as it is, with an end to what it leaves open: of an answer that was cut, all that follows would be code. */
export function closed(text: string): string {
  const plain = withoutEndSpace(text);
  const end = endOfOpenBlock(plain);
  return end === undefined ? plain : `${plain}\n${end}`;
}

function withoutBreaks(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function withoutEndSpace(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
