// A list of models may be asked for at any time beside what a test is about.

interface Request {
  readonly text: string;
}

/** Asks a model something. */
export function isQuestion({ text }: Request): boolean {
  return text !== '';
}

/** The last request that asks a model something. */
export function lastQuestion<Asked extends Request>(requests: readonly Asked[]): Asked | undefined {
  return requests.findLast(isQuestion);
}
