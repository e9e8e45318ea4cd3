import * as vscode from 'vscode';
import { readEndpointInput } from '../../core/pasted/endpointInput';
import { LOCAL_PORTS, type LocalServer } from '../../core/wizard/localServers';
import type { AddressAnswer, AddressQuestion } from '../../core/wizard/wizardTypes';

/** A row of the box for an address. */
export interface Row extends vscode.QuickPickItem {
  readonly answer?: AddressAnswer;
  /** Leaves the box to an address that is typed. */
  readonly isForTyping?: boolean;
}

const PROVIDERS: readonly { readonly name: string; readonly url: string }[] = [
  { name: 'Deka LLM', url: 'https://dekallm.cloudeka.ai/v1' },
  { name: 'Neolink', url: 'https://ai-neolink.com/model/api/v1/chat/completion_messages' },
];

/** A sentence about what is wrong, shown whatever is typed. It has no answer of its own. */
export function problemRow(sentence: string): Row {
  return { label: `$(warning) ${sentence}`, alwaysShow: true };
}

/** Stands in place of the list once the user has chosen to type an address. It has no answer of its own. */
export function typingHint(): Row {
  return { label: vscode.l10n.t('Type or paste the address, then press Enter.'), alwaysShow: true };
}

/** Leads back to what was left unfinished; no row where nothing was. */
export function continueRow(unfinished: AddressQuestion['unfinished']): readonly Row[] {
  if (!unfinished) return [];
  const label = `$(history) ${vscode.l10n.t('Continue with {0}', unfinished.name)}`;
  return [{ label, description: unfinished.detail, alwaysShow: true, answer: { type: 'continue' } }];
}

/** What can be chosen without typing. The last row says that servers are still looked for, or that none has answered. */
export function listRows(servers: readonly LocalServer[], isSearching: boolean): readonly Row[] {
  return [
    separator(vscode.l10n.t('Providers')),
    ...PROVIDERS.map(({ name, url }) => preset(name, url, url)),
    {
      label: vscode.l10n.t('OpenAI-compatible endpoint…'),
      description: vscode.l10n.t('type its address'),
      alwaysShow: true,
      isForTyping: true,
    },
    separator(vscode.l10n.t('On this machine')),
    ...servers.map(({ name, url, models }) =>
      preset(name, url, [url, vscode.l10n.t('models: {0}', models)].join(' · ')),
    ),
    ...(servers.length > 0 && !isSearching ? [] : [searchRow(isSearching)]),
  ];
}

function preset(name: string, url: string, description: string): Row {
  return {
    label: name,
    description,
    alwaysShow: true,
    answer: { type: 'endpoint', input: readEndpointInput(url), name },
  };
}

function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function searchRow(isSearching: boolean): Row {
  const label = isSearching
    ? `$(loading~spin) ${vscode.l10n.t('Looking for model servers…')}`
    : vscode.l10n.t('No model server answers on this machine.');
  return { label, description: LOCAL_PORTS.map(({ name }) => name).join(', '), alwaysShow: true };
}
