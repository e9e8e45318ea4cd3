import assert from 'node:assert/strict';
import MarkdownIt, { type Token } from 'markdown-it';
import { createParser, type Parse } from '../../../media/markdown/parser';
import { type Change, createSplitter, type FinishedBlock, splitWhole } from '../../../media/markdown/splitter';
import { nonsense, pieces, samples } from '../../page/samples';
import { examples } from '../../page/spec';
import { createTokenTree, type TokenNode, treeOf } from './tokenTree';

const parse = createParser();

/** Feeds the pieces and, after each, compares what is shown with the whole text so far, shown at once. */
function assertEveryPrefix(parts: readonly string[]): void {
  const splitter = createSplitter(parse);
  const tree = createTokenTree();
  let source = '';
  for (const part of parts) {
    source += part;
    tree.apply(splitter.append(part));
    if (splitter.sawReference) continue;
    assert.deepEqual(tree.shown(), treeOf(splitWhole(parse, source).flat()), `after ${JSON.stringify(source)}`);
  }
}

/** A parser that counts the characters that it is given. */
function counting(): { readonly parse: Parse; readonly characters: () => number } {
  let characters = 0;
  const inline: Parse['inline'] = (text, references) => {
    characters += text.length;
    return parse.inline(text, references);
  };
  return { parse: { ...parse, inline }, characters: () => characters };
}

function tokensOf(change: Change): readonly Token[] {
  return change.type === 'blocks' ? [...change.finished.flatMap(({ tokens }) => tokens()), ...change.open.flat()] : [];
}

function countNodes(nodes: readonly TokenNode[]): number {
  return nodes.reduce((sum, { children }) => sum + 1 + countNodes(children), 0);
}

const growing: Readonly<Record<string, (line: number) => string>> = {
  'a list': line => `- item **${line}** of a list\n`,
  'a list with room': line => `- item ${line}\n\n`,
  'a list that gets room late': line => (line === 150 ? '\n- late\n' : `- item ${line}\n`),
  'a list in a list': line => (line === 0 ? '1. outer\n' : `   - inner *${line}*\n`),
  'lists in items': line => `${line}. outer\n   - inner\n   - more\n`,
  'a table': line => (line === 0 ? '| a | b |\n|---|---|\n' : `| ${line} | \`x\` |\n`),
  'a table in an item': line => (line === 0 ? '- | a |\n  |---|\n' : `  | ${line} |\n`),
  'a quote': line => `> paragraph ${line}\n>\n`,
  'code in an item': line => (line === 0 ? '1. Do:\n\n   ```ts\n' : `   let a${line} = 1;\n\n`),
  'code in a quote': line => (line === 0 ? '> ~~~\n' : `> let a${line} = 1;\n`),
};

