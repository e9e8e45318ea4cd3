import type { Column, Table } from './tree';

/** Cells of a row, as GitHub splits it: at every bar that no backslash stands before, also inside code. */
function cellsOf(row: string): string[] {
  const text = row.trim();
  const cells: string[] = [];
  let cell = '';
  let start = 0;
  for (let bar = text.indexOf('|'); bar !== -1; bar = text.indexOf('|', bar + 1)) {
    if (text[bar - 1] === '\\') {
      cell += text.slice(start, bar - 1);
      start = bar;
    } else {
      cells.push(cell + text.slice(start, bar));
      cell = '';
      start = bar + 1;
    }
  }
  cells.push(cell + text.slice(start));
  if (cells[0]?.trim() === '') cells.shift();
  if (cells.at(-1)?.trim() === '') cells.pop();
  return cells.map(cell => cell.trim());
}

/** The columns of a table whose head is `head`, if `delimiter` is the line that makes a table of it. */
export function columnsOf(head: string, delimiter: string): Column[] | undefined {
  if (!/^[|:-][|: \t-]+$/.test(delimiter) || /^-[ \t]/.test(delimiter) || !head.includes('|')) return undefined;
  const signs = delimiter.trim().replace(/^\|/, '').replace(/\|$/, '').split('|');
  const names = cellsOf(head);
  if (names.length !== signs.length || !signs.every(sign => /^[ \t]*:?-+:?[ \t]*$/.test(sign))) return undefined;
  return names.map((name, index) => ({ head: name, side: sideOf(signs[index]?.trim() ?? '') }));
}

function sideOf(sign: string): Column['side'] {
  if (sign.endsWith(':')) return sign.startsWith(':') ? 'center' : 'right';
  return sign.startsWith(':') ? 'left' : undefined;
}

/** A table may add so many empty cells to rows that are too short: a few bytes of text must not become millions of elements. */
const mostMissingCells = 65_536;

/** Adds a row; false when the table ends before it. */
export function addRow(table: Table, text: string): boolean {
  const cells = cellsOf(text);
  table.missingCells += Math.max(0, table.columns.length - cells.length);
  if (table.missingCells > mostMissingCells) return false;
  table.rows.push(cells.slice(0, table.columns.length));
  return true;
}
