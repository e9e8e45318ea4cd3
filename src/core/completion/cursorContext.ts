/** The code around the cursor. Line ends are `\n` here, whatever the document uses. */
export interface CursorContext {
  readonly path: string;
  /** VS Code's language id. */
  readonly language: string;
  readonly before: string;
  readonly after: string;
  /** What one level of indentation is in this document: a tab, or so many spaces. */
  readonly indentUnit: string;
  /** Code that comes before the document: the cells above it in a notebook. */
  readonly earlier?: string;
}
