/** What a writer is started for. */
export interface WriterTask {
  readonly name: string;
  readonly directory: string;
  /** Of the conversation. */
  readonly id: string;
  readonly compactAfter: number;
  /** Of each answer. */
  readonly pieces: number;
  /** So many, and then it ends; none: questions and answers until it is killed. */
  readonly questions: number;
  readonly mayFork: boolean;
}

export function wordOf(answer: number, piece: number): string {
  return `word${answer}.${piece} `;
}
