// What pictures of a workbench are made with: a theme after the other, as small files.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { setTheme, type Workbench } from './workbench';

const THEMES = ['dark', 'light'] as const;

export type PictureTheme = (typeof THEMES)[number];

export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The next question of the practice server is answered with this, and with nothing else. */
export function answerWith(practice: PracticeServer, text: string): void {
  const end = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');
  const steps = [{ send: sse({ choices: [{ index: 0, delta: { content: text } }] }) }, { send: end }];
  practice.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
}

export async function inThemes(
  workbench: Workbench,
  picture: (theme: PictureTheme) => Promise<unknown>,
): Promise<void> {
  for (const theme of THEMES) {
    await setTheme(workbench, theme);
    // Colours reach the page of the view by message.
    await workbench.page.waitForTimeout(1000);
    await picture(theme);
  }
}

/** Takes the window, or a piece of it, into `<file>-<theme>.webp`. */
export async function take({ page }: Workbench, file: string, theme: PictureTheme, clip?: Clip): Promise<void> {
  // A box fades in.
  await page.waitForTimeout(500);
  await keep(page, await page.screenshot(clip ? { clip } : {}), file, theme);
}

/** As WebP, which is a third of the size of PNG and looks the same here. The browser has the encoder. */
async function keep(page: Page, png: Buffer, file: string, theme: PictureTheme): Promise<void> {
  const blank = await page.context().newPage();
  const webp = await blank.evaluate(
    async url => {
      const image = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      const bytes = await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })).arrayBuffer();
      return [...new Uint8Array(bytes)];
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  await blank.close();
  await writeFile(`${path.resolve(file)}-${theme}.webp`, Buffer.from(webp));
}
