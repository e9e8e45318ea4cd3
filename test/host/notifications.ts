import type { Locator } from 'playwright-core';
import { runCommand } from './quickInput';
import type { Workbench } from './workbench';

/** Opens the list of notifications and resolves to them. In a VS Code under test they do not come up by themselves. */
export async function showNotifications(workbench: Workbench): Promise<Locator> {
  await runCommand(workbench, 'Notifications: Show Notifications');
  return workbench.page.locator('.notifications-center .notification-list-item');
}
