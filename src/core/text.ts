/** The last part of a path, however deep it is. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What was written over several lines, in one. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The beginning of a text, of so many UTF-16 units at most, and no half of a character at its end: strict servers refuse that. */
export function beginningOf(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** How many characters of white space a line begins with. */
export function indentWidth(line: string): number {
  return line.length - line.trimStart().length;
}
