// `npm run screenshots -- icon`: the icon that a gallery shows, which must be a PNG, from its drawing beside this file.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../folders';

export async function drawIcon(browser: Browser): Promise<void> {
  const drawing = await readFile(path.join(projectRoot, 'test', 'host', 'release', 'icon.svg'), 'utf8');
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`);
  await page.screenshot({ path: path.join(projectRoot, 'media', 'icon.png'), omitBackground: true });
  await page.close();
}
