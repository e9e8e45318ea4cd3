// `npm run screenshots`: the pictures of README.md into docs/images, and every state of the page, to be looked at.
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { takePagePictures } from '../page/pictures';
import { takeAnimation } from './animation';
import { launchBrowser } from './browser';
import { takeEditorPictures } from './editorPictures';
import { takeFirstAnswer } from './firstAnswer';
import { projectRoot } from './folders';
import { runNpm } from './processes';
import { drawIcon } from './release/icon';
import { takeWalkthroughPictures } from './walkthroughPictures';
import { takeWindowPictures } from './windowPictures';

/**
 * `npm run screenshots`, or `npm run screenshots -- page cut` for some states of the page alone, or `-- walkthrough` for the
 * pictures of the walkthrough, `-- editor` for those of what works in editors, `-- icon` for the icon of the gallery, `-- animation` for the moving picture, `-- window` for those of the chat, or
 * `-- firstAnswer` for a new user's way to a first answer, with its times. Resolves to the exit code.
 */
export async function screenshots([part, state]: readonly string[]): Promise<number> {
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;
  if (part === 'walkthrough') return withBrowser(takeWalkthroughPictures);
  if (part === 'editor') return withBrowser(takeEditorPictures);
  if (part === 'animation') return withBrowser(takeAnimation);
  if (part === 'window') return withBrowser(takeWindowPictures);
  if (part === 'icon') return withBrowser(drawIcon);
  if (part === 'firstAnswer') return withBrowser(takeFirstAnswer);
  const folder = path.join(projectRoot, 'dist', 'screenshots');
  const count = await takePagePictures(folder, state);
  console.log(`${count} pictures of the page's states are in ${path.relative(projectRoot, folder)}.`);
  if (part === 'page') return 0;
  return withBrowser(async browser => {
    await takeWindowPictures(browser);
    await takeWalkthroughPictures(browser);
    await takeEditorPictures(browser);
  });
}

async function withBrowser(take: (browser: Browser) => Promise<void>): Promise<number> {
  const browser = await launchBrowser();
  try {
    await take(browser);
    return 0;
  } finally {
    await browser.close();
  }
}
