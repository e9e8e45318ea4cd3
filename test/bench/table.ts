import type { Row } from './row';

const HEAD: readonly string[] = [
  'measure',
  'ours',
  'min–max',
  'peer',
  'its value',
  'min–max',
  'ratio',
  'min–max',
  'goal',
  '',
];

/** The rows as one table for a terminal. What belongs to the same measure stands together and is named once. */
export function table(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  return lines
    .map((line, index) => (startsMeasure(rows, index - 1) ? line : ['', '', '', ...line.slice(3)]))
    .map(line => line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
    .join('\n');
}

/** Whether the row is the first of its measure. What is before the first row, the head, counts too. */
function startsMeasure(rows: readonly Row[], index: number): boolean {
  const [before, row] = [rows[index - 1], rows[index]];
  return before?.area !== row?.area || before?.measure !== row?.measure || row === undefined;
}

function cells(row: Row): readonly string[] {
  return [
    `${row.area}: ${row.measure}`,
    `${digits(row.ours)} ${row.unit}`,
    span(row.range.ours),
    row.peer,
    `${digits(row.peerValue)} ${row.unit}`,
    span(row.range.peer),
    row.ratio.median.toFixed(2),
    `${row.ratio.min.toFixed(2)}–${row.ratio.max.toFixed(2)}`,
    row.goal === null ? '' : `≤ ${row.goal.toFixed(2)}`,
    row.met === null ? '' : row.met ? 'met' : 'MISSED',
  ];
}

function span([min, max]: readonly [number, number]): string {
  return `${digits(min)}–${digits(max)}`;
}

/** Three digits that mean something. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Words stand on the left, numbers on the right. */
function pad(cell: string, width: number, column: number): string {
  return [0, 3, 9].includes(column) ? cell.padEnd(width) : cell.padStart(width);
}
