import * as vscode from 'vscode';
import { isReadOnly } from '../readOnly';

/** Why no completion can be written in this editor, in words; undefined where one can. Asked before anything is sent. */
export async function whyNotHere({ document, selections }: vscode.TextEditor): Promise<string | undefined> {
  if (selections.length > 1)
    return vscode.l10n.t('There are several cursors, and a completion is written at one. Nothing was sent.');
  return (await isReadOnly(document))
    ? vscode.l10n.t('This document is read-only, so no completion can be written here. Nothing was sent.')
    : undefined;
}
