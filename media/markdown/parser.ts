import MarkdownIt, { type StateCore, type Token } from 'markdown-it';

/** Link reference definitions found so far, by label: the part of markdown-it's environment that outlives a parse. */
export type References = Readonly<Record<string, { readonly title: string; readonly href: string }>>;

export interface Parsed {
  readonly tokens: readonly Token[];
  readonly references: References;
}

/** Turns Markdown into tokens, given the references that the text before it defined. */
export type Parse = (source: string, known?: References) => Parsed;

/**
 * CommonMark with GitHub's tables, strikethrough, task lists and bare links, and without raw HTML, which stays text.
 * No link is refused here: a refused link would fall back to its source text. The renderer's allowlist decides instead.
 */
export function createParser(): Parse {
  const markdown = new MarkdownIt({ html: false, linkify: true });
  markdown.validateLink = () => true;
  // Only what begins with a scheme: `main.rs` and `search.ts` are files, not hosts in Serbia or East Timor.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  markdown.core.ruler.after('block', 'task_list', markTasks);
  markdown.core.ruler.push('fence_info', state => {
    for (const token of state.tokens) if (token.info) token.info = markdown.utils.unescapeAll(token.info);
  });
  return (source, known = {}) => {
    const environment = { references: { ...known } };
    return { tokens: markdown.parse(source, environment), references: environment.references };
  };
}

const taskMarker = /^\[([ xX])\][ \t\n]+(?=\S)/;

/** GitHub's task lists: an item that begins with `[ ]` or `[x]`. Runs before inline parsing, which would see a link there. */
function markTasks(state: StateCore): void {
  const { tokens } = state;
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'inline' || tokens[index - 1]?.type !== 'paragraph_open') continue;
    const item = tokens[index - 2];
    const marker = item?.type === 'list_item_open' && taskMarker.exec(token.content);
    if (!item || !marker) continue;
    item.meta = { task: true };
    token.meta = { task: marker[1] === ' ' ? 'open' : 'done' };
    token.content = token.content.slice(marker[0].length);
  }
}
