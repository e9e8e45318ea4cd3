import type { EditPlace } from './editMessages';

/** Languages in which a sentence is no code. Elsewhere it may be what is edited, and is shown with the rest of the difference. */
const CODE = new Set(
  [
    'c clojure cpp csharp css dart elixir erlang fsharp go groovy haskell java javascript javascriptreact json jsonc julia kotlin',
    'less lua objective-c objective-cpp perl powershell python r ruby rust scala scss shellscript sql swift typescript',
    'typescriptreact vb zig',
  ].flatMap(line => line.split(' ')),
);

const INTRODUCTION =
  /^(?:here(?:['’]s| is| are)\b|sure\b|certainly\b|of course\b|okay\b|ok[,.!]|below is\b|absolutely\b|the (?:updated|modified|changed|edited|new|revised|refactored)\b|i(?:['’]ve| have)\b|berikut\b|tentu\b|baik,|以下|这是|好的|当然).*[:：.!。]\s*$/i;

const AFTERWORD =
  /^(?:\**(?:explanation|notes?|changes(?: made)?|what (?:has )?changed|summary)\**\s*[:：]|i(?:['’]ve| have) \w+|this (?:change|version|code|implementation|function|edit) \w+|the (?:change|code|function) now\b|let me know\b|feel free\b|if you(?:['’]d| would| want| need)\b|penjelasan\b|perubahan ini\b|说明|解释|这样)/i;

/** Code without what a model says about it before and after. */
export function withoutTalk(text: string, { language, before, code }: EditPlace): string {
  if (!CODE.has(language) || isInsideText(before)) return text;
  const known = new Set(wordsOf(code));
  let paragraphs = text.trim() === '' ? [] : text.split(/\n[ \t]*\n/);
  while (paragraphs.length > 1) {
    const kept = paragraphs.slice(0, -1);
    if (!isAfterword(paragraphs.at(-1) ?? '', known) || !isComplete(kept.join('\n\n'))) break;
    paragraphs = kept;
  }
  const [first = '', ...rest] = paragraphs.join('\n\n').replace(/^\n+/, '').split('\n');
  const isIntroduced = rest.length > 0 && INTRODUCTION.test(first) && !known.has(first.trim());
  return isIntroduced && isComplete(rest.join('\n')) ? rest.join('\n') : [first, ...rest].join('\n');
}

/** Sentences, and no sign of code: what is doubtful is shown. */
function isAfterword(paragraph: string, known: ReadonlySet<string>): boolean {
  const [first = '', ...rest] = paragraph.replace(/^\n+/, '').trimEnd().split('\n');
  if (!AFTERWORD.test(first) || known.has(first)) return false;
  const isSentence = (line: string): boolean => /[.:!?。：！？][)*_"”]*$/.test(line.trim());
  if (!isSentence(first) && !isSentence(rest.at(-1) ?? '')) return false;
  // A line without a blank may close a string or a tag; Chinese has none.
  const areWords = rest.every(line => /\S\s+\S|\p{Script=Han}/u.test(line));
  return areWords && !/<\/?\w|"""|'''|\*\//.test(paragraph) && balance([paragraph]) === 0;
}

/** Whether no string and no comment is left open: the rest of it would be missed. */
function isComplete(text: string): boolean {
  const isEven = (pattern: RegExp): boolean => (text.match(pattern)?.length ?? 0) % 2 === 0;
  return !isInsideText(text) && isEven(/"/g) && isEven(/(?<!\w)'|'(?!\w)/g);
}

/** Whether a text ends in the midst of a comment, or of a string of several lines. */
function isInsideText(text: string): boolean {
  const count = (word: string): number => text.split(word).length - 1;
  return ['"""', "'''", '`'].some(quote => count(quote) % 2 === 1) || count('/*') > count('*/');
}

/** The lines of a text that are not blank, without their indentation. */
export function wordsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** How many brackets stay open. */
export function balance(lines: readonly string[]): number {
  const text = lines.join('\n');
  return (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
}
