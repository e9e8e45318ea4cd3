import assert from 'node:assert/strict';

import type { Token } from 'markdown-it';
import { createParser } from '../../../media/markdown/parser';
import { type Block, createSplitter, splitBlocks } from '../../../media/markdown/splitter';
import { nonsense, pieces, samples } from '../../page/samples';
import { examples } from '../../page/spec';

const parse = createParser();

/** What a token renders as: everything but the line numbers, which count from the start of what was parsed. */
function essence(token: Token): unknown {
  const { type, tag, attrs, nesting, content, markup, info, hidden, meta } = token;
  return { type, tag, attrs, nesting, content, markup, info, hidden, meta, children: token.children?.map(essence) };
}

/** Feeds the pieces and, after each, compares what the splitter has reported with a parse of the whole text so far. */
function assertEveryPrefix(parts: readonly string[]): void {
  const splitter = createSplitter(parse);
  const finished: Block[] = [];
  let open: readonly Block[] = [];
  let source = '';
  let code = '';
  for (const part of parts) {
    source += part;
    const change = splitter.append(part);
    if (change.type === 'blocks') {
      finished.push(...change.finished);
      open = change.open;
      code = '';
    } else {
      code += change.text;
    }
    const whole = parse(source);
    if (Object.keys(whole.references).length > 0) continue;
    const reported = [...finished, ...open].flat().map(essence);
    const last = reported.at(-1);
    if (code && typeof last === 'object' && last && 'content' in last) last.content += code;
    assert.deepEqual(reported, whole.tokens.map(essence), `after ${JSON.stringify(source)}`);
  }
}

describe('Splitting streamed Markdown', () => {
  it('reports, after every single character, the tokens of the whole text so far', () => {
    for (const { markdown } of examples) assertEveryPrefix([...markdown]);
    for (const markdown of Object.values(samples)) assertEveryPrefix([...markdown]);
  });

  it('reports them after pieces of any length too', () => {
    const all = [...examples.map(({ markdown }) => markdown), ...Object.values(samples)];
    for (const seed of [1, 2, 3]) for (const markdown of all) assertEveryPrefix(pieces(markdown, seed));
  });

  it('reports them for one long answer made of every example without references', () => {
    const plain = examples.filter(({ markdown }) => Object.keys(parse(markdown).references).length === 0);
    assertEveryPrefix(pieces(plain.map(({ markdown }) => markdown).join('\n'), 4, 400));
  });

  it('reports them for nonsense made of Markdown signs', () => {
    for (let seed = 1; seed <= 1000; seed++) assertEveryPrefix(pieces(nonsense(seed), seed, 5));
  });

  it('finishes a paragraph at its blank line and never reports it again', () => {
    const splitter = createSplitter(parse);
    const change = splitter.append('One.\n\nTwo');
    assert(change.type === 'blocks');
    assert.deepEqual(
      change.finished.flat().map(({ content }) => content),
      ['', 'One.', ''],
    );
    assert.deepEqual(
      change.open.flat().map(({ content }) => content),
      ['', 'Two', ''],
    );
    const next = splitter.append(' more');
    assert(next.type === 'blocks');
    assert.deepEqual(next.finished, []);
    assert.deepEqual(
      next.open.flat().map(({ content }) => content),
      ['', 'Two more', ''],
    );
  });

  it('keeps a list open over a blank line', () => {
    const change = createSplitter(parse).append('- a\n\n');
    assert(change.type === 'blocks');
    assert.equal(change.finished.length, 0);
  });

  it('passes on the text of an open code fence without parsing it', () => {
    let parsed = 0;
    const splitter = createSplitter((source, known) => {
      parsed++;
      return parse(source, known);
    });
    splitter.append('```ts\nlet a');
    const before = parsed;
    assert.deepEqual(splitter.append(' = 1;\nlet b'), { type: 'code', text: ' = 1;\nlet b' });
    assert.equal(parsed, before);
    assert.equal(splitter.append('\n```').type, 'blocks');
  });

  it('does the same work per piece at the end of a long answer as at its start', () => {
    let characters = 0;
    const splitter = createSplitter((source, known) => {
      characters += source.length;
      return parse(source, known);
    });
    const costs: number[] = [];
    for (let paragraph = 0; paragraph < 200; paragraph++) {
      characters = 0;
      for (const piece of pieces('A paragraph of *some* length.\n\n## Heading\n\n```\ncode\n```\n\n', 7))
        splitter.append(piece);
      costs.push(characters);
    }
    const [first = 0, last = 0] = [costs.at(1), costs.at(-1)];
    assert(last <= first * 1.1, `${first} characters parsed for the first paragraph, ${last} for the last`);
  });

  it('does not keep the address of a definition that is still being written', () => {
    const splitter = createSplitter(parse);
    const source = '[a]: https://example.com/long\n\n[a] is defined.\n\nEnd';
    const finished: Block[] = [];
    for (const character of source) {
      const change = splitter.append(character);
      if (change.type === 'blocks') finished.push(...change.finished);
    }
    assert.equal(splitter.sawReference, true);
    const link = finished
      .flat()
      .flatMap(token => token.children ?? [])
      .find(({ type }) => type === 'link_open');
    assert.equal(link?.attrGet('href'), 'https://example.com/long');
  });

  it('splits a token list into top-level blocks', () => {
    const blocks = splitBlocks(parse('# a\n\n- b\n  - c\n\n---\n').tokens);
    assert.deepEqual(
      blocks.map(([first]) => first?.type),
      ['heading_open', 'bullet_list_open', 'hr'],
    );
  });
});
