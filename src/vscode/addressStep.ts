import * as vscode from 'vscode';
import { type EndpointInput, type EndpointInputNote, readEndpointInput } from '../core/endpointInput';
import { isLoopback, originOf } from '../core/endpoints';
import { type ChatErrorDetails, CODES, errorDetails } from '../core/errors';
import { LOCAL_PORTS, type LocalServer } from '../core/localServers';
import { insertedLength } from '../core/pastedText';
import type { AddressAnswer, AddressQuestion } from '../core/wizardTypes';
import { errorWords } from './errorWords';
import { placeStep, type Step } from './quickSteps';

export interface AddressStep extends AddressQuestion {
  readonly step: Step;
  /** Looks for model servers on this machine until the box closes. */
  readonly findServers: (signal: AbortSignal) => AsyncIterable<LocalServer>;
}

interface Row extends vscode.QuickPickItem {
  readonly answer?: AddressAnswer;
  /** Leaves the box to an address that is typed. */
  readonly isForTyping?: boolean;
}

/** Whatever comes at once in this length is a paste, not typing. */
const SHORTEST_PASTE = 8;

const PROVIDERS: readonly { readonly name: string; readonly url: string }[] = [
  { name: 'Deka LLM', url: 'https://dekallm.cloudeka.ai/v1' },
  { name: 'Neolink', url: 'https://ai-neolink.com/model/api/v1/chat/completion_messages' },
];

/** One box for all: paste an address or a command, or choose from the list. A pasted token is out of sight at once. */
export function askForAddress({ step, text, known, unfinished, findServers }: AddressStep): Promise<AddressAnswer> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Add Endpoint');
  pick.placeholder = vscode.l10n.t('Paste an address or a whole curl command, or choose from the list');
  placeStep(pick, step);
  let seen = text;
  let taken = known;
  let problem = '';
  let servers: readonly LocalServer[] = [];
  let isTyping = false;

  const show = (): void => {
    const value = pick.value.trim();
    const list = isTyping ? [typingHint()] : [...continueRow(unfinished), ...listRows(servers, pick.busy)];
    const matching = list.filter(row => row.answer?.type === 'endpoint' && matches(row, value));
    const rows = value === '' ? list : withTyped(typedRow(value, taken), matching, value);
    pick.items = [...(problem === '' ? [] : [problemRow(problem)]), ...rows];
  };
  /** A command becomes its address, and what else was in it is kept out of sight. */
  const takePaste = (value: string): void => {
    try {
      const input = readEndpointInput(value);
      if (input.token === undefined && !/\s/.test(value.trim())) return;
      taken = input;
      pick.value = input.url;
    } catch (error) {
      const details = errorDetails(error);
      if (details.code !== CODES.holdsSecret) return;
      problem = problemWords(details);
      pick.value = '';
    }
    seen = pick.value;
  };
  pick.onDidChangeValue(value => {
    const isPaste = insertedLength(seen, value) >= SHORTEST_PASTE;
    if (value !== '') problem = '';
    seen = value;
    if (isPaste) takePaste(value);
    show();
  });

  const abort = new AbortController();
  const search = async (): Promise<void> => {
    for await (const server of findServers(abort.signal)) {
      servers = [...servers, server];
      show();
    }
    if (abort.signal.aborted) return;
    pick.busy = false;
    show();
  };
  pick.busy = true;
  pick.value = text;
  show();
  void search();

  return new Promise(resolve => {
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      // Whoever pastes and presses Enter at once is faster than the row for it.
      const answer = row?.answer ?? (pick.value.trim() === '' ? undefined : typedRow(pick.value, taken).answer);
      if (answer) {
        resolve(answer);
        pick.hide();
        return;
      }
      if (pick.value.trim() === '') {
        problem = isTyping || !row ? vscode.l10n.t('The address is empty.') : '';
        isTyping ||= row?.isForTyping === true;
        if (isTyping) pick.placeholder = 'https://llm.example.com/v1';
      }
      show();
    });
    pick.onDidHide(() => {
      abort.abort();
      resolve({ type: 'left', text: holdsSecret(pick.value) ? '' : pick.value });
      pick.value = '';
      pick.dispose();
    });
    pick.show();
  });
}

