// Texts of people, models and files as parts of a Markdown document that they cannot break.

/** One line that Markdown shows as it is: no character of it means anything. */
export function plainLine(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>#|~&!$^=]/g, '\\$&');
}

/** The same as code, for paths. */
export function codeLine(text: string): string {
  const line = oneLine(text);
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

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Markdown as it is, with an end to what it leaves open: of an answer that was cut, all that follows would be code. */
export function closed(text: string): string {
  let open = '';
  let comment = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, marks = '', rest = ''] = (comment ? undefined : FENCE.exec(line)) ?? [];
    if (open !== '') {
      if (marks.startsWith(open) && rest.trim() === '') open = '';
    } else if (marks.startsWith('~') || (marks !== '' && !rest.includes('`'))) open = marks;
    else if (comment ? line.includes('-->') : line.includes('<!--'))
      comment = !line.slice(line.indexOf('<!--')).includes('-->');
  }
  const end = open === '' ? (comment ? '-->' : '') : open;
  const plain = withoutEndSpace(text);
  return end === '' ? plain : `${plain}\n${end}`;
}

function oneLine(text: string): string {
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
