import { arrayField, field, parseJson, stringField } from '../unknown';

/** A cell of a notebook: code in a language, or Markdown. */
export interface NotebookCell {
  readonly language: string;
  readonly text: string;
}

/** A notebook as one text, its cells in their order. What its code has put out is left out, and that is said. */
export function notebookText(cells: readonly NotebookCell[]): string {
  const written = cells.map(({ language, text }, index) => `# %% Cell ${index + 1} [${language}]\n${text}`);
  return ['# A notebook: its cells, without what they have put out', ...written].join('\n\n');
}

/** The cells in a Jupyter file, or undefined where it is none. */
export function notebookCells(json: string): readonly NotebookCell[] | undefined {
  const notebook = parseJson(json);
  const cells = arrayField(notebook, 'cells');
  if (cells.length === 0) return undefined;
  const metadata = field(notebook, 'metadata');
  const language = stringField(field(metadata, 'language_info'), 'name') ?? 'python';
  return cells.map(cell => ({
    language: stringField(cell, 'cell_type') === 'code' ? language : 'markdown',
    text: sourceOf(cell),
  }));
}

function sourceOf(cell: unknown): string {
  const lines = arrayField(cell, 'source').filter(line => typeof line === 'string');
  return stringField(cell, 'source') ?? lines.join('');
}