function holdsSecret(text: string): boolean {
  try {
    return readEndpointInput(text).token !== undefined;
  } catch (error) {
    return errorDetails(error).code === CODES.holdsSecret;
  }
}

/** The row of what is in the box. What came with a paste goes along as long as it is the same server. */
function typedRow(value: string, taken: EndpointInput | undefined): Row {
  try {
    const read = readEndpointInput(value);
    const isSame = taken !== undefined && originOf(taken.url) === originOf(read.url);
    const input = isSame ? { ...taken, url: read.url, protocol: read.protocol } : read;
    return {
      label: vscode.l10n.t('Use “{0}”', input.url),
      detail: found(input).join(' · '),
      alwaysShow: true,
      answer: { type: 'endpoint', input },
    };
  } catch (error) {
    return problemRow(problemWords(errorDetails(error)));
  }
}

/** A name that is being typed is looked for in the list first; anything like an address is meant as one. */
function withTyped(typed: Row, matching: readonly Row[], value: string): readonly Row[] {
  return /[.:/]/.test(value) || matching.length === 0 ? [typed] : [...matching, typed];
}

function matches({ label }: Row, value: string): boolean {
  return label.toLowerCase().includes(value.toLowerCase());
}

function found(input: EndpointInput): readonly string[] {
  const { model, parameters = {}, headers = {}, token, notes, url } = input;
  const isOpen = url.startsWith('http:') && !isLoopback(url);
  return [
    ...(token === undefined ? [] : [vscode.l10n.t('Token taken, kept hidden')]),
    ...(model === undefined ? [] : [vscode.l10n.t('Model {0}', model)]),
    ...[...Object.keys(parameters), ...Object.keys(headers)],
    ...(isOpen ? [vscode.l10n.t('No https: you are asked before a token is sent')] : []),
    ...notes.map(noteWords),
  ];
}

function noteWords(note: EndpointInputNote): string {
  const words: Readonly<Record<EndpointInputNote, string>> = {
    otherHeader: vscode.l10n.t('The key will be sent as “Authorization: Bearer”'),
    placeholder: vscode.l10n.t('The token is still to be filled in'),
    password: vscode.l10n.t('User name and password are left out'),
    leftOut: vscode.l10n.t('A second key is left out'),
  };
  return words[note];
}

/** What is wrong with a text, in the user's language. */
function problemWords(details: ChatErrorDetails): string {
  const words: Readonly<Record<string, string>> = {
    'The address is empty.': vscode.l10n.t('The address is empty.'),
    'This is not an address.': vscode.l10n.t('This is not an address.'),
    'There is no address in this text.': vscode.l10n.t('There is no address in this text.'),
    'There is no address in this command.': vscode.l10n.t('There is no address in this command.'),
    'This looks like a token. Paste the address first; the token comes next.': vscode.l10n.t(
      'This looks like a token. Paste the address first; the token comes next.',
    ),
    'The address holds the token. Paste the address without it.': vscode.l10n.t(
      'The address holds the token. Paste the address without it.',
    ),
    'A piece of this address is still to be filled in: put your own in its place.': vscode.l10n.t(
      'A piece of this address is still to be filled in: put your own in its place.',
    ),
    'The address must begin with https:// or http://.': vscode.l10n.t(
      'The address must begin with https:// or http://.',
    ),
    'Leave user name and password out of the address.': vscode.l10n.t(
      'Leave user name and password out of the address.',
    ),
  };
  return words[details.message] ?? errorWords(details).title;
}

function problemRow(sentence: string): Row {
  return { label: `$(warning) ${sentence}`, alwaysShow: true };
}

function typingHint(): Row {
  return { label: vscode.l10n.t('Type or paste the address, then press Enter.'), alwaysShow: true };
}

function continueRow(unfinished: AddressStep['unfinished']): readonly Row[] {
  if (!unfinished) return [];
  const label = `$(history) ${vscode.l10n.t('Continue with {0}', unfinished.name)}`;
  return [{ label, description: unfinished.detail, alwaysShow: true, answer: { type: 'continue' } }];
}

function listRows(servers: readonly LocalServer[], isSearching: boolean): readonly Row[] {
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
