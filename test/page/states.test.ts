import assert from 'node:assert/strict';
import { violations } from './accessibilityRules';
import { type Chat, startChat } from './harness';
import { states } from './states';
import { themeNames } from './themes';

describe('Every state of the page', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  for (const { name, facts, act } of states) {
    it(`is accessible in each theme: ${name}`, async () => {
      const opened = await chat.open({ width: 320, height: 2400 });
      await opened.tell(...facts);
      await act?.(opened.page);
      for (const theme of themeNames) {
        await opened.setTheme(theme);
        assert.deepEqual(await violations(opened.page), [], theme);
      }
      assert.deepEqual(opened.problems, []);
      await opened.close();
    });

    for (const width of [300, 600]) {
      it(`is clipped nowhere at ${width} pixels: ${name}`, async () => {
        const opened = await chat.open({ width, height: 2400 });
        await opened.tell(...facts);
        await act?.(opened.page);
        assert.deepEqual(await opened.page.evaluate(clipped), []);
        await opened.close();
      });
    }
  }
});

/** Runs in the page: what is wider than its box, which neither scrolls nor ends in an ellipsis. */
function clipped(): readonly string[] {
  const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
  return [...document.querySelectorAll('#app *:not(.visually-hidden)')]
    .filter(element => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1 && !scrolls(element))
    .filter(element => getComputedStyle(element).textOverflow !== 'ellipsis')
    .map(element => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`);
}
