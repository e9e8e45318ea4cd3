// The active text editor of a VS Code in the browser.
import { runCommand } from './quickInput';
import type { Workbench } from './workbench';

/** Moves the keyboard into the active editor, from wherever it is. */
export function focusEditor(workbench: Workbench): Promise<void> {
  return runCommand(workbench, 'View: Focus Active Editor Group');
}

/** Selects lines, one-based, from the start of the first to the end of the last. */
export async function selectLines(workbench: Workbench, first: number, last: number): Promise<void> {
  const { keyboard } = workbench.page;
  await focusEditor(workbench);
  await keyboard.press('ControlOrMeta+Home');
  for (let line = 1; line < first; line++) await keyboard.press('ArrowDown');
  for (let line = first; line < last; line++) await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Shift+End');
}

/** The whole text of the active editor, saved or not. The cursor and the selection stay where they are. */
export async function editorText(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await focusEditor(workbench);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  await page.keyboard.press('ControlOrMeta+U');
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Takes back what the active editor did last. */
export async function undo(workbench: Workbench): Promise<void> {
  await focusEditor(workbench);
  await workbench.page.keyboard.press('ControlOrMeta+Z');
}

/** Saves the active editor and waits until it is saved. */
export async function save(workbench: Workbench): Promise<void> {
  await focusEditor(workbench);
  await workbench.page.keyboard.press('ControlOrMeta+S');
  await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
}
