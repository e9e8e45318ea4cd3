import assert from 'node:assert/strict';
import { violations } from './accessibilityRules';
import { type Chat, type ChatPage, startChat } from './harness';
import { states } from './states';
import { themeNames } from './themes';

describe('Every state of the page', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  for (const { name, facts, act, widths = [] } of states) {
    describe(name, () => {
      let opened: ChatPage;

      before(async () => {
        opened = await chat.open({ width: 300, height: 2400 });
        await opened.tell(...facts);
        await act?.(opened.page);
      });
      after(() => opened.close());

      it('is clipped nowhere, narrow or wide', async () => {
        for (const width of new Set([600, ...widths, 300])) {
          await opened.page.setViewportSize({ width, height: 2400 });
          assert.deepEqual(await opened.page.evaluate(clipped), [], `${width} pixels`);
        }
      });

      it('is accessible in each theme', async () => {
        for (const theme of themeNames) {
          await opened.setTheme(theme);
          const only = theme === themeNames[0] ? undefined : 'colours';
          assert.deepEqual(await violations(opened.page, only), [], theme);
        }
        assert.deepEqual(opened.problems, []);
      });
    });
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
