// The box at the top of VS Code's window: the command palette, lists to pick from and boxes to type into.
import type { Locator } from 'playwright-core';
import { startTimeout, type Workbench } from './workbench';

/** A list that VS Code has ready shows its rows at once; after this long it is asked again, and given twice as long. */
const FIRST_PATIENCE = 2000;

export function quickInput({ page }: Workbench): Locator {
  // It is inert while it fades away.
  return page.locator('.quick-input-widget:not([inert])').filter({ visible: true });
}

/** What one types into. */
export function box(workbench: Workbench): Locator {
  return quickInput(workbench).locator('input[type=text], input[type=password]').first();
}

/** The row with exactly this label: `Stop` is not `Stop Something`. */
function row(workbench: Workbench, label: string): Locator {
  const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  const name = workbench.page.locator('.label-name', { hasText: exactly });
  return quickInput(workbench).locator('.monaco-list-row').filter({ has: name }).first();
}

async function succeeds(step: Promise<void>): Promise<boolean> {
  return step.then(
    () => true,
    () => false,
  );
}

/**
 * Opens the box with F1, types, and takes the row. Begins anew until VS Code and its extensions are ready for it, and where
 * something else takes the keyboard meanwhile, which closes the box.
 */
async function take(workbench: Workbench, text: string, label: string): Promise<void> {
  const { keyboard } = workbench.page;
  const wanted = row(workbench, label);
  const end = Date.now() + startTimeout;
  for (let patience = FIRST_PATIENCE; Date.now() < end; patience *= 2) {
    await keyboard.press('F1');
    const typed = await succeeds(setText(box(workbench), text, patience));
    const taken = async () => {
      await wanted.waitFor({ timeout: patience });
      await clickOnce(wanted, patience);
    };
    if (typed && (await succeeds(taken()))) return wanted.waitFor({ state: 'hidden' });
    await keyboard.press('Escape');
  }
  throw new Error(`VS Code offers no "${label}".`);
}

/** The browser's own typing goes to whatever has the keyboard by then: where an editor takes it meanwhile, into its text. */
function setText(field: Locator, text: string, timeout: number): Promise<void> {
  const set = (input: Element, value: string): void => {
    if (!(input instanceof HTMLInputElement)) throw new Error('This is no box to type into.');
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  return field.evaluate(set, text, { timeout });
}

/**
 * A click of the browser's own that comes late is still made after it was given up, and what the row runs would run twice.
 * Fails where the box closes between finding the row and clicking it: nobody would notice that nothing was run.
 */
function clickOnce(wanted: Locator, timeout: number): Promise<void> {
  const click = (row: Element): void => {
    if (!row.checkVisibility() || row.closest('[inert]')) throw new Error('The list is gone.');
    for (const type of ['mousedown', 'mouseup', 'click'])
      row.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, view: window, detail: 1 }));
  };
  return wanted.evaluate(click, undefined, { timeout });
}

async function pick(wanted: Locator): Promise<void> {
  // Where the mouse was left, VS Code may have opened a hover, which lies over the row.
  await wanted.page().mouse.move(0, 0);
  await wanted.click();
  await wanted.waitFor({ state: 'hidden' });
}

/** Runs a command by its title in the palette, such as `Endpoint Chat: Focus`. */
export function runCommand(workbench: Workbench, title: string): Promise<void> {
  return take(workbench, `>${title}`, title);
}

/** Opens a file of the workspace by its name and waits until it is the active editor. */
export async function openFile(workbench: Workbench, name: string): Promise<void> {
  const tab = workbench.page.locator(`.tab.active[data-resource-name="${name}"]`);
  // An editor that is opened again puts its cursor where it was, some time later.
  if (await tab.isVisible()) return runCommand(workbench, 'View: Focus Active Editor Group');
  await take(workbench, name, name);
  await tab.waitFor();
}

/** Takes the row with this label of the list that is open, or about to open. */
export function pickItem(workbench: Workbench, label: string): Promise<void> {
  return pick(row(workbench, label));
}

/**
 * Types into the box that asks for `prompt` (a piece of its title, its message or its placeholder), presses Enter, and
 * waits until the text is taken. Fails when it is refused.
 */
export async function typeAnswer(workbench: Workbench, prompt: string, text: string): Promise<void> {
  const widget = quickInput(workbench);
  // Not anywhere in the widget: it still holds the list that was in it before, with the command that asks.
  const words = widget.locator('.quick-input-title, .quick-input-message').filter({ hasText: prompt, visible: true });
  const asking = words.or(widget.getByPlaceholder(prompt)).first();
  await asking.waitFor();
  await typeAtOnce(box(workbench), text);
  // The extension checks the text first; whatever takes the focus meanwhile would cancel the box.
  await asking.waitFor({ state: 'hidden' });
}

/** Presses a key in the box that is open, which may not have the keyboard yet. */
export function pressKey(workbench: Workbench, key: string): Promise<void> {
  return box(workbench).press(key);
}

/** Leaves the box or list that is open. */
export async function leaveBox(workbench: Workbench): Promise<void> {
  await pressKey(workbench, 'Escape');
  await quickInput(workbench).waitFor({ state: 'hidden' });
}

/** Pastes into the box that is open, as a user does. */
export async function pasteText(workbench: Workbench, text: string): Promise<void> {
  await workbench.page.evaluate(words => navigator.clipboard.writeText(words), text);
  await pressKey(workbench, 'ControlOrMeta+v');
}

/** The text and Enter with nothing in between: the fastest typist there is. A box must not lose either. */
async function typeAtOnce(field: Locator, text: string): Promise<void> {
  await field.evaluate((input, value) => {
    if (!(input instanceof HTMLInputElement)) throw new Error('This is no box to type into.');
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true }));
  }, text);
}
