import assert from 'node:assert/strict';
import { answer, delta, message, question, stateOf } from './fixtures';
import { type Chat, type ChatPage, startChat } from './harness';
import { pieces, samples } from './samples';

/** One answer with everything in it, long enough to scroll. */
const text = Array.from({ length: 6 }, () => samples['a real answer']).join('\n\n');
const cycles = 20;
/** A guard against what never comes, in milliseconds. */
const PATIENCE = 60_000;

describe('A view that is hidden and shown again while an answer is written', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  const earlier = [question('q0'), answer('a0', { text }), question('q1', 'And?')];
  const stateWith = (written: string) =>
    stateOf([...earlier, answer('a', { status: 'streaming', text: written, reasoning: 'Hm.' })], { busy: true });

  /** Everything in it, but colours, which come when there is time, how long it thought, and heights reserved out of sight. */
  const conversation = ({ page }: ChatPage): Promise<string> =>
    page.locator('.messages').evaluate(node =>
      node.outerHTML
        .replace(/<span class="hl-[^>]*>([^<]*)<\/span>/g, '$1')
        .replace(/ style="[^"]*"/g, '')
        .replace(/Think[^<]*|Thought[^<]*/g, ''),
    );

  /** What stands where, in sight and around it. */
  const picture = ({ page }: ChatPage) =>
    page.evaluate(() =>
      [...document.querySelectorAll('.log p, .log pre, .log li, .log td, .log h2')]
        .map((node, index) => ({ index, words: node.textContent, box: node.getBoundingClientRect() }))
        .filter(({ box }) => box.bottom > -50 && box.top < window.innerHeight + 50)
        .map(({ index, words, box: { x, y, width } }) => ({ index, words, x, y, width })),
    );

  /** Pixels may be shared out otherwise: the heights above are fractions. */
  function assertSamePicture(actual: Awaited<ReturnType<typeof picture>>, wanted: typeof actual): void {
    const inSight = wanted.filter(({ y }) => y > 0 && y < 600);
    assert(inSight.length > 0);
    for (const { index, words, x, y, width } of inSight) {
      const other = actual.find(each => each.index === index);
      assert.equal(other?.words, words);
      const far = Math.max(...[x - (other?.x ?? 0), y - (other?.y ?? 0), width - (other?.width ?? 0)].map(Math.abs));
      assert(far < 1.5, `${words} is ${far} pixels away`);
    }
  }

  /** A wheel scrolls for some time, and what is kept of the place follows. */
  async function atRest(page: ChatPage['page']): Promise<void> {
    const place = () => page.evaluate(() => [document.querySelector('.log')?.scrollTop, JSON.stringify(window.kept)]);
    let before = await place();
    for (;;) {
      await page.waitForTimeout(300);
      const now = await place();
      if (now.join() === before.join()) return;
      before = now;
    }
  }

  /** A page that is built anew finds its place once what is around it has its height. */
  async function becomesSame(hidden: ChatPage, staying: ChatPage): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      try {
        return assertSamePicture(await picture(hidden), await picture(staying));
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await hidden.page.waitForTimeout(100);
      }
    }
  }

  /** Writes the answer into a page that stays and into one that is built anew twenty times, and compares them each time. */
  async function compare(prepare: (page: ChatPage) => Promise<unknown>): Promise<void> {
    const staying = await chat.open();
    let hidden = await chat.open();
    await Promise.all([staying.tell(stateWith('Now:')), hidden.tell(stateWith('Now:'))]);
    await prepare(staying);
    await prepare(hidden);
    await hidden.page.getByRole('textbox').fill('half a thought');
    const parts = pieces(text, 5, Math.ceil((2 * text.length) / cycles));
    let written = 'Now:';
    for (const part of parts) {
      const kept = await hidden.kept();
      await hidden.close();
      written += part;
      await staying.tell(delta('a', part));
      hidden = await chat.open({ kept });
      await hidden.tell({ ...stateWith(written), draft: 'half a thought' });
      assert.equal(await conversation(hidden), await conversation(staying));
      await becomesSame(hidden, staying);
      assert.equal(await hidden.page.getByRole('textbox').inputValue(), 'half a thought');
      assert.deepEqual(hidden.problems, []);
    }
    assert(parts.length >= cycles - 5, `${parts.length} times`);
    const end = message(answer('a', { text: written, reasoning: 'Hm.' }));
    await Promise.all([staying.tell(end), hidden.tell(end)]);
    assert.equal(await conversation(hidden), await conversation(staying));
    await becomesSame(hidden, staying);
    await Promise.all([staying.close(), hidden.close()]);
  }

  it('shows the same as one that stays, where the reader follows the end', () => compare(async () => undefined));

  it('shows the same as one that stays, where the reader has scrolled up', () =>
    compare(async ({ page, tell, kept }) => {
      await page.mouse.move(150, 300);
      await page.mouse.wheel(0, -500);
      await page.waitForFunction(() => JSON.stringify(window.kept ?? '').includes('place'));
      await atRest(page);
      await tell();
      assert.match(JSON.stringify(await kept()), /place/);
    }));
});
