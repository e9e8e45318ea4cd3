import assert from 'node:assert/strict';
import type { ViewProgress } from '../../src/shared/viewState';
import { answer, delta, message, progress, question, retrying, stateOf, summaryOf } from './fixtures';
import { usePage } from './openedPage';

const paragraphs = Array.from({ length: 30 }, (_, index) => `Paragraph ${index} with enough words for a line.`);
const text = paragraphs.join('\n\n');

const asked = stateOf([question('q'), answer('a', { status: 'waiting' })], { busy: true });
const begun = stateOf([question('q', text), answer('a', { status: 'streaming', text })], { busy: true });
const silent = (seconds: number): ViewProgress => ({ phase: 'silent', seconds });

describe('The progress of an answer', () => {
  const opened = usePage();

  const sign = () => opened.page.locator('.sign');
  const stopWaiting = () => opened.page.getByRole('button', { name: 'Stop waiting', exact: true });

  /** What is read on the sign, line by line. */
  const lines = (): Promise<readonly string[]> => sign().locator('p:visible').allTextContents();

  async function linesAfter(changed: ViewProgress): Promise<readonly string[]> {
    await opened.tell(progress('a', changed));
    return lines();
  }

  /** Where an element is on the screen: what a reader sees move. */
  const topOf = async (selector: string): Promise<number> =>
    (await opened.page.locator(selector).boundingBox())?.y ?? Number.NaN;

  it('is shown at once, and then as the host tells it and at no other time', async () => {
    await opened.page.clock.install();
    await opened.tell(asked);
    assert.deepEqual(await lines(), ['Waiting for qwen3-coder…']);
    await opened.page.clock.runFor(60_000);
    assert.deepEqual(await lines(), ['Waiting for qwen3-coder…']);
    assert.deepEqual(await linesAfter({ phase: 'connecting', seconds: 1 }), ['Connecting to Deka LLM…']);
    assert.deepEqual(await linesAfter({ phase: 'connecting', seconds: 3 }), ['Connecting to Deka LLM… 3 s']);
    assert.deepEqual(await linesAfter({ phase: 'waiting', seconds: 12 }), ['Waiting for qwen3-coder… 12 s']);
    await opened.page.clock.runFor(60_000);
    assert.deepEqual(await lines(), ['Waiting for qwen3-coder… 12 s']);
  });

  it('is there in a page that is built in the middle of it', async () => {
    const waiting = answer('a', { status: 'waiting', progress: retrying });
    await opened.tell(stateOf([question('q'), waiting], { busy: true }));
    assert.deepEqual(await lines(), [retrying.reason, 'Asking again in 8 s (attempt 2 of 3)']);
  });

  it('ends with the first text, the first thought, and with the answer', async () => {
    for (const [told, after] of [
      [asked, delta('a', 'So')],
      [asked, delta('a', '', 'Hm')],
      [asked, message(answer('a', { status: 'streaming', text: 'So' }))],
      [begun, delta('a', ' on')],
      [begun, message(answer('a', { text }))],
    ] as const) {
      await opened.tell(told, progress('a', told === begun ? silent(12) : retrying));
      assert.equal(await sign().isVisible(), true);
      await opened.tell(after);
      assert.equal(await sign().isVisible(), false);
    }
  });

  it('says under the text that nothing more comes, and after five minutes what that means', async () => {
    await opened.tell(begun);
    assert.equal(await sign().isVisible(), false);
    assert.deepEqual(await linesAfter(silent(12)), ['Nothing more for 12 s…']);
    assert.deepEqual(await linesAfter(silent(72)), ['Nothing more for 1 min 12 s…']);
    const [line, hint] = await linesAfter(silent(312));
    assert.equal(line, 'Nothing more for 5 min 12 s…');
    assert.equal(hint, 'The endpoint keeps the connection open but sends no words.');
    assert((await topOf('.sign')) > (await topOf('.markdown')));
    await opened.tell(delta('a', '\n\nmore'));
    assert.deepEqual(await linesAfter(silent(10)), ['Nothing more for 10 s…']);
  });

  it('counts down to the next attempt, which the user can stop', async () => {
    await opened.tell(asked);
    assert.equal(await stopWaiting().isVisible(), false);
    assert.deepEqual(await linesAfter(retrying), [retrying.reason, 'Asking again in 8 s (attempt 2 of 3)']);
    await stopWaiting().click();
    await stopWaiting().press('Enter');
    assert.deepEqual((await opened.posted()).slice(1), [{ type: 'stop' }, { type: 'stop' }]);
    await opened.tell(message(answer('a', { status: 'stopped' })));
    assert.equal(await stopWaiting().count(), 0);
  });

  it('leaves the button under finger and focus while the seconds pass, and then hands the focus to the text', async () => {
    for (const width of [300, 600]) {
      await opened.page.setViewportSize({ width, height: 700 });
      await opened.tell(asked, progress('a', { ...retrying, seconds: 60 }));
      await stopWaiting().focus();
      const place = await stopWaiting().boundingBox();
      for (const seconds of [59, 10, 9, 1]) {
        await opened.tell(progress('a', { ...retrying, seconds }));
        assert.deepEqual(await stopWaiting().boundingBox(), place);
        assert.equal(await stopWaiting().evaluate(button => button === document.activeElement), true);
      }
      await opened.tell(progress('a', { phase: 'connecting', seconds: 1 }));
      const focused = await opened.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      assert.equal(focused, 'Conversation');
    }
  });

  it('keeps its numbers from a screen reader', async () => {
    await opened.tell(begun);
    const phases: readonly ViewProgress[] = [
      { phase: 'connecting', seconds: 77 },
      { phase: 'waiting', seconds: 77 },
      silent(77),
      silent(377),
      { ...retrying, seconds: 77 },
    ];
    for (const phase of phases) {
      assert.match((await linesAfter(phase)).join(' '), /17 s/);
      assert.doesNotMatch(await sign().ariaSnapshot(), /17 s/);
    }
  });

  it('moves nothing that can be read when it comes, counts and goes, nor when the answer ends', async () => {
    for (const width of [300, 600]) {
      await opened.page.setViewportSize({ width, height: 700 });
      await opened.tell(begun);
      const last = '.part:last-child > :last-child';
      const [place, height] = [await topOf(last), (await opened.page.locator('.messages').boundingBox())?.height];
      assert(place > 300, 'the end is in sight');
      for (const seconds of [10, 59, 60, 299]) {
        await opened.tell(progress('a', silent(seconds)));
        assert.equal(await topOf(last), place);
      }
      await opened.tell(message(answer('a', { status: 'streaming', text })));
      assert.equal(await topOf(last), place);
      await opened.tell(progress('a', silent(10)), message(answer('a', { text, summary: summaryOf('9 s') })));
      assert.equal(await topOf(last), place);
      assert.equal((await opened.page.locator('.messages').boundingBox())?.height, height);
    }
  });

  it('moves nothing under a reader who scrolled up, however much there is to say', async () => {
    await opened.tell(begun);
    const log = opened.page.locator('.log');
    await log.evaluate(element => element.scrollBy({ top: -300, behavior: 'instant' }));
    await opened.tell();
    const first = '.part:first-child > :nth-child(2)';
    const place = await topOf(first);
    for (const phase of [silent(10), silent(400), retrying]) {
      await opened.tell(progress('a', phase));
      assert.equal(await topOf(first), place);
    }
  });
});
