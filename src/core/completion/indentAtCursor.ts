import { beganAtMargin } from './beganAtMargin';
import type { CursorContext } from './cursorContext';

/**
 * Indentation as the document has it: in its unit, and shifted where the model began again at another margin. `shift`: by how
 * many columns, where a repetition has told it.
 */
export function indentAtCursor(text: string, context: CursorContext, shift?: number): string {
  const { before, indentUnit } = context;
  const currentLine = before.slice(before.lastIndexOf('\n') + 1);
  const margin = /^[ \t]*/.exec(currentLine)?.[0] ?? '';
  const isAtMargin = currentLine.trim() === '';
  const lines = inUnit(text, indentUnit).split('\n');
  if (isAtMargin) while (lines.length > 1 && lines[0]?.trim() === '') lines.shift();
  const [first = '', ...rest] = lines;
  if (margin === '' && !shift) return lines.join('\n');

  const own = isAtMargin ? indentOf(first) : '';
  // The cursor stands behind the line's margin already.
  const start = isAtMargin ? first.trimStart() : first;
  if (shift !== undefined) return [start, ...rest.map(line => shifted(line, shift, indentUnit))].join('\n');
  if (own !== '') return [start, ...rest.map(line => moved(line, own, margin))].join('\n');
  const isAtItsOwn = beganAtMargin([isAtMargin ? first : currentLine + first, ...rest], margin, context);
  return [start, ...(isAtItsOwn ? rest.map(line => (line === '' ? line : margin + line)) : rest)].join('\n');
}

/** From the margin of the first line to that of the document. */
function moved(line: string, from: string, to: string): string {
  if (from === to || line.trim() === '') return line;
  if (line.startsWith(from)) return to + line.slice(from.length);
  return from.startsWith(to) ? line.slice(Math.min(from.length - to.length, indentOf(line).length)) : line;
}

function shifted(line: string, columns: number, unit: string): string {
  if (columns === 0 || line.trim() === '') return line;
  if (columns > 0) return (unit === '\t' ? '\t' : ' ').repeat(columns) + line;
  return line.slice(Math.min(-columns, indentOf(line).length));
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function inUnit(text: string, unit: string): string {
  if (unit !== '\t') return text.replace(/^\t+/gm, tabs => unit.repeat(tabs.length));
  const indents = [...text.matchAll(/^ +(?=\S)/gm)].map(match => match[0].length);
  const width = Math.min(...indents.filter(indent => indent >= 2));
  if (!Number.isFinite(width)) return text;
  return text.replace(/^ +(?=\S)/gm, spaces => '\t'.repeat(Math.round(spaces.length / width)));
}
