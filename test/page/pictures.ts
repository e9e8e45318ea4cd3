// Pictures of every state of the page, to be looked at: `npm run screenshots` puts them into dist/screenshots.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startChat } from './harness';
import { states } from './states';
import { themeNames } from './themes';

const sidebars = [300, 600];

/** Resolves to the number of pictures. `wanted`: a piece of the names of the states. */
export async function takePagePictures(folder: string, wanted = ''): Promise<number> {
  await mkdir(folder, { recursive: true });
  const chat = await startChat();
  let count = 0;
  try {
    for (const { name, facts, act, widths = sidebars } of states.filter(state => state.name.includes(wanted))) {
      for (const theme of themeNames) {
        for (const width of widths) {
          const { page, tell, close } = await chat.open({ theme, width, height: 700 });
          await tell(...facts);
          await act?.(page);
          await page.waitForFunction(isColoured);
          await page.screenshot({
            path: path.join(folder, `${name.replaceAll(/[^a-z]+/g, '-')}-${theme}-${width}.png`),
          });
          await close();
          count++;
        }
      }
    }
  } finally {
    await chat.stop();
  }
  return count;
}

/** Runs in the page: code that is in sight has its colours, which come when the page is idle. */
function isColoured(): boolean {
  return [...document.querySelectorAll('pre > code[data-language]')]
    .filter(code => code.getBoundingClientRect().top < innerHeight && !code.querySelector('[data-hidden]'))
    .every(code => code.querySelector('[class^="hl-"]'));
}
