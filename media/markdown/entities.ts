/**
 * Stands in for the package of this name, of which markdown-it uses one function: the browser knows the 2,231 names of HTML
 * itself, so the page brings no table of them.
 */
const known = new Map<string, string>();

/** What `&name;` or `&#number;` stands for; the same text where that is nothing. */
export function decodeHTMLStrict(entity: string): string {
  let decoded = known.get(entity);
  if (decoded === undefined) {
    // The pattern lets no markup through, and what is read here goes nowhere but into text.
    const isEntity = /^&#?\w+;$/.test(entity);
    decoded = isEntity ? new DOMParser().parseFromString(entity, 'text/html').documentElement.textContent : entity;
    known.set(entity, decoded);
  }
  return decoded;
}
