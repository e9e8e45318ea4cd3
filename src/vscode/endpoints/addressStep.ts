import * as vscode from 'vscode';
import { isLoopback, originOf } from '../../core/endpoints/endpoints';
import { errorDetails } from '../../core/errors';
import { type EndpointInput, readEndpointInput } from '../../core/pasted/endpointInput';
import { isPaste } from '../../core/pasted/pastedText';
import type { LocalServer } from '../../core/wizard/localServers';
import type { AddressAnswer, AddressQuestion } from '../../core/wizard/wizardTypes';
import { placeStep, type Step } from '../quickSteps';
import { continueRow, listRows, problemRow, type Row, typingHint } from './addressRows';
import { noteWords, problemWords } from './addressWords';

/** The wizard's question, with its place in the row of boxes. */
export interface AddressStep extends AddressQuestion {
  readonly step: Step;
  /** Looks for model servers on this machine until the box closes. */
  readonly findServers: (signal: AbortSignal) => AsyncIterable<LocalServer>;
}

/** What the box knows besides its text. */
interface State {
  /** What came with a paste, for as long as it is the same server. */
  taken: EndpointInput | undefined;
  problem: string;
  servers: readonly LocalServer[];
  isTyping: boolean;
}

type Box = vscode.QuickPick<Row>;

/** One box for all: paste an address or a command, or choose from the list. A pasted token is out of sight at once. */
export function askForAddress({ step, text, known, unfinished, findServers }: AddressStep): Promise<AddressAnswer> {
  const pick: Box = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Add Endpoint');
  pick.placeholder = vscode.l10n.t('Paste an address or a whole curl command, or choose from the list');
  placeStep(pick, step);
  const state: State = { taken: known, problem: '', servers: [], isTyping: false };
  const show = (): void => {
    const { problem, isTyping, servers, taken } = state;
    const list = isTyping ? [typingHint()] : [...continueRow(unfinished), ...listRows(servers, pick.busy)];
    pick.items = [...(problem === '' ? [] : [problemRow(problem)]), ...rowsFor(pick.value.trim(), list, taken)];
  };
  pick.busy = true;
  pick.value = text;
  takePastes(pick, state, show);
  show();
  const abort = new AbortController();
  showServers(pick, state, findServers(abort.signal), abort.signal, show);

  return new Promise(resolve => {
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      const isEmpty = pick.value.trim() === '';
      // Whoever pastes and presses Enter at once is faster than the row for it.
      const answer = row?.answer ?? (isEmpty ? undefined : typedRows(pick.value, state.taken)[0]?.answer);
      if (answer) {
        resolve(answer);
        pick.hide();
      } else {
        if (isEmpty) startTyping(pick, state, row);
        show();
      }
    });
    pick.onDidHide(() => {
      abort.abort();
      resolve(whenLeft(pick.value, state.taken));
      pick.value = '';
      pick.dispose();
    });
    pick.show();
  });
}

/** Replaces a paste by its address, and keeps the rest of it out of sight. */
function takePastes(pick: Box, state: State, show: () => void): void {
  let seen = pick.value;
  pick.onDidChangeValue(value => {
    const before = seen;
    if (value !== '') state.problem = '';
    seen = value;
    const paste = isPaste(before, value) ? readPaste(value) : undefined;
    if (paste) {
      state.taken = paste.input ?? state.taken;
      state.problem = paste.problem ?? '';
      pick.value = paste.input?.url ?? '';
      seen = pick.value;
    }
    show();
  });
}

function startTyping(pick: Box, state: State, row: Row | undefined): void {
  state.problem = state.isTyping || !row ? vscode.l10n.t('The address is empty.') : '';
  state.isTyping ||= row?.isForTyping === true;
  if (state.isTyping) pick.placeholder = 'https://llm.example.com/v1';
}

