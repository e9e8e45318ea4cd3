import assert from 'node:assert/strict';
import type { ToPage } from '../../src/shared/protocol';
import type { ViewMessage } from '../../src/shared/viewState';
import { answer, delta, message, question, stateOf } from './fixtures';
import { type Chat, type ChatPage, startChat } from './harness';

const paragraphs = (count: number, name: string): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index} of ${name} with words to fill a line or two.`).join(
    '\n\n',
  );

function conversation(count: number): ViewMessage[] {
  return Array.from({ length: count / 2 }, (_, index) => [
    question(`q${index}`, `Question ${index}?`),
    answer(`a${index}`, { text: `## Answer ${index}\n\n${paragraphs(3, String(index))}\n\n- one\n- two` }),
  ]).flat();
}

const thousand = conversation(1000);

describe('A long conversation', () => {
  let chat: Chat;
  let opened: ChatPage;

  before(async () => {
    chat = await startChat();
  });

  afterEach(async () => {
    assert.deepEqual(opened.problems, []);
    await opened.close();
  });

  after(() => chat.stop());

  /** As the next frame is painted: before it, what was just built has not been scrolled to yet, which nobody sees. */
  const fromEnd = (): Promise<number> =>
    opened.page.locator('.log').evaluate(
      log =>
        new Promise((resolve, reject) => {
          const content = log.lastElementChild;
          if (!content) return reject(new Error('The log is empty.'));
          const observer = new IntersectionObserver(
            ([seen]) => {
              if (!seen?.rootBounds) return;
              observer.disconnect();
              const room = Number.parseFloat(getComputedStyle(log).paddingBottom);
              resolve(Math.max(0, Math.round(seen.boundingClientRect.bottom + room - seen.rootBounds.bottom)));
            },
            { root: log },
          );
          observer.observe(content);
        }),
    );

  const waitingCount = (): Promise<number> => opened.page.locator('.log [aria-busy]').count();

  /** The first whole paragraph in sight, and where it is. */
  const seen = () =>
    opened.page.evaluate(() => {
      const top = document.querySelector('.log')?.getBoundingClientRect().top ?? 0;
      const found = [...document.querySelectorAll('.part > p')].find(
        each => each.checkVisibility({ contentVisibilityAuto: true }) && each.getBoundingClientRect().top >= top,
      );
      return { words: found?.textContent ?? '', top: found?.getBoundingClientRect().top ?? Number.NaN };
    });

  /** Posts facts and waits for two frames only: less than it takes to build everything. */
  const tellOnly = (...facts: readonly ToPage[]): Promise<number> =>
    opened.page.evaluate(async given => {
      for (const data of given) window.dispatchEvent(new MessageEvent('message', { data }));
      for (let frame = 0; frame < 2; frame++) await new Promise(resolve => requestAnimationFrame(resolve));
      return document.querySelectorAll('.log [aria-busy]').length;
    }, facts);

  async function wheel(by: number): Promise<void> {
    await opened.page.mouse.move(150, 300);
    const log = opened.page.locator('.log');
    const wanted = (await log.evaluate(node => node.scrollTop)) + by / 2;
    await opened.page.mouse.wheel(0, by);
    await opened.page.waitForFunction(top => (document.querySelector('.log')?.scrollTop ?? 0) < top, wanted);
    await opened.page.waitForTimeout(150);
    await tellOnly();
  }

  it('is there at its end at once, with a place for every message, and the rest follows by itself', async () => {
    opened = await chat.open();
    assert((await tellOnly(stateOf(thousand))) > 500, 'most of it is put off');
    assert.equal(await opened.page.locator('article').count(), 1000);
    assert.equal(await opened.page.getByText('Answer 499').isVisible(), true);
    assert.equal(await fromEnd(), 0);
    await opened.tell();
    assert.equal(await waitingCount(), 0);
    assert.equal(await fromEnd(), 0);
    const ids = await opened.page.locator('article').evaluateAll(all => all.map(each => each.getAttribute('data-id')));
    assert.deepEqual(
      ids,
      thousand.map(({ id }) => id),
    );
    assert.equal(await opened.page.locator('[data-id=a0]').locator('li').count(), 2);
  });

  it('moves nothing under a reader who scrolls up before all of it is built', async () => {
    opened = await chat.open();
    await tellOnly(stateOf(thousand));
    await wheel(-1500);
    const before = await seen();
    await opened.tell();
    assert.equal(await waitingCount(), 0);
    assert.deepEqual(await seen(), before);
    await wheel(-900);
    assert((await fromEnd()) > 800);
  });

  it('shows what the reader jumps to, wherever it is', async () => {
    opened = await chat.open();
    await tellOnly(stateOf(thousand));
    await opened.page.locator('.log').evaluate(log => log.scrollTo({ top: 0 }));
    await opened.page.getByText('Answer 0', { exact: true }).waitFor();
    assert.equal(await opened.page.getByText('Answer 0', { exact: true }).isVisible(), true);
  });

  it('puts a reader back to the very line in the middle of it', async () => {
    opened = await chat.open();
    await opened.tell(stateOf(thousand));
    await opened.page.locator('[data-id=a250]').evaluate(node => node.scrollIntoView());
    await opened.tell();
    await wheel(-130);
    await opened.tell();
    const [before, kept] = [await seen(), await opened.kept()];
    await opened.close();
    opened = await chat.open({ kept });
    await opened.tell(stateOf(thousand));
    const after = await seen();
    assert.equal(after.words, before.words);
    assert(Math.abs(after.top - before.top) < 2, `${before.top} became ${after.top}`);
    assert((await fromEnd()) > 10_000);
  });

  it('may be one answer of a megabyte, whose end is in sight and stays there', async () => {
    opened = await chat.open();
    const text = `${paragraphs(19_000, 'all')}\n\nThe end.`;
    assert(text.length > 1_000_000);
    await tellOnly(stateOf([question('q'), answer('a', { text })]));
    await opened.page.getByText('The end.').waitFor();
    assert.equal(await fromEnd(), 0);
    await opened.tell();
    assert.equal(await waitingCount(), 0);
    assert.equal(await opened.page.locator('.markdown p').count(), 19_001);
    assert.equal(await fromEnd(), 0);
  });

  it('puts a reader back to the very line of an answer of a megabyte', async () => {
    const state = stateOf([question('q'), answer('a', { text: paragraphs(19_000, 'all') })]);
    opened = await chat.open();
    await opened.tell(state);
    await opened.page
      .locator('.part')
      .nth(700)
      .evaluate(node => node.scrollIntoView());
    await opened.tell();
    await wheel(-60);
    await opened.tell();
    const [before, kept] = [await seen(), await opened.kept()];
    await opened.close();
    opened = await chat.open({ kept });
    await opened.tell(state);
    const after = await seen();
    assert.equal(after.words, before.words);
    assert(Math.abs(after.top - before.top) < 2, `${before.top} became ${after.top}`);
  });

  it('takes an answer that grows while the rest is being built', async () => {
    opened = await chat.open();
    await tellOnly(stateOf([...thousand, answer('new', { status: 'streaming', text: 'So' })], { busy: true }));
    await tellOnly(delta('new', ' it'));
    await tellOnly(delta('new', ' goes.'), message(answer('new', { text: 'So it goes.' })));
    await opened.tell();
    assert.equal(await opened.page.locator('[data-id=new] .markdown').textContent(), 'So it goes.');
    assert.equal(await fromEnd(), 0);
  });

  it('gives way to another one before all of it is built', async () => {
    opened = await chat.open();
    await tellOnly(stateOf(thousand));
    await tellOnly(stateOf(conversation(10)));
    await opened.tell();
    assert.equal(await opened.page.locator('article').count(), 10);
    assert.equal(await waitingCount(), 0);
  });
});
