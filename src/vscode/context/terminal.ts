import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../core/composer/composerTypes';
import { terminalPart } from '../../core/context/contextParts';
import type { Pick } from './pick';

/** Offered without a terminal, too: who types its name is told why it gives nothing. */
export function terminalOffer(pick: Pick): Offer {
  const terminal = vscode.window.activeTerminal;
  return {
    id: 'terminal',
    icon: 'terminal',
    label: '#terminal',
    detail: terminal ? vscode.l10n.t('selected in {0}', terminal.name) : vscode.l10n.t('no terminal is open'),
    take: () => takeSelection(pick),
  };
}

async function takeSelection(pick: Pick): Promise<ChosenFile | undefined> {
  const terminal = vscode.window.activeTerminal;
  if (!terminal) return { type: 'refused', problem: { reason: 'noTerminal' } };
  const isEmpty = (await vscode.env.clipboard.readText()) === '';
  if (isEmpty && !(await mayReplacePicture(pick))) return undefined;
  const selected = await selectedText();
  if (selected === undefined || selected.trim() === '') {
    return { type: 'refused', problem: { reason: 'noTerminalSelection' } };
  }
  const lines = selected.trimEnd().split('\n').length;
  const detail = lines === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', lines);
  return { type: 'part', part: terminalPart(terminal.name, selected, { label: terminal.name, detail }) };
}

/** A clipboard without text may hold a picture, which nobody could put back. */
async function mayReplacePicture(pick: Pick): Promise<boolean> {
  const row = {
    label: vscode.l10n.t('Take what is selected in the terminal'),
    description: vscode.l10n.t('A picture in the clipboard would be lost'),
    value: true,
  };
  const why = vscode.l10n.t('It can only be read through the clipboard, which holds no text that could be put back.');
  return (await pick([row], why)) ?? false;
}

/**
 * What is selected in the terminal that was last in use. VS Code tells it to the clipboard alone, so what is there is put back.
 * Where nothing is selected, VS Code leaves the clipboard as it is, and so a clipboard without text is not touched.
 */
async function selectedText(): Promise<string | undefined> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // By which it is known whether anything was copied: what is selected may be what was copied last.
  const marker: string = before === '' ? '' : randomUUID();
  let selected = marker;
  try {
    if (before !== '') await clipboard.writeText(marker);
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    selected = await clipboard.readText();
  } finally {
    if (selected !== before) await clipboard.writeText(before);
  }
  return selected === marker ? undefined : selected;
}
