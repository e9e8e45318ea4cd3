import assert from 'node:assert/strict';

import MarkdownIt from 'markdown-it';
import type { ToPage } from '../../src/shared/protocol';
import { canonicalAnswers, showExpected } from './canonical';
import { answer, delta, message, stateOf } from './fixtures';
import { gfmExamples } from './gfmExamples';
import { type Chat, type ChatPage, startChat } from './harness';
import { pieces, samples } from './samples';
import { examples } from './spec';

const reference = new MarkdownIt('commonmark');

function hasRawHtml(markdown: string): boolean {
  return reference
    .parse(markdown, {})
    .flatMap(token => [token, ...(token.children ?? [])])
    .some(({ type }) => type === 'html_block' || type === 'html_inline');
}

function definesReference(markdown: string): boolean {
  const environment: { references: Record<string, { title: string; href: string }> } = { references: {} };
  reference.parse(markdown, environment);
  return Object.keys(environment.references).length > 0;
}

/** Examples that show an address which is no link in CommonMark and is one on GitHub, and in this page. */
const bareLinks = new Set([602, 608, 611]);

const corpus = [...examples, ...gfmExamples].map(({ markdown }) => markdown).concat(Object.values(samples));
const id = (index: number): string => `m${index}`;
const atOnce = (texts: readonly string[]): ToPage => stateOf(texts.map((text, index) => answer(id(index), { text })));

/** The texts as they stand after each round in which every answer gets its next piece. */
function rounds(texts: readonly string[], seed: number, longest: number): { deltas: ToPage[]; prefixes: string[] }[] {
  const cut = texts.map((text, index) => pieces(text, seed + index, longest));
  const count = Math.max(...cut.map(parts => parts.length));
  return Array.from({ length: count }, (_, round) => ({
    deltas: cut.flatMap((parts, index) => (parts[round] === undefined ? [] : [delta(id(index), parts[round])])),
    prefixes: cut.map(parts => parts.slice(0, round + 1).join('')),
  }));
}

/** What was rendered, without the colours of code: they come when the page has time. */
function renderedHtml({ page }: ChatPage): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.markdown')].map(root => {
      const copy = document.createElement('div');
      copy.append(...[...root.childNodes].map(node => node.cloneNode(true)));
      for (const colour of copy.querySelectorAll('[class^="hl-"]')) colour.replaceWith(...colour.childNodes);
      return copy.innerHTML;
    }),
  );
}

