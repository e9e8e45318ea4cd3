import * as vscode from 'vscode';
import { duplicated, renamed, withModel, withProtocol } from '../../core/endpoints/endpointEntries';
import type { Rename } from '../../core/endpoints/endpointNames';
import { type Endpoint, listedAddress, originOf, PROTOCOLS, type Protocol } from '../../core/endpoints/endpoints';
import { COMMANDS, SETTINGS, SETTINGS_SECTION } from '../ids';
import { carryOut } from '../report';
import type { EndpointChangeDependencies } from './endpointChange';
import { askForMove, isAnotherServer, moveEndpoint } from './moveEndpoint';
import { askForNewAddress } from './newAddress';

/** `remove` asks the user first. `hasToken` rejects where the secret storage cannot be read, and the list says nothing of a token then. */
export interface EditEndpointDependencies extends EndpointChangeDependencies {
  readonly hasToken: (origin: string) => Promise<boolean>;
  readonly chooseModel: (endpoint: Endpoint) => Promise<string | undefined>;
  /** Remembers the name that an endpoint had: conversations tell it by that one. */
  readonly rename: (rename: Rename) => Promise<void>;
  readonly remove: (endpoint: Endpoint) => Promise<boolean>;
}

/** A line of the list of what can be changed. Answers the name of the endpoint to go on with, or undefined at the end. */
interface EditItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<string | undefined>;
}

/** Lets the user change one thing of an endpoint after the other, until the list is left. Each is saved at once. */
export async function editEndpoint(first: Endpoint, dependencies: EditEndpointDependencies): Promise<void> {
  for (let endpoint: Endpoint | undefined = first; endpoint; ) {
    const name: string | undefined = await editOnce(endpoint, dependencies);
    endpoint = dependencies.endpoints().find(candidate => candidate.name === name);
  }
}

async function editOnce(endpoint: Endpoint, dependencies: EditEndpointDependencies): Promise<string | undefined> {
  const items = await editItems(endpoint, dependencies);
  const title = vscode.l10n.t('Edit {0}', endpoint.name);
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Choose what to change'),
  });
  return chosen?.run?.();
}

async function editItems(endpoint: Endpoint, dependencies: EditEndpointDependencies): Promise<readonly EditItem[]> {
  const { name, url, protocol, model } = endpoint;
  const origin = originOf(url);
  const hasToken = await dependencies.hasToken(origin).catch(() => undefined);
  const tokenState = hasToken ? vscode.l10n.t('stored for {0}', origin) : vscode.l10n.t('none for {0}', origin);
  const item = (
    icon: string,
    label: string,
    description: string,
    run: () => Promise<string | undefined>,
  ): EditItem => ({
    label: `$(${icon}) ${label}`,
    description,
    run,
  });
  /** For a command that shows something of its own: the list ends with it. */
  const byCommand = (command: string) => async (): Promise<undefined> => {
    await vscode.commands.executeCommand(command, name);
  };
  return [
    item('tag', vscode.l10n.t('Name'), name, () => editName(endpoint, dependencies)),
    item('globe', vscode.l10n.t('Address'), listedAddress(url), () => editAddress(endpoint, dependencies)),
    item('arrow-swap', vscode.l10n.t('Protocol'), protocolName(protocol), () => editProtocol(endpoint, dependencies)),
    item('symbol-misc', vscode.l10n.t('Default model'), model ?? '', () => editModel(endpoint, dependencies)),
    item('key', vscode.l10n.t('Token'), hasToken === undefined ? '' : tokenState, async () => {
      await vscode.commands.executeCommand(COMMANDS.setToken, name);
      return name;
    }),
    item(
      'settings-gear',
      vscode.l10n.t('Parameters, headers and everything else…'),
      vscode.l10n.t('opens settings.json'),
      () => openEntry(name),
    ),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    item('pulse', vscode.l10n.t('Check connection'), '', byCommand(COMMANDS.checkConnection)),
    item('copy', vscode.l10n.t('Duplicate'), '', () => duplicate(endpoint, dependencies)),
    item('trash', vscode.l10n.t('Remove…'), '', async () => {
      await dependencies.remove(endpoint);
      return name;
    }),
  ];
}

function protocolName(protocol: Protocol): string {
  const names: Readonly<Record<Protocol, string>> = {
    openai: vscode.l10n.t('OpenAI-compatible'),
    envelope: vscode.l10n.t('Neolink’s envelope'),
  };
  return names[protocol];
}

async function editName(endpoint: Endpoint, dependencies: EditEndpointDependencies): Promise<string> {
  const { name } = endpoint;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Edit {0}', name),
    prompt: vscode.l10n.t('The name of the endpoint. Conversations and your choice of model keep working.'),
    value: name,
    ignoreFocusOut: true,
    validateInput(value) {
      if (value.trim() === '') return vscode.l10n.t('An endpoint needs a name.');
      const isTaken = dependencies.endpoints().some(other => other.name === value.trim() && other.name !== name);
      return isTaken ? vscode.l10n.t('Another endpoint has this name.') : undefined;
    },
  });
  const to = typed?.trim() ?? name;
  if (to === name) return name;
  // First, so that the conversation never stands without its endpoint.
  await dependencies.rename({ from: name, to });
  try {
    await dependencies.changeEntries(entries => renamed(entries, name, to));
  } catch (error) {
    // It keeps its name, and what is remembered of it must not stand under another one.
    await dependencies.rename({ from: to, to: name });
    await dependencies.forgetEndpoint(to);
    throw error;
  }
  await dependencies.forgetEndpoint(name);
  return to;
}

async function editAddress(endpoint: Endpoint, dependencies: EditEndpointDependencies): Promise<string> {
  const { name } = endpoint;
  const address = await askForNewAddress(endpoint);
  if (address === undefined) return name;
  const move = isAnotherServer(address, endpoint)
    ? await askForMove(endpoint, address, dependencies)
    : { address, setToken: false, orphan: undefined };
  if (move) await moveEndpoint(endpoint, move, dependencies);
  return name;
}

async function editProtocol({ name }: Endpoint, dependencies: EditEndpointDependencies): Promise<string> {
  const items = [
    { label: vscode.l10n.t('As the address says'), protocol: undefined },
    ...PROTOCOLS.map(protocol => ({ label: protocolName(protocol), protocol })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Edit {0}', name) });
  if (chosen) await dependencies.changeEntries(entries => withProtocol(entries, name, chosen.protocol));
  return name;
}

async function editModel(endpoint: Endpoint, dependencies: EditEndpointDependencies): Promise<string> {
  const { name } = endpoint;
  const model = await dependencies.chooseModel(endpoint);
  if (model !== undefined) await dependencies.changeEntries(entries => withModel(entries, name, model));
  return name;
}

async function duplicate({ name }: Endpoint, dependencies: EditEndpointDependencies): Promise<string> {
  let copy = name;
  await dependencies.changeEntries(entries => {
    const result = duplicated(entries, name);
    copy = result.copy;
    return result.entries;
  });
  // An endpoint that had this name before was another one.
  if (copy !== name) await dependencies.forgetEndpoint(copy);
  return copy;
}

/** Opens settings.json with the cursor in the endpoint's entry. */
async function openEntry(name: string): Promise<undefined> {
  await carryOut('openSettings');
  const editor = vscode.window.activeTextEditor;
  if (!editor?.document.fileName.endsWith('settings.json')) return;
  const text = editor.document.getText();
  const place = text.indexOf(JSON.stringify(name), text.indexOf(`"${SETTINGS_SECTION}.${SETTINGS.endpoints}"`));
  if (place < 0) return;
  const position = editor.document.positionAt(place);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
}
