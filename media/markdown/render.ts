import type { Token } from 'markdown-it';
import type { ViewFile } from '../../src/shared/viewState';
import { type CodeBlock, createCodeBlock } from '../code/codeBlock';
import { appendText } from '../code/visibleText';
import { element } from '../dom';
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

/** Turns the parser's tokens into elements, without a detour through HTML. `file`: what the answer is about, if it is known. */
export function render(tokens: readonly Token[], file?: ViewFile): DocumentFragment {
  const fragment = document.createDocumentFragment();
  renderInto(fragment, tokens, file);
  return fragment;
}

function renderInto(root: Node, tokens: readonly Token[], file?: ViewFile): void {
  const open: Node[] = [root];
  for (const [index, token] of tokens.entries()) {
    const parent = open.at(-1) ?? root;
    if (token.nesting === 1) open.push(openElement(parent, token, tokens[index + 1]));
    else if (token.nesting === -1) open.pop();
    else renderLeaf(parent, token, file);
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
      return parent.appendChild(
        element('ol', { ...direction(parent), ...(start !== null && { start: String(start) }) }),
      );
    }
    case 'list_item_open':
      return parent.appendChild(element('li', token.meta?.['task'] ? { class: 'task' } : {}));
    case 'th_open':
    case 'td_open':
      return parent.appendChild(element(token.tag === 'th' ? 'th' : 'td', cellClass(token, next?.content ?? '')));
    default:
      return isPlain(token.tag) ? parent.appendChild(element(plainElements[token.tag], direction(parent))) : parent;
  }
}

/** A block is written from the side that its first letter wants, with all that is in it: a list has its marks on one side. */
function direction(parent: Node): { readonly dir?: 'auto' } {
  return parent instanceof DocumentFragment ? { dir: 'auto' } : {};
}

function renderLeaf(parent: Node, token: Token, file: ViewFile | undefined): void {
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
      // With a direction of its own it has no say in that of the words around it.
      appendText(parent.appendChild(element('code', { dir: 'ltr' })), token.content);
      break;
    case 'fence':
    case 'code_block':
      parent.appendChild(createCodeBlock(codeOf(token), file));
      break;
    case 'image':
      renderImage(parent, token);
      break;
    default:
      appendText(parent, token.content);
  }
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
  if (link) appendText(parent.appendChild(link), label);
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

/** A cell's direction, its alignment, which markdown-it writes as a style attribute and the page's CSP forbids, and whether it is long. */
function cellClass(token: Token, content: string): Record<string, string> {
  const side = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? ''))?.[1] ?? '';
  const classes = `${side} ${content.length > longCell ? 'long' : ''}`.trim();
  return { dir: 'auto', ...(classes && { class: classes }) };
}

function taskBox(done: boolean): HTMLInputElement {
  const name = done ? strings.taskDone : strings.taskOpen;
  return element('input', { type: 'checkbox', disabled: '', 'aria-label': name, ...(done && { checked: '' }) });
}

function codeOf({ type, info, content, meta }: Token): CodeBlock {
  const language = type === 'fence' ? (/\S+/.exec(info)?.[0] ?? '') : '';
  return { language, text: content, isOpen: meta?.['isOpen'] === true };
}
