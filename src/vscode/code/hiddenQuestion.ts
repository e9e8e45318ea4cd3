import * as vscode from 'vscode';
import {
  type FoundHidden,
  findHidden,
  type HiddenKind,
  withoutControls,
  withoutHidden,
} from '../../core/hiddenCharacters';

/** As many kinds of hidden characters as a question lists. */
const LISTED = 6;

/**
 * Code from a model as it may go into a document: without terminal sequences, and without what is hidden in it unless the
 * user wants that. Undefined when the user wants neither.
 */
export async function safeCode(text: string): Promise<string | undefined> {
  const code = withoutControls(text).replace(/\r\n?/g, '\n');
  const found = findHidden(code);
  if (found.length === 0) return code;
  const without = vscode.l10n.t('Insert without them');
  const asItIs = vscode.l10n.t('Insert as it is');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('There are characters in this code that cannot be seen.'),
    {
      modal: true,
      detail: `${list(found)}\n\n${vscode.l10n.t('They can change what the code does, or carry a message.')}`,
    },
    without,
    asItIs,
  );
  if (chosen === without) return withoutHidden(code);
  return chosen === asItIs ? code : undefined;
}

function list(found: readonly FoundHidden[]): string {
  const words: Readonly<Record<HiddenKind, string>> = {
    zeroWidthSpace: vscode.l10n.t('zero width space'),
    directionOverride: vscode.l10n.t('changes the direction of text'),
    invisibleOperator: vscode.l10n.t('invisible operator or joiner'),
    directionIsolate: vscode.l10n.t('sets text of another direction apart'),
    byteOrderMark: vscode.l10n.t('byte order mark'),
    tag: vscode.l10n.t('invisible letter'),
    variationSelector: vscode.l10n.t('variation selector'),
  };
  const lines = found
    .slice(0, LISTED)
    .map(({ codePoint, kind, count }) => vscode.l10n.t('{0}, {1}: {2}', codePoint, words[kind], count));
  const more = found.length - LISTED;
  return [...lines, ...(more > 0 ? [vscode.l10n.t('and {0} others', more)] : [])].join('\n');
}
