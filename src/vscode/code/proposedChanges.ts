import * as vscode from 'vscode';
import { PROPOSAL_SCHEME } from '../ids';
import { showError } from '../report';

export interface ProposedChanges extends vscode.Disposable {
  /** Shows what a document would be with `text` in place of a range, beside what it is. */
  propose(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void>;
  /** Makes the change that is shown, in one undo step. */
  accept(): Promise<void>;
  reject(): Promise<void>;
}

interface Proposal {
  readonly uri: vscode.Uri;
  readonly document: vscode.TextDocument;
  readonly original: string;
  readonly text: string;
  /** Where the original is now: it follows what is changed above it. */
  start: number;
}

/** `offer`: what becomes of code that has no place any more. */
export function createProposedChanges(offer: (message: string, code: string) => Promise<void>): ProposedChanges {
  const proposals = new Map<string, Proposal>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let count = 0;

  async function propose(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    const uri = vscode.Uri.from({ scheme: PROPOSAL_SCHEME, path: `/${++count}/${name}` });
    const original = document.getText(range);
    if (original === text) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is like this already.', name));
      return;
    }
    const proposal = { uri, document, original, text, start: document.offsetAt(range.start) };
    proposals.set(uri.toString(), proposal);
    const title = vscode.l10n.t('{0}: proposed change', name);
    const selection = new vscode.Range(range.start, range.start);
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { selection, preview: false });
    // Not awaited: the buttons of the editor's title do the same, and neither has to be pressed.
    askBelow(proposal, name).catch(showError);
  }

  async function askBelow(proposal: Proposal, name: string): Promise<void> {
    const yes = vscode.l10n.t('Accept changes');
    const no = vscode.l10n.t('Reject changes');
    const message = vscode.l10n.t('The proposed change to {0} is shown. Nothing has been changed yet.', name);
    const chosen = await vscode.window.showInformationMessage(message, yes, no);
    if (chosen === yes) await acceptThis(proposal);
    if (chosen === no) await close(proposal);
  }

  async function acceptThis(proposal: Proposal): Promise<void> {
    if (!proposals.has(proposal.uri.toString())) {
      void vscode.window.showInformationMessage(vscode.l10n.t('This change is no longer open. Apply the code again.'));
      return;
    }
    proposals.delete(proposal.uri.toString());
    const problem = await make(proposal);
    // Last, so that the file is in front already when its comparison goes away.
    await close(proposal);
    if (problem !== undefined) await offer(problem, proposal.text);
  }

  async function close({ uri }: Proposal): Promise<void> {
    proposals.delete(uri.toString());
    const tab = tabOf(uri.toString());
    if (tab) await vscode.window.tabGroups.close(tab);
  }

  /** The one whose tab is in front, else the last. */
  function current(): Proposal | undefined {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    return proposals.get(proposalIn(activeTab) ?? '') ?? [...proposals.values()].at(-1);
  }

  function onChange({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    for (const proposal of proposals.values()) {
      if (proposal.document !== document) continue;
      const end = proposal.start + proposal.original.length;
      for (const { rangeOffset, rangeLength, text } of contentChanges) {
        if (rangeOffset + rangeLength <= proposal.start && rangeOffset < end)
          proposal.start += text.length - rangeLength;
      }
      changed.fire(proposal.uri);
    }
  }

  const listeners = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(PROPOSAL_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: uri => {
        const proposal = proposals.get(uri.toString());
        return proposal && proposedText(proposal);
      },
    }),
    vscode.workspace.onDidChangeTextDocument(onChange),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const tab of closed) {
        const uri = proposalIn(tab);
        // A tab that moves to another group is closed here, and open there already.
        if (uri !== undefined && !tabOf(uri)) proposals.delete(uri);
      }
    }),
  );

  return {
    propose,
    async accept() {
      const proposal = current();
      if (proposal) await acceptThis(proposal);
    },
    async reject() {
      const proposal = current();
      if (proposal) await close(proposal);
    },
    dispose: () => listeners.dispose(),
  };
}

function tabOf(uri: string): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  return tabs.find(tab => proposalIn(tab) === uri);
}

function proposalIn(tab: vscode.Tab | undefined): string | undefined {
  const input = tab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === PROPOSAL_SCHEME
    ? input.modified.toString()
    : undefined;
}

/** Makes the change and shows it. What kept it from being made, in words, where something did. */
async function make(proposal: Proposal): Promise<string | undefined> {
  const document = await reopened(proposal.document);
  const place = document && placeOf(document, proposal);
  if (!document || !place) {
    return vscode.l10n.t('The code at this place has changed meanwhile, so nothing was replaced.');
  }
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, place, proposal.text);
  if (!(await vscode.workspace.applyEdit(change))) {
    return vscode.l10n.t('The file could not be changed, so nothing was replaced.');
  }
  const editor = await vscode.window.showTextDocument(document);
  const begin = new vscode.Range(place.start, place.start);
  editor.revealRange(begin, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return undefined;
}

/** A document that was closed meanwhile is read again. */
async function reopened(document: vscode.TextDocument): Promise<vscode.TextDocument | undefined> {
  if (!document.isClosed) return document;
  try {
    return await vscode.workspace.openTextDocument(document.uri);
  } catch {
    return undefined;
  }
}

/** Where the original still is, exactly; what only looks like it elsewhere was not meant. */
function placeOf(document: vscode.TextDocument, { start, original }: Proposal): vscode.Range | undefined {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + original.length));
  return document.getText(range) === original ? range : undefined;
}

function proposedText({ document, start, original, text }: Proposal): string {
  const now = document.getText();
  return now.slice(start, start + original.length) === original
    ? now.slice(0, start) + text + now.slice(start + original.length)
    : now;
}
