/** How a document is indented. */
export interface IndentStyle {
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

/**
 * Code as it fits at a place: its own margin gives way to `margin`, and its tabs or spaces to the document's. `firstLine`:
 * whether the first line gets the margin too, or stands behind it already.
 */
export function fitIndentation(code: string, margin: string, style: IndentStyle, firstLine: boolean): string {
  const lines = inStyle(withoutMargin(code.split('\n')), style);
  return lines
    .map((line, index) => (line.trim() === '' ? '' : index > 0 || firstLine ? margin + line : line))
    .join('\n');
}

/** The white space that a line begins with. */
export function marginOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function withoutMargin(lines: readonly string[]): readonly string[] {
  const margins = lines.filter(line => line.trim() !== '').map(marginOf);
  let common = margins[0] ?? '';
  for (const margin of margins) while (!margin.startsWith(common)) common = common.slice(0, -1);
  return lines.map(line => line.slice(Math.min(common.length, marginOf(line).length)));
}

/** Tabs where the document has tabs, spaces where it has spaces. Between two widths of spaces, the code keeps its own. */
function inStyle(lines: readonly string[], { insertSpaces, tabSize }: IndentStyle): readonly string[] {
  if (insertSpaces) return lines.map(line => line.replace(/^\t+/, tabs => ' '.repeat(tabs.length * tabSize)));
  const widths = lines.filter(line => line.trim() !== '').map(line => /^ */.exec(line)?.[0].length ?? 0);
  const unit = Math.min(...widths.filter(width => width > 1));
  if (!Number.isFinite(unit)) return lines;
  return lines.map(line => line.replace(/^ +/, spaces => '\t'.repeat(Math.round(spaces.length / unit))));
}