describe('Markdown in the chat page', () => {
  let chat: Chat;
  let oneShot: ChatPage;

  before(async () => {
    chat = await startChat();
    oneShot = await chat.open();
  });

  after(() => chat.stop());

  async function stream(texts: readonly string[], seed: number, longest: number): Promise<ChatPage> {
    const streamed = await chat.open();
    await streamed.tell(
      stateOf(
        texts.map((_, index) => answer(id(index), { status: 'waiting' })),
        { busy: true },
      ),
    );
    for (const { deltas } of rounds(texts, seed, longest)) await streamed.tell(...deltas);
    await streamed.tell(...texts.map((text, index) => message(answer(id(index), { text }))));
    return streamed;
  }

  it('renders every CommonMark example without raw HTML as the specification says', async () => {
    const tested = examples.filter(({ markdown, number }) => !hasRawHtml(markdown) && !bareLinks.has(number));
    assert.equal(tested.length, 577);
    const streamed = await stream(
      tested.map(({ markdown }) => markdown),
      11,
      9,
    );
    const actual = await streamed.page.evaluate(canonicalAnswers);
    await streamed.page.evaluate(
      showExpected,
      tested.map(({ html }) => html),
    );
    const expected = await streamed.page.evaluate(canonicalAnswers);
    const wrong = tested.flatMap(({ number, markdown }, index) =>
      actual[index] === expected[index] ? [] : [{ number, markdown, actual: actual[index], expected: expected[index] }],
    );
    assert.deepEqual(wrong, []);
    await streamed.close();
  });

  it('links the bare addresses that GitHub links too, and changes nothing else about those examples', async () => {
    const tested = examples.filter(({ number }) => bareLinks.has(number));
    await oneShot.tell(atOnce(tested.map(({ markdown }) => markdown)));
    const linked = await oneShot.page.evaluate(() => document.querySelectorAll('.markdown a').length);
    assert(linked >= tested.length);
    const withoutLinks = (text: string): string => text.replace(/<a [^>]*>|<\/a>/g, '');
    const actual = (await oneShot.page.evaluate(canonicalAnswers)).map(withoutLinks);
    const copy = await chat.open();
    await copy.page.evaluate(
      showExpected,
      tested.map(({ html }) => html),
    );
    assert.deepEqual(actual, (await copy.page.evaluate(canonicalAnswers)).map(withoutLinks));
    await copy.close();
  });

  it("renders the examples of GitHub's extensions as its specification says, but for what is other on purpose", async () => {
    const streamed = await stream(
      gfmExamples.map(({ markdown }) => markdown),
      7,
      6,
    );
    const actual = await streamed.page.evaluate(canonicalAnswers);
    await streamed.page.evaluate(
      showExpected,
      gfmExamples.map(({ html }) => html),
    );
    const expected = await streamed.page.evaluate(canonicalAnswers);
    const differing = gfmExamples.filter((_, index) => actual[index] !== expected[index]);
    assert.deepEqual(
      differing.map(({ number }) => number),
      gfmExamples.filter(({ otherwise }) => otherwise).map(({ number }) => number),
      JSON.stringify(
        differing.map(({ number }) =>
          [actual, expected].map(all => all[gfmExamples.findIndex(each => each.number === number)]),
        ),
      ),
    );
    await streamed.close();
  });

  it('shows raw HTML as the text that it is', async () => {
    const tested = examples.filter(({ markdown }) => hasRawHtml(markdown));
    assert.equal(tested.length, 72);
    await oneShot.tell(atOnce(tested.map(({ markdown }) => markdown)));
    const shown = await oneShot.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.markdown')].map(({ textContent }) => textContent),
    );
    for (const [index, { markdown }] of tested.entries()) {
      const tag = /<[a-z!?/][^>\s]*/i.exec(markdown)?.[0] ?? '';
      assert(tag && shown[index]?.includes(tag), `${tag} is missing from ${JSON.stringify(shown[index])}`);
    }
  });

  it('ends with the same elements, however the text was cut', async () => {
    await oneShot.tell(atOnce(corpus));
    const whole = await renderedHtml(oneShot);
    assert.equal(whole.length, corpus.length);
    for (const [seed, longest] of [
      [2, 5],
      [3, 40],
    ] as const) {
      const streamed = await stream(corpus, seed, longest);
      const parts = await renderedHtml(streamed);
      const different = corpus.filter((_, index) => parts[index] !== whole[index]);
      assert.deepEqual(different, []);
      assert.deepEqual(streamed.problems, []);
      await streamed.close();
    }
  });

  it('shows, at every moment on the way, what the text so far would show at once', async () => {
    const texts = corpus.filter(text => !definesReference(text));
    const streamed = await chat.open();
    await streamed.tell(
      stateOf(
        texts.map((_, index) => answer(id(index), { status: 'waiting' })),
        { busy: true },
      ),
    );
    for (const { deltas, prefixes } of rounds(texts, 5, 30)) {
      await Promise.all([streamed.tell(...deltas), oneShot.tell(atOnce(prefixes))]);
      assert.deepEqual(await renderedHtml(streamed), await renderedHtml(oneShot));
    }
    await streamed.close();
  });

  it('never touches a finished block again', async () => {
    const streamed = await chat.open();
    await streamed.tell(stateOf([answer('m', { status: 'waiting' })], { busy: true }));
    await streamed.tell(delta('m', '# One\n\nTwo *three*.\n\n- four\n- five\n\n```\nsix\n```\n\nsev'));
    await streamed.page.evaluate(() => {
      const finished = [...document.querySelectorAll('.part > *')].slice(0, 4);
      window.touched = 0;
      const observer = new MutationObserver(records => {
        window.touched += records.filter(({ target }) => finished.some(block => block.contains(target))).length;
      });
      const root = document.querySelector('.markdown');
      if (root) observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    for (const text of ['en', '.\n\n> eight\n\n| a |\n', '|---|\n| nine |\n\n', '1. ten\n', '[ten]: /u\n']) {
      await streamed.tell(delta('m', text));
    }
    assert.equal(await streamed.page.locator('.part > *').count(), 8);
    assert.equal(await streamed.page.evaluate(() => window.touched), 0);
    await streamed.close();
  });

  it('appends to the text of an open code block instead of making it anew', async () => {
    const streamed = await chat.open();
    await streamed.tell(stateOf([answer('m', { status: 'waiting' })], { busy: true }));
    await streamed.tell(delta('m', 'Look:\n\n```ts\nlet a'));
    const text = await streamed.page.evaluateHandle(() => document.querySelector('pre code')?.firstChild);
    await streamed.tell(delta('m', ' = 1;\n'));
    await streamed.tell(delta('m', 'let b;'));
    assert.equal(await text.evaluate(node => node?.textContent), 'let a = 1;\nlet b;');
    assert.equal(await text.evaluate(node => node?.isConnected), true);
    await streamed.close();
  });

  it('keeps what the reader selected while the paragraph around it grows', async () => {
    const streamed = await chat.open();
    await streamed.tell(stateOf([answer('m', { status: 'waiting' })], { busy: true }));
    await streamed.tell(delta('m', 'Some chosen words'));
    await streamed.page.evaluate(() => {
      const text = document.querySelector('.markdown p')?.firstChild;
      if (text) getSelection()?.setBaseAndExtent(text, 5, text, 11);
    });
    await streamed.tell(delta('m', ' and **more** and\n- a list'));
    assert.equal(await streamed.page.evaluate(() => String(getSelection())), 'chosen');
    await streamed.close();
  });

  it("renders GitHub's tables, task lists and strikethrough", async () => {
    await oneShot.tell(atOnce(['| a | b |\n|:-:|--:|\n| 1 | ~~2~~ |', '- [x] yes\n- [ ] no']));
    const { page } = oneShot;
    assert.deepEqual(await page.locator('th').allTextContents(), ['a', 'b']);
    assert.equal(
      await page
        .locator('td')
        .nth(1)
        .evaluate(cell => getComputedStyle(cell).textAlign),
      'right',
    );
    assert.equal(await page.locator('td s').textContent(), '2');
    assert.equal(await page.getByRole('checkbox', { name: 'Done', exact: true }).isChecked(), true);
    assert.equal(await page.getByRole('checkbox', { name: 'Not done' }).isChecked(), false);
    assert.equal(await page.getByRole('checkbox', { name: 'Not done' }).isDisabled(), true);
  });
});
