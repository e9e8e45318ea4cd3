import * as vscode from 'vscode';
import type { Endpoint } from '../../core/endpoints/endpoints';

/** What the user wants of an endpoint in the list, or a new one. */
export type EndpointChoice =
  | { readonly action: 'use' | 'edit' | 'remove'; readonly endpoint: Endpoint }
  | { readonly action: 'add' };

interface EndpointItem extends vscode.QuickPickItem {
  readonly choice: EndpointChoice;
}

/** Lets the user take one of the endpoints, or change it with the buttons of its row. The current one is marked. */
export function askForEndpointAction(
  endpoints: readonly Endpoint[],
  current: string | undefined,
): Promise<EndpointChoice | undefined> {
  const edit = { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Edit') };
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove') };
  const pick = vscode.window.createQuickPick<EndpointItem>();
  pick.title = vscode.l10n.t('Select Endpoint');
  pick.placeholder = vscode.l10n.t('Choose an endpoint');
  pick.matchOnDescription = true;
  const items = endpoints.map((endpoint): EndpointItem => {
    const isCurrent = endpoint.name === current;
    return {
      label: isCurrent ? `$(check) ${endpoint.name}` : endpoint.name,
      description: [isCurrent ? vscode.l10n.t('current') : '', endpoint.model ?? '', new URL(endpoint.url).host]
        .filter(part => part !== '')
        .join(' · '),
      buttons: [edit, remove],
      choice: { action: 'use', endpoint },
    };
  });
  const add: EndpointItem = { label: `$(add) ${vscode.l10n.t('Add endpoint')}`, choice: { action: 'add' } };
  pick.items = [...items, add];
  pick.activeItems = items.filter(({ choice }) => choice.action === 'use' && choice.endpoint.name === current);
  return new Promise(resolve => {
    const take = (choice: EndpointChoice | undefined): void => {
      if (!choice) return;
      resolve(choice);
      pick.hide();
    };
    pick.onDidAccept(() => take(pick.selectedItems[0]?.choice));
    pick.onDidTriggerItemButton(({ button, item: { choice } }) => {
      if (choice.action !== 'add') take({ ...choice, action: button === edit ? 'edit' : 'remove' });
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}
