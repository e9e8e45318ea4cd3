// The active text editor of a VS Code in the browser.
import type { Locator } from 'playwright-core';
import { until } from '../support/until';
import { runCommand } from './quickInput';
import type { Workbench } from './workbench';

/** Moves the keyboard into the active editor, from wherever it is, and waits until it is there. */
export async function focusEditor(workbench: Workbench): Promise<void> {
  await runCommand(workbench, 'View: Focus Active Editor Group');
  await workbench.page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
}

/** Selects lines, one-based, from the start of the first to the end of the last. */
export async function selectLines(workbench: Workbench, first: number, last: number): Promise<void> {
  const { keyboard } = workbench.page;
  const place = workbench.page.getByText(new RegExp(`^Ln ${last}, Col`));
  // A key that comes while an editor is about to open goes elsewhere; then all of them are pressed again.
  for (let attempt = 0; attempt < 10; attempt++) {
    await focusEditor(workbench);
    await keyboard.press('ControlOrMeta+Home');
    for (let line = 1; line < first; line++) await keyboard.press('ArrowDown');
    for (let line = first; line < last; line++) await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+End');
    if ((await isSeen(place)) && (await staysSeen(workbench, place))) return;
  }
  throw new Error(`The cursor does not come to line ${last}.`);
}

/** An editor that is opened again, because its file was chosen again, puts its cursor where it was a moment later. */
async function staysSeen({ page }: Workbench, place: Locator): Promise<boolean> {
  await page.waitForTimeout(500);
  return place.first().isVisible();
}

async function isSeen(place: Locator): Promise<boolean> {
  try {
    await place.first().waitFor({ timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}

/** The whole text of the active editor, saved or not. The cursor and the selection stay where they are. */
export async function editorText(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate(words => navigator.clipboard.writeText(words), NOT_COPIED);
  await focusEditor(workbench);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  await until(async () => (await copied()) !== NOT_COPIED);
  await page.keyboard.press('ControlOrMeta+U');
  return copied();
}

/**
 * Waits until the active editor shows this text, all of which is in sight. The keyboard stays where it is: what is being taken
 * back in several steps would otherwise be taken back elsewhere.
 */
export async function untilEditorShows({ page }: Workbench, text: string): Promise<void> {
  const lines = page.locator('.editor-group-container.active .monaco-editor .view-line');
  const wanted = text.split('\n').toSorted().join('\n');
  await until(async () => {
    const shown = await lines.allTextContents();
    return (
      shown
        .map(line => line.replaceAll('\u00a0', ' '))
        .toSorted()
        .join('\n') === wanted
    );
  });
}

/** In the clipboard until the editor's text is. */
const NOT_COPIED = 'not copied yet';

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

/** Picks an item of our submenu in the editor's context menu, which is opened on the line with this text. */
export async function pickFromEditorMenu({ page }: Workbench, lineText: string, item: string): Promise<void> {
  // On the text itself: a click beside it would move the cursor.
  const line = page.locator('.view-line', { hasText: lineText });
  await line.click({ button: 'right', position: { x: 60, y: 8 } });
  await page.getByRole('menuitem', { name: 'Endpoint Chat' }).click();
  // A menu that has just opened ignores the mouse for a moment.
  const entry = page.getByRole('menuitem', { name: item, exact: true });
  await entry.waitFor();
  while (await entry.isVisible()) await entry.click({ timeout: 3000 }).catch(() => undefined);
}
