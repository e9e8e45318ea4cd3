/** How many brackets a text opens more than it closes. */
export function openBrackets(text: string): number {
  const opened = text.match(/[([{]/g)?.length ?? 0;
  const closed = text.match(/[)\]}]/g)?.length ?? 0;
  return opened - closed;
}
