import { createIncremarkParser } from '@incremark/core';

const tags = {
  paragraph: 'p',
  blockquote: 'blockquote',
  listItem: 'li',
  emphasis: 'em',
  strong: 'strong',
  delete: 's',
  table: 'table',
  tableRow: 'tr',
  tableCell: 'td',
  link: 'a',
  thematicBreak: 'hr',
  break: 'br',
};

/** What it gives is a syntax tree; its own packages make Vue or React elements of it. */
function domOf(node) {
  if (node.type === 'text' || node.type === 'html') return document.createTextNode(node.value);
  if (node.type === 'code') {
    const pre = document.createElement('pre');
    pre.appendChild(document.createElement('code')).textContent = node.value;
    return pre;
  }
  const tag =
    node.type === 'heading' ? `h${node.depth}` : node.type === 'list' ? (node.ordered ? 'ol' : 'ul') : tags[node.type];
  const element = document.createElement(tag ?? (node.type === 'inlineCode' ? 'code' : 'span'));
  if (node.value) element.textContent = node.value;
  for (const child of node.children ?? []) element.append(domOf(child));
  return element;
}

/** @type {import('./contender').CreateContender} */
export const create = root => {
  const incremark = createIncremarkParser({ gfm: true });
  let waiting = '';
  let pending = [];
  return {
    append(delta) {
      waiting += delta;
    },
    frame() {
      if (!waiting) return;
      const { completed, pending: open } = incremark.append(waiting);
      waiting = '';
      for (const node of pending) node.remove();
      for (const block of completed) root.append(domOf(block.node));
      pending = open.map(block => domOf(block.node));
      root.append(...pending);
    },
  };
};
