import * as vscode from 'vscode';
import { EDIT_COMMENTS } from '../ids';
import { type AskForEditDependencies, createAskForEdit } from './askForEdit';
import { createEditBox } from './editBox';
import { createEditSelection } from './editSelection';
import { createProposalBars } from './proposalBars';
import { createProposals, type Proposals } from './proposals';

/** What the commands of edits do. */
export type EditAction =
  | 'editSelection'
  | 'acceptChanges'
  | 'rejectChanges'
  | 'acceptThisChange'
  | 'rejectThisChange'
  | 'askAgain'
  | 'showEarlierProposal'
  | 'showLaterProposal'
  | 'submitEdit'
  | 'leaveEdit';

/** What is behind the commands. An action gets what VS Code hands its command, such as the bar of the button, and may throw. */
export interface Edits extends vscode.Disposable {
  readonly actions: Readonly<Record<EditAction, (argument?: unknown) => unknown>>;
  readonly propose: Proposals['propose'];
  /** Stops asking for a change. False when nobody is asked. */
  stop(): boolean;
}

/** `showsComments` is read for every box: where it says no, VS Code's own box at the top of the window asks instead. */
export interface EditsDependencies extends AskForEditDependencies {
  /** Whether VS Code shows comments, which boxes and bars are. */
  readonly showsComments: () => boolean;
}

/** Changes to code that a model proposes: asked for at the selection, and shown, wherever they come from. Loaded with the first. */
export function createEdits(dependencies: EditsDependencies): Edits {
  let controller: vscode.CommentController | undefined;
  /** Made with the first box or bar: VS Code has a view for comments wherever there is such a thing. */
  const comments = (): vscode.CommentController =>
    (controller ??= vscode.comments.createCommentController(EDIT_COMMENTS, 'Endpoint Chat'));
  const box = createEditBox(comments, dependencies.showsComments);
  const proposals = createProposals(createProposalBars(comments));
  const model = createAskForEdit(dependencies);
  const modelName = (): string => dependencies.session.requireTarget().model;
  return {
    actions: {
      editSelection: createEditSelection({ box, model, proposals, modelName }),
      acceptChanges: proposals.accept,
      rejectChanges: proposals.reject,
      acceptThisChange: proposals.acceptOne,
      rejectThisChange: proposals.rejectOne,
      askAgain: proposals.again,
      showEarlierProposal: () => proposals.go(-1),
      showLaterProposal: () => proposals.go(1),
      submitEdit: box.submit,
      leaveEdit: box.leave,
    },
    propose: proposals.propose,
    stop: model.stop,
    dispose() {
      model.dispose();
      proposals.dispose();
      controller?.dispose();
    },
  };
}
