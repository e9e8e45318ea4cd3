import assert from 'node:assert/strict';
import { answer, delta, message, question, stateOf } from './fixtures';
import { type Chat, type ChatPage, type PageOptions, startChat } from './harness';

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index} with enough words to fill a line or two.`).join(
    '\n\n',
  );

const before5 = Array.from({ length: 5 }, (_, index) => [
  question(`q${index}`),
  answer(`a${index}`, { text: paragraphs(10) }),
]).flat();

const running = stateOf([...before5, answer('a', { status: 'streaming', text: 'Now:' })], { busy: true });

describe('Scrolling', () => {
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

  async function open(options: PageOptions = {}): Promise<void> {
    opened = await chat.open(options);
    await opened.tell(running);
  }

  const fromEnd = (): Promise<number> =>
    opened.page.locator('.log').evaluate(log => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));

  const jump = () => opened.page.getByRole('button', { name: 'Jump to latest', exact: true });

  /** Where an element is on the screen: what a reader sees move. */
  const topOf = async (selector: string): Promise<number> =>
    (await opened.page.locator(selector).boundingBox())?.y ?? Number.NaN;

  async function wheel(by: number): Promise<void> {
    await opened.page.mouse.move(150, 300);
    const ended = opened.page.evaluate(
      () =>
        new Promise(resolve => document.querySelector('.log')?.addEventListener('scrollend', resolve, { once: true })),
    );
    await opened.page.mouse.wheel(0, by);
    await ended;
    await opened.tell();
  }

  it('begins at the end and follows it while text arrives', async () => {
    await open();
    assert.equal(await fromEnd(), 0);
    for (let round = 0; round < 10; round++) {
      await opened.tell(delta('a', `\n\n${paragraphs(3)}`));
      assert.equal(await fromEnd(), 0);
    }
    assert.equal(await jump().isVisible(), false);
  });

  it('stays at the end when the composer grows or the view gets another size', async () => {
    await open();
    await opened.page.getByRole('textbox').fill('a\nb\nc\nd\ne\nf');
    await opened.tell();
    assert.equal(await fromEnd(), 0);
    await opened.page.setViewportSize({ width: 300, height: 400 });
    await opened.tell();
    assert.equal(await fromEnd(), 0);
  });

  it('moves nothing under a reader who scrolled up', async () => {
    await open();
    await opened.tell(delta('a', paragraphs(30)));
    await wheel(-400);
    const seen = '[data-id="a"] .part:nth-child(2) > :nth-child(8)';
    const place = await topOf(seen);
    for (let round = 0; round < 10; round++) await opened.tell(delta('a', `\n\n${paragraphs(3)}`));
    await opened.tell(message(answer('a', { text: `Now:${paragraphs(30)}${`\n\n${paragraphs(3)}`.repeat(10)}` })));
    assert.equal(await topOf(seen), place);
    assert((await fromEnd()) > 400);
    assert.equal(await jump().isVisible(), true);
  });

  it('lets go of the end at the smallest scroll upwards', async () => {
    await open();
    await wheel(-20);
    await opened.tell(delta('a', paragraphs(5)));
    assert((await fromEnd()) > 20);
  });

  it('goes to the end with "Jump to latest" and follows it again', async () => {
    await open();
    await wheel(-600);
    await jump().click();
    await opened.tell();
    assert.equal(await fromEnd(), 0);
    assert.equal(await jump().isVisible(), false);
    await opened.tell(delta('a', paragraphs(5)));
    assert.equal(await fromEnd(), 0);
  });

  it('follows again when the reader scrolls back to the end', async () => {
    await open();
    await wheel(-300);
    await wheel(5000);
    assert.equal(await jump().isVisible(), false);
    await opened.tell(delta('a', paragraphs(5)));
    assert.equal(await fromEnd(), 0);
  });

  for (const [means, goDown] of [
    ['the End key', () => opened.page.locator('.log').press('End')],
    ['the wheel', () => opened.page.mouse.wheel(0, 100)],
  ] as const) {
    it(`follows again a reader to whom the end came up, once they go down with ${means}`, async () => {
      await open();
      await opened.tell(delta('a', paragraphs(30)));
      await wheel(-400);
      await opened.tell(message(answer('a', { status: 'streaming', text: 'Now:' })));
      assert.equal(await fromEnd(), 0);
      assert.equal(await jump().isVisible(), true);
      await goDown();
      await jump().waitFor({ state: 'hidden' });
      await opened.tell(delta('a', paragraphs(10)));
      assert.equal(await fromEnd(), 0);
    });
  }

  it('moves nothing under a reader who goes down a little and not to the end', async () => {
    await open();
    await opened.tell(delta('a', paragraphs(30)));
    await wheel(-500);
    await wheel(100);
    const seen = '[data-id="a"] .part:nth-child(2) > :nth-child(8)';
    const place = await topOf(seen);
    for (let round = 0; round < 3; round++) await opened.tell(delta('a', `\n\n${paragraphs(3)}`));
    assert.equal(await topOf(seen), place);
    assert.equal(await jump().isVisible(), true);
  });

  it('follows again where all is in sight', async () => {
    await open();
    await wheel(-600);
    await opened.tell(stateOf([question('q0'), answer('a', { status: 'streaming', text: 'Now:' })], { busy: true }));
    await jump().waitFor({ state: 'hidden' });
    await opened.tell(delta('a', paragraphs(30)));
    assert.equal(await fromEnd(), 0);
  });

  it('goes to the end when the user sends a message', async () => {
    await open();
    await opened.tell(stateOf(before5));
    await wheel(-600);
    await opened.page.getByRole('textbox').fill('And?');
    await opened.page.keyboard.press('Enter');
    await opened.tell(message(question('new')), message(answer('b', { status: 'waiting' })));
    assert.equal(await fromEnd(), 0);
  });

  it('is at the end of another conversation', async () => {
    await open();
    await wheel(-600);
    await opened.tell(stateOf([question('x'), answer('y', { text: paragraphs(40) })], { id: 'other' }));
    assert.equal(await fromEnd(), 0);
    assert.equal(await jump().isVisible(), false);
  });

  it('keeps the place of a reader for a page that is built again, also with another width', async () => {
    await open();
    await opened.tell(delta('a', paragraphs(30)));
    await wheel(-2500);
    const first = await opened.page.evaluate(() => {
      const log = document.querySelector('.log')?.getBoundingClientRect();
      return document.elementFromPoint(100, (log?.top ?? 0) + 4)?.closest('article')?.dataset['id'];
    });
    const kept = await opened.kept();
    await opened.close();
    await open({ kept, width: 420 });
    const again = await opened.page.evaluate(() => {
      const log = document.querySelector('.log')?.getBoundingClientRect();
      return document.elementFromPoint(100, (log?.top ?? 0) + 4)?.closest('article')?.dataset['id'];
    });
    assert.equal(again, first);
    assert.equal(await jump().isVisible(), true);
    assert((await fromEnd()) > 200);
  });

  it('keeps the place also for a page that goes away before it has come back to it', async () => {
    await open();
    await opened.tell(delta('a', paragraphs(30)));
    await wheel(-2500);
    const kept = await opened.kept();
    assert.match(JSON.stringify(kept), /"place":{"id"/);
    await opened.close();
    opened = await chat.open({ kept });
    // It never hears that it is there.
    await opened.page.evaluate(() =>
      window.addEventListener('scrollend', event => event.stopImmediatePropagation(), { capture: true }),
    );
    await opened.tell(running);
    assert.equal(await jump().isVisible(), true);
    assert.deepEqual(await opened.kept(), kept);
  });

  it('puts a reader back to the very line, though the messages above were never laid out', async () => {
    const long = stateOf([...before5, answer('a', { text: paragraphs(30) })]);
    /** The first whole paragraph in sight, and where it is. */
    const seen = () =>
      opened.page.evaluate(() => {
        const top = document.querySelector('.log')?.getBoundingClientRect().top ?? 0;
        const found = [...document.querySelectorAll('.part > p')].find(each => each.getBoundingClientRect().top >= top);
        const id = found?.closest('article')?.dataset['id'];
        return { words: `${found?.textContent} of ${id}`, top: found?.getBoundingClientRect().top ?? Number.NaN };
      });
    await open();
    for (const by of [-400, -1300, -2100, -2500]) {
      await opened.close();
      opened = await chat.open();
      await opened.tell(long);
      await wheel(by);
      const [kept, before] = [await opened.kept(), await seen()];
      await opened.close();
      opened = await chat.open({ kept });
      await opened.tell(long);
      const after = await seen();
      assert.equal(after.words, before.words);
      assert(Math.abs(after.top - before.top) < 2, `${before.top} became ${after.top}`);
    }
  });

  it('follows the end of a page that is built again, where the reader did', async () => {
    await open();
    const kept = await opened.kept();
    await opened.close();
    await open({ kept });
    await opened.tell(delta('a', paragraphs(5)));
    assert.equal(await fromEnd(), 0);
  });
});
