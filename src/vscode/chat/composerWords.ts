import * as vscode from 'vscode';
import type { ComposerProblem, ComposerWords } from '../../core/composer/composerTypes';
import type { Starter } from '../../shared/protocol';

/** What the composer says in the user's language. Loaded when it first has something to say. */
export const composerWords: Omit<ComposerWords, 'finding'> = { problem, starter };

function problem(of: ComposerProblem): string {
  switch (of.reason) {
    case 'binary':
      return vscode.l10n.t('{0} was not attached: it is neither text nor an image that can be read.', of.name);
    case 'unreadable':
      return vscode.l10n.t('{0} was not attached: it cannot be read.', of.name);
    case 'empty':
      return vscode.l10n.t('{0} was not attached: there is nothing in it.', of.name);
    case 'gone':
      return vscode.l10n.t('{0} was not attached: it is not there any more.', of.name);
    case 'special':
      return vscode.l10n.t('{0} was not attached: it is neither a file nor a folder.', of.name);
    case 'elsewhere':
      return vscode.l10n.t(
        '{0} was not attached: it is neither in the workspace nor open. The paper clip takes files from everywhere.',
        of.name,
      );
    case 'leadsOut':
      return vscode.l10n.t('{0} was not attached: it is a link to something outside of the workspace.', of.name);
    case 'nothingInside':
      return vscode.l10n.t(
        '{0} was not attached: it is empty, or all of it is left out by “.gitignore” or the setting “files.exclude”.',
        of.name,
      );
    case 'tooLong':
      return vscode.l10n.t(
        'Longer than the model can hold: about {0} tokens all in all, and it holds {1}',
        of.tokens.toLocaleString(vscode.env.language),
        of.window.toLocaleString(vscode.env.language),
      );
    case 'brokenImage':
      return vscode.l10n.t('{0} was not attached: this image cannot be read.', of.name);
    case 'tooLarge':
      return vscode.l10n.t(
        '{0} was not attached: it has {1} kB, and at most {2} kB can go along. The setting “endpointChat.context.maxFileKilobytes” changes that.',
        of.name,
        Math.ceil(of.bytes / 1024),
        of.maxKilobytes,
      );
    case 'tooMany':
      return vscode.l10n.t('At most {0} things can go along with a message. Remove one first.', of.max);
    case 'blindProtocol':
      return vscode.l10n.t(
        '{0} speaks a protocol that takes no images. Choose another endpoint for them.',
        of.endpoint,
      );
    case 'blindModel':
      return vscode.l10n.t('{0} cannot see images. Choose a model that can.', of.model);
    case 'noProblems':
      return vscode.l10n.t('Nothing was attached: no problems are reported.');
    case 'noChanges':
      return noStart('describeChanges');
    case 'noSymbols':
      return vscode.l10n.t('Nothing was attached: no symbols are known in this file.');
    case 'noTerminal':
      return vscode.l10n.t('Nothing was attached: no terminal is open.');
    case 'noTerminalSelection':
      return vscode.l10n.t('Nothing was attached: nothing is selected in the terminal.');
    case 'noSelection':
      return vscode.l10n.t('Nothing was attached: nothing is selected in the editor.');
    case 'noStart':
      return noStart(of.starter);
  }
}

function starter(of: Starter): string {
  switch (of) {
    case 'explain':
      return vscode.l10n.t('Explain this code.');
    case 'findBug':
      return vscode.l10n.t('Is there a bug in this file? Find it and say how to fix it.');
    case 'describeChanges':
      return vscode.l10n.t('Describe these changes in a few sentences, as for a pull request.');
  }
}

function noStart(of: Starter): string {
  switch (of) {
    case 'explain':
      return vscode.l10n.t('There is no code to explain. Open a file and select the code.');
    case 'findBug':
      return vscode.l10n.t('No file is open. Open the one to look at.');
    case 'describeChanges':
      return vscode.l10n.t(
        'There are no changes: no Git repository is open, or nothing has changed since the last commit.',
      );
  }
}
