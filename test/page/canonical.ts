/**
 * Both functions run in the page. They write a rendered text down so that the page's own elements and the specification's HTML
 * can be compared: frames around tables and code fall away, and so does white space that no browser shows.
 */

/** The page's rendering of each answer, in order. */
export function canonicalAnswers(): string[] {
  const blocks = /^(?:P|H[1-6]|UL|OL|LI|BLOCKQUOTE|PRE|HR|TABLE|THEAD|TBODY|TR|TH|TD|DIV)$/;
  const isBlock = (node: Node | null): boolean => node instanceof Element && blocks.test(node.tagName);
  const attributes = (element: Element): string =>
    ['href', 'title', 'start', 'data-language']
      .filter(name => element.hasAttribute(name))
      .map(name => ` ${name}=${JSON.stringify(element.getAttribute(name))}`)
      .join('');
  function write(node: Node, verbatim: boolean): string {
    if (node instanceof Text) {
      let text = node.data;
      if (verbatim) return text;
      const parentIsBlock = isBlock(node.parentNode);
      if (node.previousSibling instanceof HTMLBRElement) text = text.trimStart();
      if (node.previousSibling ? isBlock(node.previousSibling) : parentIsBlock) text = text.trimStart();
      if (node.nextSibling ? isBlock(node.nextSibling) : parentIsBlock) text = text.trimEnd();
      return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    }
    if (!(node instanceof Element) || node.matches('.code-head')) return '';
    const inner = [...node.childNodes].map(child => write(child, verbatim || node.tagName === 'PRE')).join('');
    if (node.tagName === 'DIV') return inner;
    const tag = node.tagName.toLowerCase();
    return `<${tag}${attributes(node)}>${inner}</${tag}>`;
  }
  return [...document.querySelectorAll('.markdown, .expected')].map(root => write(root, false));
}

/**
 * Puts the specification's HTML into the page in place of the conversation, changed as the page's policy wants it: links that
 * may not be clicked are text, and images are named instead of shown.
 */
export function showExpected(examples: readonly string[]): void {
  const isAllowed = (url: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(url) && URL.canParse(url);
  document.body.replaceChildren();
  for (const html of examples) {
    const parsed = new DOMParser().parseFromString(html, 'text/html').body;
    for (const image of parsed.querySelectorAll('img')) {
      const label = image.alt.trim() ? `Image: ${image.alt.trim()}` : 'Image';
      const url = image.getAttribute('src') ?? '';
      const link = document.createElement('a');
      link.setAttribute('href', url);
      if (image.title) link.title = image.title;
      link.textContent = label;
      const outer = image.parentElement?.closest('a');
      const insideLink = outer && isAllowed(outer.getAttribute('href') ?? '');
      image.replaceWith(isAllowed(url) && !insideLink ? link : label);
    }
    for (const link of parsed.querySelectorAll('a')) {
      if (!isAllowed(link.getAttribute('href') ?? '')) link.replaceWith(...link.childNodes);
    }
    for (const code of parsed.querySelectorAll('code[class]')) {
      code.setAttribute('data-language', code.className.replace(/^language-/, ''));
    }
    const root = document.createElement('div');
    root.className = 'expected';
    root.append(...parsed.childNodes);
    root.normalize();
    document.body.append(root);
  }
}