describe('Splitting streamed Markdown', () => {
  it('shows, after every single character, what the whole text so far would show', () => {
    for (const { markdown } of examples) assertEveryPrefix([...markdown]);
    for (const markdown of Object.values(samples)) assertEveryPrefix([...markdown]);
  });

  it('shows it after pieces of any length too', () => {
    const all = [...examples.map(({ markdown }) => markdown), ...Object.values(samples)];
    for (const seed of [1, 2, 3]) for (const markdown of all) assertEveryPrefix(pieces(markdown, seed));
  });

  it('shows it for one long answer made of every example without references', () => {
    const plain = examples.filter(({ markdown }) => {
      const splitter = createSplitter(parse);
      splitter.append(`${markdown}\n\n`);
      return !splitter.sawReference;
    });
    assertEveryPrefix(pieces(plain.map(({ markdown }) => markdown).join('\n'), 4, 400));
  });

  it('shows it for nonsense made of Markdown signs', () => {
    for (let seed = 1; seed <= 600; seed++) assertEveryPrefix(pieces(nonsense(seed), seed, 5));
  });

  for (const [what, lineOf] of Object.entries(growing)) {
    it(`shows it while ${what} grows, and does as little for its last line as for its first`, () => {
      const lines = Array.from({ length: 300 }, (_, line) => lineOf(line));
      assertEveryPrefix(
        lines.slice(0, 170).flatMap((line, index) => (index < 30 ? pieces(line, index + 1, 7) : [line])),
      );
      const { parse: counted, characters } = counting();
      const splitter = createSplitter(counted);
      const work = lines.map(line => {
        const before = characters();
        const change = splitter.append(line);
        const written = change.type === 'blocks' ? countNodes(treeOf(tokensOf(change))) : 1;
        return characters() - before + written;
      });
      const [early, late] = [work.slice(5, 20), work.slice(-15)];
      assert(Math.max(...late) <= Math.max(...early) * 1.5, `${early} for the first lines, ${late} for the last`);
    });
  }

  it('reads as markdown-it does what both of them know', () => {
    const reference = new MarkdownIt({ html: false, linkify: true });
    reference.validateLink = () => true;
    reference.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
    // Our paragraphs lose the space before their lines, as the specification says; markdown-it keeps it inside code.
    const canonical = (tree: TokenNode[]): string => JSON.stringify(tree).replace(/(?:\\+[nt]| )+/g, ' ');
    const texts = examples.map(({ markdown }) => markdown);
    for (let seed = 1; seed <= 2000; seed++) texts.push(`${nonsense(seed)}\n`);
    for (const text of texts) {
      if (/\[[ xX]\]/.test(text)) continue;
      const tokens = reference.parse(text, {}).filter(({ type }) => type !== 'reference_definition');
      for (const token of tokens) {
        token.info = token.type === 'fence' ? reference.utils.unescapeAll(token.info.trim()) : '';
        const start = token.type === 'ordered_list_open' ? token.attrGet('start') : null;
        if (start !== null) token.attrSet('start', String(start));
      }
      assert.equal(canonical(treeOf(splitWhole(parse, text).flat())), canonical(treeOf(tokens)), JSON.stringify(text));
    }
  });

  it('finishes a paragraph at its blank line and never reports it again', () => {
    const splitter = createSplitter(parse);
    const contents = (tokens: readonly Token[]): string[] => tokens.map(({ content }) => content);
    const written = (blocks: readonly FinishedBlock[]): readonly Token[] => blocks.flatMap(({ tokens }) => tokens());
    const change = splitter.append('One.\n\nTwo');
    assert(change.type === 'blocks');
    assert.deepEqual(contents(written(change.finished)), ['', 'One.', '']);
    assert.deepEqual(contents(change.open.flat()), ['', 'Two', '']);
    const next = splitter.append(' more');
    assert(next.type === 'blocks');
    assert.deepEqual(next.finished, []);
    assert.deepEqual(contents(next.open.flat()), ['', 'Two more', '']);
  });

  it('keeps a list open over a blank line', () => {
    const change = createSplitter(parse).append('- a\n\n');
    assert(change.type === 'blocks');
    assert.equal(change.finished.length, 0);
  });

  it('passes on the text of an open code fence without parsing it, inside a list too', () => {
    const splitter = createSplitter(parse);
    splitter.append('- ```ts\n  let a');
    assert.deepEqual(splitter.append(' = 1;\n  let b'), { type: 'code', text: ' = 1;\nlet b' });
    assert.equal(splitter.append('\n  ```').type, 'blocks');
  });

  it('parses a very long paragraph only a few times, and says that it is behind until then', () => {
    const { parse: counted, characters } = counting();
    const splitter = createSplitter(counted);
    const words = 'some **bold** words and more ';
    const length = 100_000;
    let behind = 0;
    for (let written = 0; written < length; written += words.length) {
      if (splitter.append(words).type === 'text') behind++;
    }
    assert(behind > 3000, `${behind} pieces were added without parsing`);
    assert(characters() < length * 25, `${characters()} characters were parsed`);
    splitter.append('\n\n');
    assert.equal(splitter.isBehind, false);
  });

  it('opens no more blocks inside each other than a browser can lay out', () => {
    for (const sign of ['> ', '- ', '1. ']) {
      const tokens = splitWhole(parse, `${sign.repeat(20_000)}deep`).flat();
      assert(tokens.length < 500);
      assert(tokens.some(({ content }) => content.endsWith('deep')));
    }
  });

  it('adds no more empty cells to a table than a page can bear', () => {
    const head = `|${'a|'.repeat(5000)}\n|${'-|'.repeat(5000)}\n`;
    const tokens = splitWhole(parse, head + '|x\n'.repeat(1000)).flat();
    assert(tokens.length < 400_000, `${tokens.length} tokens`);
  });

  it('does not keep the address of a definition that is still being written', () => {
    const splitter = createSplitter(parse);
    const finished = [...'[a]: https://example.com/long\n\n[a] is defined.\n\nEnd'].flatMap(character => {
      const change = splitter.append(character);
      return change.type === 'blocks' ? change.finished.flatMap(({ tokens }) => tokens()) : [];
    });
    assert.equal(splitter.sawReference, true);
    const link = finished.flatMap(token => token.children ?? []).find(({ type }) => type === 'link_open');
    assert.equal(link?.attrGet('href'), 'https://example.com/long');
  });
});
