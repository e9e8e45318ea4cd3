/** The last part of a path, however deep it is. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What was written over several lines, in one. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** How many characters of white space a line begins with. */
export function indentWidth(line: string): number {
  return line.length - line.trimStart().length;
}
