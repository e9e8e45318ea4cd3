import type { Token } from 'markdown-it';
import { element } from '../dom';
import { iconButton } from '../icons';
import { fill, strings } from '../strings';
import { isAllowedLink } from './links';
import { makeGap } from './patch';

/**
 * The elements that Markdown can become. Together with what this file makes by name (links, task boxes, the frames of tables
 * and code) they are all that a model's answer can put on the page. Attributes come from this file only.
 */
const plainElements = {
  p: 'p',
  h1: 'h1',
  h2: 'h2',
  h3: 'h3',
  h4: 'h4',
  h5: 'h5',
  h6: 'h6',
  blockquote: 'blockquote',
  ul: 'ul',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  em: 'em',
  strong: 'strong',
  s: 's',
} as const satisfies Record<string, keyof HTMLElementTagNameMap>;

function isPlain(tag: string): tag is keyof typeof plainElements {
  return Object.hasOwn(plainElements, tag);
}

/** Turns the parser's tokens into elements, without a detour through HTML. */
export function render(tokens: readonly Token[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  renderInto(fragment, tokens);
  return fragment;
}

function renderInto(root: Node, tokens: readonly Token[]): void {
  const open: Node[] = [root];
  for (const [index, token] of tokens.entries()) {
    const parent = open.at(-1) ?? root;
    if (token.nesting === 1) open.push(openElement(parent, token, tokens[index + 1]));
    else if (token.nesting === -1) open.pop();
    else renderLeaf(parent, token);
  }
}

/** Adds the element that a token opens and returns where its content goes: the parent itself where there is no element. */
function openElement(parent: Node, token: Token, next: Token | undefined): Node {
  if (token.hidden) return parent;
  switch (token.type) {
    case 'link_open': {
      const link = makeLink(parent, token, 'href');
      return link ? parent.appendChild(link) : parent;
    }
    case 'table_open': {
      const table = element('table');
      parent.appendChild(element('div', { class: 'table' }, table));
      return table;
    }
    case 'ordered_list_open': {
      const start = token.attrGet('start');
      return parent.appendChild(element('ol', start === null ? {} : { start: String(start) }));
    }
    case 'list_item_open':
      return parent.appendChild(element('li', token.meta?.['task'] ? { class: 'task' } : {}));
    case 'th_open':
    case 'td_open':
      return parent.appendChild(element(token.tag === 'th' ? 'th' : 'td', cellClass(token, next?.content ?? '')));
    default:
      return isPlain(token.tag) ? parent.appendChild(element(plainElements[token.tag])) : parent;
  }
}

function renderLeaf(parent: Node, token: Token): void {
  switch (token.type) {
    case 'inline':
      if (token.meta?.['task']) parent.appendChild(taskBox(token.meta['task'] === 'done'));
      renderInto(parent, token.children ?? []);
      break;
    case 'gap':
      parent.appendChild(makeGap(Number(token.meta?.['count'])));
      break;
    case 'softbreak':
      appendText(parent, '\n');
      break;
    case 'hardbreak':
      parent.appendChild(element('br'));
      break;
    case 'hr':
      parent.appendChild(element('hr'));
      break;
    case 'code_inline':
      parent.appendChild(element('code', {}, token.content));
      break;
    case 'fence':
    case 'code_block':
      parent.appendChild(codeBlock(token));
      break;
    case 'image':
      renderImage(parent, token);
      break;
    default:
      appendText(parent, token.content);
  }
}

/** One text node per run of text, so that a growing paragraph grows at its end instead of gaining nodes. */
function appendText(parent: Node, text: string): void {
  if (parent.lastChild instanceof Text) parent.lastChild.appendData(text);
  else if (text) parent.appendChild(document.createTextNode(text));
}

function makeLink(parent: Node, token: Token, attribute: 'href' | 'src'): HTMLAnchorElement | undefined {
  const url = String(token.attrGet(attribute) ?? '');
  const title = String(token.attrGet('title') ?? '');
  const insideLink = parent instanceof Element && parent.closest('a');
  if (insideLink || !isAllowedLink(url)) return undefined;
  return element('a', { href: url, rel: 'noopener noreferrer', ...(title && { title }) });
}

/** Images are never loaded: the address alone could carry the conversation away. They are named, and linked where allowed. */
function renderImage(parent: Node, token: Token): void {
  const alt = plainText(token.children ?? []).trim();
  const label = alt ? fill(strings.image, { alt }) : strings.imageUnnamed;
  const link = makeLink(parent, token, 'src');
  if (link) parent.appendChild(link).append(label);
  else appendText(parent, label);
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map(token => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return '\n';
      return token.children ? plainText(token.children) : token.content;
    })
    .join('');
}

/** From this many characters on, a cell gets room for a few words side by side. */
const longCell = 20;

/** A cell's alignment, which markdown-it writes as a style attribute and the page's CSP forbids, and whether it is long. */
function cellClass(token: Token, content: string): Record<string, string> {
  const side = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? ''))?.[1] ?? '';
  const classes = `${side} ${content.length > longCell ? 'long' : ''}`.trim();
  return classes ? { class: classes } : {};
}

function taskBox(done: boolean): HTMLInputElement {
  const name = done ? strings.taskDone : strings.taskOpen;
  return element('input', { type: 'checkbox', disabled: '', 'aria-label': name, ...(done && { checked: '' }) });
}

function codeBlock(token: Token): HTMLElement {
  const language = token.type === 'fence' ? (/\S+/.exec(token.info)?.[0] ?? '') : '';
  const code = element('code', language ? { 'data-language': language } : {}, token.content);
  const head = element(
    'div',
    { class: 'code-head' },
    element('span', { class: 'language' }, language || strings.plainCode),
    iconButton('copy', strings.copyCode, 'copy-code'),
  );
  return element('div', { class: 'code' }, head, element('pre', {}, code));
}
