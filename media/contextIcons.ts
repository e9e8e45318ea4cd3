import type { ContextKind } from '../src/shared/viewState';
import { element } from './dom';
import { type IconName, icon } from './icons';
import { strings } from './strings';

const ICONS: Readonly<Record<ContextKind, IconName>> = {
  folder: 'folder',
  problems: 'warning',
  changes: 'diff',
  terminal: 'terminal',
  symbol: 'symbol',
};

const NAMES: Readonly<Record<ContextKind, string>> = {
  folder: strings.contextFolder,
  problems: strings.contextProblems,
  changes: strings.contextChanges,
  terminal: strings.contextTerminal,
  symbol: strings.contextSymbol,
};

/** The icon alone, for a line that says in words what it is. */
export function contextIcon(kind: ContextKind): IconName {
  return ICONS[kind];
}

/** The icon of what goes along, which says what it is to who points at it and to a screen reader. */
export function namedContextIcon(kind: ContextKind): HTMLElement {
  const name = element('span', { class: 'visually-hidden' }, `${NAMES[kind]}: `);
  return element('span', { class: 'chip-kind', title: NAMES[kind] }, icon(ICONS[kind]), name);
}

/** Nothing is known of a kind that is no context. */
export function isContextKind(kind: string): kind is ContextKind {
  return Object.hasOwn(ICONS, kind);
}
