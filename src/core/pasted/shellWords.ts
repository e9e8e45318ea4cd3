/** The words of a pasted command, and whether a quotation in it has no end. */
export interface ShellWords {
  readonly words: readonly string[];
  readonly isBroken: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', '“': '”', '‘': '’' };

/**
 * Splits a command as the shell that it was written for would: POSIX shells, cmd or PowerShell. A box of one line has made
 * blanks of its line ends, so `\`, `^` and a backtick before a blank are the end of a line, too.
 */
export function shellWords(command: string): ShellWords {
  const text = plain(command);
  const words: string[] = [];
  let word: string | undefined;
  let isBroken = false;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (isLineEnd(char, next)) {
      at++;
    } else if (char === '\\') {
      word = (word ?? '') + next;
      at += 2;
    } else if (char === '$' && next === "'") {
      const quoted = ansiQuoted(text, at + 2);
      word = (word ?? '') + quoted.text;
      isBroken ||= !quoted.isClosed;
      at = quoted.end;
    } else if (Object.hasOwn(CLOSING, char)) {
      const quoted = readQuoted(text, at);
      word = (word ?? '') + quoted.text;
      isBroken ||= !quoted.isClosed;
      at = quoted.end;
    } else {
      word = (word ?? '') + char;
      at++;
    }
  }
  if (word !== undefined) words.push(word);
  return { words, isBroken };
}

/** Without cmd's carets, and with straight quotes where a word processor has left only round ones. */
function plain(command: string): string {
  const straight = /["']/.test(command) ? command : command.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  return straight.includes('^"') ? straight.replace(/\^(\r?\n|[\s\S])/g, '$1') : straight;
}

function isLineEnd(char: string, next: string): boolean {
  return (char === '\\' || char === '^' || char === '`') && (next === '' || /\s/.test(next));
}

interface Quoted {
  readonly text: string;
  /** Where the rest begins. */
  readonly end: number;
  readonly isClosed: boolean;
}

function readQuoted(text: string, start: number): Quoted {
  const opening = text.charAt(start);
  const closing = CLOSING[opening] ?? opening;
  let read = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (opening === '"' && isEscape(char, next, at === start + 1)) {
      read += next === '\n' ? '' : next;
      at++;
    } else if (char === closing) {
      return { text: read, end: at + 1, isClosed: true };
    } else {
      read += char;
    }
  }
  return { text: read, end: text.length, isClosed: false };
}

/** In double quotes: `\"` of most shells, `` `" `` of PowerShell, `""` of both Windows shells. */
function isEscape(char: string, next: string, isFirst: boolean): boolean {
  if (char === '\\') return /["\\$`\n]/.test(next);
  if (char === '`') return /["`$]/.test(next);
  return char === '"' && next === '"' && !isFirst;
}

const ANSI: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** The inside of `$'…'`, where `\n`, `\'` and `\u0021` mean what they mean in C. */
function ansiQuoted(text: string, start: number): Quoted {
  let read = '';
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "'") return { text: read, end: at + 1, isClosed: true };
    const code = /^\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4}))/i.exec(text.slice(at, at + 6));
    const escaped = text.charAt(at + 1);
    if (code) {
      read += String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '', 16));
      at += code[0].length;
    } else if (char === '\\') {
      read += ANSI[escaped] ?? escaped;
      at += 2;
    } else {
      read += char;
      at++;
    }
  }
  return { text: read, end: text.length, isClosed: false };
}
