/** An example of the GitHub Flavored Markdown specification (0.29-gfm), from its sections on extensions. */
export interface GfmExample {
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
  /** Why the page shows something else, where it does so on purpose. */
  readonly otherwise?: string;
}

const bareHosts = 'what has no scheme stays text: `main.rs` and `search.ts` are files';

function table(head: readonly string[], ...rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) => row.map(cell => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map(row => `<tr>${cells('td', row)}</tr>`).join('');
  return `<table><thead><tr>${cells('th', head)}</tr></thead>${body && `<tbody>${body}</tbody>`}</table>`;
}

const link = (url: string, rest = '', text = url): string => `<p><a href="${url}">${text}</a>${rest}</p>`;

export const gfmExamples: readonly GfmExample[] = [
  {
    number: 198,
    markdown: '| foo | bar |\n| --- | --- |\n| baz | bim |\n',
    html: table(['foo', 'bar'], ['baz', 'bim']),
  },
  {
    number: 199,
    markdown: '| abc | defghi |\n:-: | -----------:\nbar | baz\n',
    html: table(['abc', 'defghi'], ['bar', 'baz']),
  },
  {
    number: 200,
    markdown: '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n',
    html: table(['f|oo'], ['b <code>|</code> az'], ['b <strong>|</strong> im']),
  },
  {
    number: 201,
    markdown: '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n',
    html: `${table(['abc', 'def'], ['bar', 'baz'])}<blockquote><p>bar</p></blockquote>`,
  },
  {
    number: 202,
    markdown: '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n',
    html: `${table(['abc', 'def'], ['bar', 'baz'], ['bar', ''])}<p>bar</p>`,
  },
  {
    number: 203,
    markdown: '| abc | def |\n| --- |\n| bar |\n',
    html: '<p>| abc | def |\n| --- |\n| bar |</p>',
  },
  {
    number: 204,
    markdown: '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n',
    html: table(['abc', 'def'], ['bar', ''], ['bar', 'baz']),
  },
  { number: 205, markdown: '| abc | def |\n| --- | --- |\n', html: table(['abc', 'def']) },
  {
    number: 279,
    markdown: '- [ ] foo\n- [x] bar\n',
    html: '<ul><li><input type="checkbox">foo</li><li><input type="checkbox" checked>bar</li></ul>',
  },
  {
    number: 280,
    markdown: '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim\n',
    html: '<ul><li><input type="checkbox" checked>foo<ul><li><input type="checkbox">bar</li><li><input type="checkbox" checked>baz</li></ul></li><li><input type="checkbox">bim</li></ul>',
  },
  {
    number: 491,
    markdown: '~~Hi~~ Hello, ~there~ world!\n',
    html: '<p><s>Hi</s> Hello, <s>there</s> world!</p>',
    otherwise: 'one tilde stays text: `~/src` and `~5 ms` are common',
  },
  { number: 492, markdown: 'This ~~has a\n\nnew paragraph~~.\n', html: '<p>This ~~has a</p><p>new paragraph~~.</p>' },
  {
    number: 493,
    markdown: 'This will ~~~not~~~ strike.\n',
    html: '<p>This will ~~~not~~~ strike.</p>',
    otherwise: 'markdown-it strikes it',
  },
  {
    number: 622,
    markdown: 'www.commonmark.org\n',
    html: link('http://www.commonmark.org', '', 'www.commonmark.org'),
  },
  {
    number: 623,
    markdown: 'Visit www.commonmark.org/help for more information.\n',
    html: '<p>Visit <a href="http://www.commonmark.org/help">www.commonmark.org/help</a> for more information.</p>',
  },
  {
    number: 627,
    markdown:
      'https://encrypted.google.com/search?q=Markup+(business)\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))\n',
    html: `${link('https://encrypted.google.com/search?q=Markup+(business)')}<p>(Visit <a href="https://encrypted.google.com/search?q=Markup+(business)">https://encrypted.google.com/search?q=Markup+(business)</a>)</p>`,
  },
  {
    number: 628,
    markdown: 'http://commonmark.org\n\nhttps://example.com/a.b.\n',
    html: `${link('http://commonmark.org')}${link('https://example.com/a.b', '.')}`,
  },
  { number: 629, markdown: 'foo@bar.baz\n', html: link('mailto:foo@bar.baz', '', 'foo@bar.baz'), otherwise: bareHosts },
  {
    number: 652,
    markdown: '<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.\n</blockquote>\n',
    html: '<p>&lt;strong> &lt;title> &lt;style> &lt;em></p><p>&lt;blockquote>\n&lt;xmp> is disallowed.\n&lt;/blockquote></p>',
  },
];
