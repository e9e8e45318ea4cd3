/** What a piece of code is, as far as themes colour it. The classes of code.css are these, with `hl-` before them. */
export type Kind =
  | 'keyword'
  | 'control'
  | 'string'
  | 'number'
  | 'comment'
  | 'function'
  | 'type'
  | 'variable'
  | 'constant'
  | 'tag'
  | 'attribute'
  | 'inserted'
  | 'deleted';

/** A part of a line, from `start` up to `end`. What lies between two pieces has no colour of its own. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: Kind;
}

/** Reads one text, each line once and in order: what is still open in a line, such as a comment, is remembered for the next. */
export interface Lexer {
  /** The pieces of the next line, given without its line end. */
  read(line: string): readonly Piece[];
}

/** What dist/highlight.js brings: a lexer for a language, or undefined where it does not know the name. */
export type LexerFor = (language: string) => Lexer | undefined;

declare global {
  interface Window {
    /** Set by dist/highlight.js, a file of its own that the page loads when there is code to colour. */
    codeLexerFor?: LexerFor;
  }
}