/** Shows each server as it is found. Whoever is going through the list meanwhile stays at the same row. */
function showServers(
  pick: Box,
  state: State,
  servers: AsyncIterable<LocalServer>,
  closed: AbortSignal,
  show: () => void,
): void {
  void follow(servers, (found, isDone) => {
    if (closed.aborted) return;
    state.servers = found;
    pick.busy = !isDone;
    const active = pick.activeItems[0]?.label;
    show();
    if (active !== undefined) pick.activeItems = pick.items.filter(({ label }) => label === active);
  });
}

async function follow(
  servers: AsyncIterable<LocalServer>,
  onChange: (found: readonly LocalServer[], isDone: boolean) => void,
): Promise<void> {
  const found: LocalServer[] = [];
  for await (const server of servers) {
    found.push(server);
    onChange([...found], false);
  }
  onChange(found, true);
}

/**
 * What must not stay in the box as it was pasted: a command becomes its address, and what else was in it is kept out of sight;
 * a token alone goes away. Undefined for what may stay.
 */
function readPaste(value: string): { readonly input?: EndpointInput; readonly problem?: string } | undefined {
  try {
    const input = readEndpointInput(value);
    return input.token === undefined && !/\s/.test(value.trim()) ? undefined : { input };
  } catch (error) {
    const details = errorDetails(error);
    return details.holdsSecret ? { problem: problemWords(details) } : undefined;
  }
}

/** What can be gone on with later: a paste with all that came along, or the words of a half-typed address. */
function whenLeft(value: string, taken: EndpointInput | undefined): AddressAnswer {
  const answer = taken && typedRows(value, taken)[0]?.answer;
  if (answer?.type === 'endpoint') return { type: 'leftWith', input: answer.input };
  return { type: 'left', text: holdsSecret(value) ? '' : value };
}

function holdsSecret(text: string): boolean {
  try {
    return readEndpointInput(text).token !== undefined;
  } catch (error) {
    return errorDetails(error).holdsSecret === true;
  }
}

/** The row of what is in the box. What came with a paste goes along as long as it is the same server. */
function typedRows(value: string, taken: EndpointInput | undefined): readonly Row[] {
  try {
    const read = readEndpointInput(value);
    const isSame = taken !== undefined && originOf(taken.url) === originOf(read.url);
    const input = isSame ? { ...taken, url: read.url, protocol: read.protocol } : read;
    const label = vscode.l10n.t('Use “{0}”', input.url);
    const use: Row = { label, detail: found(input), alwaysShow: true, answer: { type: 'endpoint', input } };
    return [use, ...warnings(input).map(words => ({ label: `$(info) ${words}`, alwaysShow: true }))];
  } catch (error) {
    return [problemRow(problemWords(errorDetails(error)))];
  }
}

/** A name that is being typed is looked for in the list first; anything like an address is meant as one. */
function rowsFor(value: string, list: readonly Row[], taken: EndpointInput | undefined): readonly Row[] {
  if (value === '') return list;
  const typed = typedRows(value, taken);
  const matching = list.filter(row => row.answer?.type === 'endpoint' && matches(row, value));
  return /[.:/]/.test(value) || matching.length === 0 ? typed : [...matching, ...typed];
}

function matches({ label }: Row, value: string): boolean {
  return label.toLowerCase().includes(value.toLowerCase());
}

function found({ model, parameters = {}, headers = {}, token }: EndpointInput): string {
  return [
    ...(token === undefined ? [] : [vscode.l10n.t('Token taken, kept hidden')]),
    ...(model === undefined ? [] : [vscode.l10n.t('Model {0}', model)]),
    ...[...Object.keys(parameters), ...Object.keys(headers)],
  ].join(' · ');
}

/** Rows of their own: a line is cut at the width of the box. */
function warnings({ url, notes }: EndpointInput): readonly string[] {
  const isOpen = url.startsWith('http:') && !isLoopback(url);
  return [
    ...(isOpen ? [vscode.l10n.t('No https: you are asked before a token is sent')] : []),
    ...notes.map(noteWords),
  ];
}
