import MarkdownIt, { type Token } from 'markdown-it';

/** Link reference definitions found so far, by label. */
export type References = Readonly<Record<string, { readonly title: string; readonly href: string }>>;

/** What is parsed by markdown-it: the text inside blocks. */
export interface Parse {
  /** The token of a block's text, with emphasis, links, code and so on as its children. */
  inline(text: string, references: References): Token;
  /** Takes the definitions off the beginning of a paragraph. */
  definitions(paragraph: string): { readonly text: string; readonly references: References };
  /** Text in which a backslash or an entity stands for a character. */
  unescape(text: string): string;
  /** An empty token. */
  token(type: string, tag: string, nesting: Token['nesting']): Token;
}

/**
 * The text of CommonMark with GitHub's strikethrough and bare links, and without raw HTML, which stays text. No link is refused
 * here: a refused link would fall back to its source text. The renderer's allowlist decides instead.
 */
export function createParser(): Parse {
  const markdown = new MarkdownIt({ html: false, linkify: true });
  const definitions = new MarkdownIt('zero').enable('reference');
  markdown.validateLink = definitions.validateLink = () => true;
  // Only what begins with a scheme: `main.rs` and `search.ts` are files, not hosts in Serbia or East Timor.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  // GitHub's other sign of an address: as long as it would be behind a scheme.
  const assumed = '//www.';
  markdown.linkify.add('www.', {
    validate: (text, position, linkify) =>
      Math.max(0, linkify.testSchemaAt(assumed + text.slice(position), 'http:', 0) - assumed.length),
    normalize(match) {
      match.url = `http://${match.url}`;
    },
  });
  const { Token: TokenClass } = new markdown.core.State('', markdown, {});
  const token: Parse['token'] = (type, tag, nesting) => new TokenClass(type, tag, nesting);
  return {
    inline: (text, references) => markdown.parseInline(text, { references })[0] ?? token('inline', '', 0),
    definitions(paragraph) {
      if (!paragraph.startsWith('[')) return { text: paragraph, references: {} };
      const environment = { references: {} };
      const rest = definitions.parse(paragraph, environment).find(({ type }) => type === 'inline');
      return { text: rest?.content ?? '', references: environment.references };
    },
    unescape: markdown.utils.unescapeAll,
    token,
  };
}
