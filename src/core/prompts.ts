import type { FilePart, Part } from './chat';

/** A piece of code that a prompt is about, and why this piece: what was selected, what is around the cursor, or its line. */
export interface CodeScope {
  readonly file: FilePart;
  readonly chosen: 'selection' | 'symbol' | 'line';
  /** The symbol's name, when a symbol was chosen. */
  readonly symbol?: string;
}

/** The user message of "Explain Selection". */
export function explainPrompt(scope: CodeScope): readonly Part[] {
  return [scope.file, { type: 'text', text: `Explain ${scopeInWords(scope)}.` }];
}

/** So that the user sees what was taken where nothing was selected. */
function scopeInWords({ chosen, symbol, file }: CodeScope): string {
  if (chosen === 'selection') return 'the selected code';
  if (chosen === 'symbol') return `\`${symbol ?? file.name}\`, which is around the cursor`;
  return `line ${file.lines?.[0] ?? ''}, where the cursor is`;
}
