// The steps of the walkthrough as VS Code shows them, in every kind of theme, to be looked at: their drawings take its colours.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from './folders';
import { runCommand } from './quickInput';
import { startTestServer } from './vscodeServer';
import { openWorkbench, setTheme, type Workbench } from './workbench';

const folderOfPictures = path.join(projectRoot, 'dist', 'screenshots', 'walkthrough');
const THEMES = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
/** Of the window. Much narrower, VS Code shows no drawing at all; wider, none that is larger. */
const WIDTHS = [1050, 1400];
const STEPS = ['addEndpoint', 'chooseModel', 'ask', 'explain', 'complete', 'privacy'];

/** Takes them all; resolves when they are on disk. */
export async function takeWalkthroughPictures(browser: Browser): Promise<void> {
  await mkdir(folderOfPictures, { recursive: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'screenshots-'));
  const server = await startTestServer({
    settings: {
      'workbench.activityBar.location': 'hidden',
      'window.commandCenter': false,
      'chat.disableAIFeatures': true,
    },
  });
  try {
    const workbench = await openWorkbench(browser, server, { folder, extensionDevelopmentPath: projectRoot });
    await runCommand(workbench, 'View: Toggle Primary Side Bar Visibility');
    await runCommand(workbench, 'View: Toggle Secondary Side Bar Visibility');
    await runCommand(workbench, 'Endpoint Chat: Get Started');
    for (const theme of THEMES) {
      await setTheme(workbench, theme);
      for (const width of WIDTHS) await takeSteps(workbench, width, theme);
    }
    await workbench.close();
    console.log(`The pictures of the walkthrough are in ${path.relative(projectRoot, folderOfPictures)}.`);
  } finally {
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeSteps({ page }: Workbench, width: number, theme: string): Promise<void> {
  await page.setViewportSize({ width, height: 700 });
  for (const step of STEPS) {
    await page.locator(`.getting-started-step[data-step-id$="#${step}"]`).click();
    // The drawing is a page of its own, which is made anew for each.
    await page.waitForTimeout(1000);
    await page.screenshot({ path: path.join(folderOfPictures, `${step}-${theme}-${width}.png`) });
  }
}
