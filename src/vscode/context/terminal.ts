import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../core/composerTypes';
import { terminalPart } from '../../core/context/contextParts';

export function terminalOffers(): readonly Offer[] {
  const terminal = vscode.window.activeTerminal;
  if (!terminal) return [];
  return [
    {
      id: 'terminal',
      icon: 'terminal',
      label: '#terminal',
      detail: vscode.l10n.t('selected in {0}', terminal.name),
      take: takeSelection,
    },
  ];
}

/**
 * What is selected in the terminal that was last in use. VS Code tells it to the clipboard alone, so what is there is put back.
 * An empty one may hold a picture, which nobody could put back: it is not touched.
 */
async function takeSelection(): Promise<ChosenFile> {
  const terminal = vscode.window.activeTerminal;
  if (!terminal) return { type: 'refused', problem: { reason: 'noTerminal' } };
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  if (before === '') return { type: 'refused', problem: { reason: 'terminalClipboard' } };
  // By which it is known whether anything was copied: what is selected may be what was copied last.
  const marker: string = randomUUID();
  let selected = marker;
  try {
    await clipboard.writeText(marker);
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    selected = await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
  if (selected === marker || selected.trim() === '') {
    return { type: 'refused', problem: { reason: 'noTerminalSelection' } };
  }
  const lines = selected.trimEnd().split('\n').length;
  const detail = lines === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', lines);
  return { type: 'part', part: terminalPart(terminal.name, selected, { label: terminal.name, detail }) };
}
