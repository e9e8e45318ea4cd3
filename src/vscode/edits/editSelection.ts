import * as vscode from 'vscode';
import type { EditPlace, EditTurn } from '../../core/edits/editMessages';
import { replacementIn } from '../../core/edits/replacement';
import { nameOf } from '../editor';
import { canChange, offerCode, safeCode } from '../modelCode';
import type { AskForEdit } from './askForEdit';
import type { EditBox, EditBoxPlace } from './editBox';
import { type EditPiece, editPlace, pieceToEdit } from './editPiece';
import type { Again } from './openProposal';
import type { Proposals } from './proposals';

/** What a change goes through, in this order: the box asks the user, the model answers, the proposals show it. None is disposed here. */
export interface EditSelectionDependencies {
  readonly box: Pick<EditBox, 'ask'>;
  readonly model: AskForEdit;
  readonly proposals: Pick<Proposals, 'propose'>;
  /** The model that would be asked. Throws where there is none. */
  readonly modelName: () => string;
}

/** "Edit Selection": asks what should be changed, asks a model for that, and shows the difference. */
export function createEditSelection({
  box,
  model,
  proposals,
  modelName,
}: EditSelectionDependencies): () => Promise<void> {
  /** The piece that was asked about last: the box of another one is not opened any more. */
  let latest: EditPiece | undefined;

  async function editSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    modelName();
    if (!editor) return tell(vscode.l10n.t('Open a file and select the code to change.'));
    if (!(await canChange(editor.document))) {
      return tell(vscode.l10n.t('{0} cannot be changed.', nameOf(editor.document)));
    }
    if (editor.selections.length > 1) {
      return tell(
        vscode.l10n.t('There are several cursors, and one piece of code is edited at a time. Nothing was sent.'),
      );
    }
    const piece = await pieceToEdit(editor);
    if (!piece) return tell(vscode.l10n.t('There is no code at the cursor. Select the code to change.'));
    latest = piece;
    try {
      await editPiece(piece);
    } finally {
      piece.dispose();
    }
  }

  async function editPiece(piece: EditPiece): Promise<void> {
    const { document } = piece;
    const title = vscode.l10n.t('What should be changed?');
    let wanted: string | undefined;
    for (;;) {
      const range = piece.range();
      if (latest !== piece || !range) return;
      wanted = await box.ask(boxAt({ uri: document.uri, range }, title, wanted));
      const asked = piece.range();
      if (wanted === undefined) return;
      if (!asked) return tellItChanged(document);
      const original = document.getText(asked);
      const place = editPlace(document, asked);
      const turns: EditTurn[] = [];
      const code = await answerTo(document, place, turns, wanted);
      // The words that found no answer are in the box again.
      if (code === undefined) continue;
      const now = piece.range();
      if (!now || document.getText(now) !== original) {
        const message = vscode.l10n.t('The selected code has changed meanwhile, so nothing was replaced.');
        return offerCode(message, code, document.languageId);
      }
      return proposals.propose(document, now, code, againFor(document, place, turns));
    }
  }

  function againFor(document: vscode.TextDocument, place: EditPlace, turns: EditTurn[]): Again {
    return async (where, closed) => {
      const title = vscode.l10n.t('Again, but…');
      let wanted: string | undefined;
      for (;;) {
        wanted = await box.ask(boxAt(where, title, wanted), closed);
        if (wanted === undefined || closed.aborted) return undefined;
        const code = await answerTo(document, place, turns, wanted, closed);
        if (code !== undefined || closed.aborted) return code;
      }
    };
  }

  function boxAt(where: Pick<EditBoxPlace, 'uri' | 'range'>, title: string, words: string | undefined): EditBoxPlace {
    return { ...where, title, model: modelName(), ...(words === undefined ? {} : { words }) };
  }

  /** The code of an answer, and the answer among the turns; undefined where there is nothing to show. */
  async function answerTo(
    document: vscode.TextDocument,
    place: EditPlace,
    turns: EditTurn[],
    instruction: string,
    closed?: AbortSignal,
  ): Promise<string | undefined> {
    const answer = await model.ask({ document, place, turns, instruction }, closed);
    if (answer === undefined) return undefined;
    const replacement = replacementIn(answer, place);
    if (replacement.kind === 'nothing') {
      tell(vscode.l10n.t('The model had nothing to change here.'));
      return undefined;
    }
    if (replacement.kind === 'leavesOut' && !(await isWantedAnyway())) return undefined;
    const code = replacement.kind === 'deletion' ? '' : await safeCode(replacement.text);
    if (code !== undefined) turns.push({ instruction, answer });
    return code;
  }

  return editSelection;
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}

function tellItChanged(document: vscode.TextDocument): void {
  tell(vscode.l10n.t('{0} has changed at this place. Select the code again.', nameOf(document)));
}

/** Code that a comment stands for would be deleted. */
async function isWantedAnyway(): Promise<boolean> {
  const show = vscode.l10n.t('Show it anyway');
  const message = vscode.l10n.t('The model left code out of its answer (“… the rest as before”).');
  const detail = vscode.l10n.t('As a change, it would delete that code. Nothing has been changed.');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, show)) === show;
}
