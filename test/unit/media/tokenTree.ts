// What an answer shows, as a tree of plain values: tokens nested as their elements are.
import type { Token } from 'markdown-it';
import type { Change } from '../../../media/markdown/splitter';

export interface TokenNode {
  readonly says: string;
  children: TokenNode[];
  /** So many nodes of the tree before stay in this place. */
  readonly gap?: number;
}

/** Everything of a token that is rendered, but whether a fence has its end, which markdown-it does not tell. */
function essence({ type, tag, attrs, content, info, hidden, meta, children }: Token): string {
  const shown = type === 'inline' ? '' : content;
  const known = meta?.['isOpen'] === true ? null : meta;
  return JSON.stringify({ type, tag, attrs, shown, info, hidden, meta: known, children: children?.map(essence) });
}

export function treeOf(tokens: readonly Token[]): TokenNode[] {
  const root: TokenNode = { says: '', children: [] };
  const open = [root];
  for (const token of tokens) {
    const node: TokenNode = {
      says: essence(token),
      children: [],
      ...(token.type === 'gap' ? { gap: Number(token.meta?.['count']) } : {}),
    };
    if (token.nesting === -1) open.pop();
    else open.at(-1)?.children.push(node);
    if (token.nesting === 1) open.push(node);
  }
  return root.children;
}

/** The nodes, with those of the tree before in the gaps: what the page does to its elements. */
function fill(before: readonly TokenNode[], nodes: readonly TokenNode[]): TokenNode[] {
  const filled: TokenNode[] = [];
  for (const node of nodes) {
    const live = before[filled.length];
    if (node.gap === undefined) filled.push({ ...node, children: fill(live?.children ?? [], node.children) });
    else filled.push(...before.slice(filled.length, filled.length + node.gap));
  }
  return filled;
}

/** A tree to which changes are applied, as the page applies them to its elements. */
export function createTokenTree() {
  let finished: TokenNode[] = [];
  let open: TokenNode[] = [];
  return {
    apply(change: Change): void {
      if (change.type === 'text') throw new Error('It has no tokens yet.');
      if (change.type === 'code') {
        let last = open.at(-1);
        while (last?.children.length) last = last.children.at(-1);
        const token = JSON.parse(last?.says ?? '');
        const grown = { says: JSON.stringify({ ...token, shown: token.shown + change.text }), children: [] };
        replaceLast(open, grown);
      } else {
        const done = change.finished.flatMap(({ tokens }) => tokens());
        const all = fill(open, treeOf([...done, ...change.open.flat()]));
        const count = treeOf(done).length;
        finished = [...finished, ...all.slice(0, count)];
        open = all.slice(count);
      }
    },
    shown: (): TokenNode[] => [...finished, ...open],
  };
}

function replaceLast(nodes: TokenNode[], node: TokenNode): void {
  const last = nodes.at(-1);
  if (last?.children.length) replaceLast(last.children, node);
  else nodes[nodes.length - 1] = node;
}
