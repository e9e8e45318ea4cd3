// The list of endpoints as a user changes it, and what the status bar and settings.json say of it.
import type { Locator } from 'playwright-core';
import { arrayField, stringField } from '../../src/core/unknown';
import { until } from '../support/until';
import { box, leaveBox, pickItem, quickInput, runCommand } from './quickInput';
import { userSettings, type Workbench } from './workbench';

/** Drives a workbench that may be opened later. */
export function endpointsDriver(workbench: () => Workbench) {
  /** The item in the status bar, once it says this. */
  function status(label: string | RegExp, icon = ''): Locator {
    const button = workbench().page.locator('[id="endpoint-chat.endpoint-chat.endpointChat.status"] a');
    const named = button.and(workbench().page.getByRole('button', { name: label }));
    return icon === '' ? named : named.filter({ has: workbench().page.locator(`.codicon-${icon}`) });
  }

  async function entries(): Promise<readonly unknown[]> {
    return arrayField(JSON.parse(await userSettings(workbench())), 'endpointChat.endpoints');
  }

  async function names(): Promise<readonly (string | undefined)[]> {
    return (await entries()).map(entry => stringField(entry, 'name'));
  }

  /** Resolves when the names of the endpoints in settings.json are so. */
  async function written(isSo: (now: readonly (string | undefined)[]) => boolean): Promise<void> {
    await until(async () => isSo(await names()));
  }

  async function answerDialog(words: string, button: string): Promise<void> {
    const dialog = workbench().page.getByRole('dialog');
    await dialog.getByText(words).waitFor();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Whether the palette has the command. */
  async function offersToEdit(): Promise<boolean> {
    await workbench().page.keyboard.press('F1');
    await box(workbench()).fill('>Endpoint Chat: ');
    await quickInput(workbench()).getByText('Endpoint Chat: Add Endpoint…').waitFor();
    const isOffered = (await quickInput(workbench()).getByText('Endpoint Chat: Edit Endpoint…').count()) > 0;
    await leaveBox(workbench());
    return isOffered;
  }

  /** Opens the list of what can be changed of an endpoint, and takes a line. */
  async function edit(endpoint: string, what: string): Promise<void> {
    await runCommand(workbench(), 'Endpoint Chat: Edit Endpoint…');
    if ((await names()).length > 1) await pickItem(workbench(), endpoint);
    await quickInput(workbench()).getByText(`Edit ${endpoint}`, { exact: true }).waitFor();
    await pickItem(workbench(), what);
  }

  /** Leaves the list that comes back after each change. */
  async function leave(): Promise<void> {
    await quickInput(workbench()).getByText('Default model').waitFor();
    await leaveBox(workbench());
  }

  return { status, entries, names, written, answerDialog, offersToEdit, edit, leave };
}
