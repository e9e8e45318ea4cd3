import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type Preview, pieceOf, preview, withoutChanges } from '../../core/edits/proposal';
import { baseName } from '../../core/text';
import { PROPOSAL_SCHEME } from '../ids';
import { offerCode } from '../modelCode';
import { showError } from '../report';
import { changeAtCursor } from './changeAtCursor';
import { makeChanges, type Refusal } from './makeChanges';
import { type Again, followDocument, type OpenProposal, opened, proposalFor } from './openProposal';
import type { ProposalBars } from './proposalBars';
import { setProposalKeys } from './proposalKeys';
import { closeTabOf, focusEditor, proposalIn, proposalInFront, tabOf } from './proposalTabs';

/** Changes that are shown beside what is there, and are in no document before they are accepted. */
export interface Proposals extends vscode.Disposable {
  /** Shows what a document would be with code in place of a range, indented as that is. */
  propose(document: vscode.TextDocument, range: vscode.Range, code: string, again?: Again): Promise<void>;
  /** Makes all changes that are left of the proposal in front, in one undo step. */
  accept(): Promise<void>;
  reject(): Promise<void>;
  /** One change, in an undo step of its own: that of a bar, else the one at the cursor. */
  acceptOne(bar?: unknown): Promise<void>;
  rejectOne(bar?: unknown): Promise<void>;
  again(): Promise<void>;
  /** Goes back (-1) or forth (1) among what was proposed. */
  go(by: -1 | 1): Promise<void>;
}

/** Provides the documents that proposals are shown as, and follows the files that these are about, until it is disposed. */
export function createProposals(bars: ProposalBars): Proposals {
  const proposals = new Map<string, OpenProposal>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  /** Not an address of another window, which VS Code may show again. */
  const authority = randomUUID();
  let count = 0;

  async function proposeCode(
    document: vscode.TextDocument,
    range: vscode.Range,
    code: string,
    again?: Again,
  ): Promise<void> {
    const name = baseName(document.uri.path);
    const proposal = proposalFor(document, range, code);
    if (proposal.changes.length === 0) return tellItIsLikeThis(name);
    const uri = vscode.Uri.from({ scheme: PROPOSAL_SCHEME, authority, path: `/${++count}/${name}` });
    const open = opened({ uri, name, again, document, proposal }, code);
    proposals.set(uri.toString(), open);
    const title = vscode.l10n.t('{0}: proposed change', name);
    const first = document.positionAt(proposal.changes[0]?.start ?? 0);
    const selection = new vscode.Range(first, first);
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { selection, preview: false });
    await showBars(open);
    updateKeys();
    // Not awaited: the buttons of the editor's title do the same, and neither has to be pressed.
    askBelow(open).catch(showError);
  }

  async function askBelow(open: OpenProposal): Promise<void> {
    const yes = vscode.l10n.t('Accept changes');
    const no = vscode.l10n.t('Reject changes');
    const message = vscode.l10n.t('The proposed change to {0} is shown. Nothing has been changed yet.', open.name);
    const answer = await vscode.window.showInformationMessage(message, yes, no);
    if (answer === yes) await acceptThese(open, undefined);
    if (answer === no) await close(open);
  }

  function previewOf({ document, proposal }: OpenProposal): Preview {
    return preview(document.getText(), proposal);
  }

  /** The bars stand in the document of the proposal, which VS Code brings up to date a moment later. */
  async function showBars(open: OpenProposal): Promise<void> {
    const shown = await vscode.workspace.openTextDocument(open.uri);
    const now = previewOf(open);
    if (proposals.has(open.uri.toString()) && shown.getText() === now.text) bars.show(shown, now);
  }

  async function refresh(open: OpenProposal): Promise<void> {
    changed.fire(open.uri);
    updateKeys();
    await showBars(open);
    // The bar that was clicked, or the box, is gone with the keyboard's focus.
    if (proposalInFront() === open.uri.toString()) await focusEditor();
  }

  /** @param wanted ids of changes; all that are left where it is undefined */
  async function acceptThese(open: OpenProposal, wanted: readonly number[] | undefined): Promise<void> {
    if (!proposals.has(open.uri.toString())) return tell(vscode.l10n.t('This change is no longer open.'));
    if (open.ifRefused) return;
    const before = open.proposal;
    const chosen = before.changes.filter(({ id }) => wanted?.includes(id) ?? true);
    open.ifRefused = before;
    open.proposal = withoutChanges(before, chosen);
    const isLast = open.proposal.changes.length === 0;
    const code = wanted ? chosen.map(({ text }) => text).join('') : (open.versions[open.version] ?? '');
    let refusal: Refusal | undefined;
    let isMade = false;
    try {
      refusal = await makeChanges(open.document, chosen, code, isLast);
      isMade = refusal?.isAll !== true;
    } finally {
      // Also where it fails: they can be accepted once more.
      if (!isMade) open.proposal = open.ifRefused;
      open.ifRefused = undefined;
    }
    // Last, so that the file is in front already when its comparison goes away.
    if (open.proposal.changes.length === 0) await close(open);
    else await refresh(open);
    if (refusal) await offerCode(refusal.message, refusal.code, open.document.languageId);
  }

  async function close(open: OpenProposal): Promise<void> {
    forget(open);
    await closeTabOf(open.uri.toString());
  }

  function forget(open: OpenProposal): void {
    proposals.delete(open.uri.toString());
    open.closed.abort();
    bars.hide(open.uri);
    updateKeys();
  }

  /** The one whose tab is in front, else the last. */
  function current(): OpenProposal | undefined {
    return proposals.get(proposalInFront() ?? '') ?? [...proposals.values()].at(-1);
  }

  /** Which change is meant, and of which proposal. */
  function chosen(bar: unknown): { readonly open: OpenProposal; readonly change: number } | undefined {
    const known = bars.changeOf(bar);
    const open = known ? proposals.get(known.uri.toString()) : current();
    const change = known?.change ?? (open && changeAtCursor(open.uri, open.document, previewOf(open)));
    return open && change !== undefined ? { open, change } : undefined;
  }

  async function again(): Promise<void> {
    const open = current();
    if (!open?.again) return;
    const shown = await vscode.workspace.openTextDocument(open.uri);
    const end = shown.positionAt(previewOf(open).places.at(-1)?.end ?? 0);
    const code = await open.again({ uri: open.uri, range: new vscode.Range(end, end) }, open.closed.signal);
    if (code === undefined || open.closed.signal.aborted) return;
    open.versions = [...open.versions, code];
    await showVersion(open, open.versions.length - 1);
  }

  async function showVersion(open: OpenProposal, version: number): Promise<void> {
    const code = open.versions[version];
    const { document } = open;
    if (code === undefined) return;
    const piece = pieceOf(document.getText(), open.proposal);
    if (!piece) {
      const message = vscode.l10n.t('The code at this place has changed meanwhile, so nothing was replaced.');
      return offerCode(message, code, document.languageId);
    }
    open.version = version;
    open.proposal = proposalFor(
      document,
      new vscode.Range(document.positionAt(piece.start), document.positionAt(piece.end)),
      code,
    );
    if (open.proposal.changes.length === 0) tellItIsLikeThis(open.name);
    await refresh(open);
  }

  function onChange(event: vscode.TextDocumentChangeEvent): void {
    const uri = event.document.uri.toString();
    const shown = proposals.get(uri);
    if (shown) void showBars(shown).catch(showError);
    for (const open of proposals.values()) {
      if (open.document.uri.toString() !== uri) continue;
      followDocument(open, event);
      changed.fire(open.uri);
    }
  }

  function updateKeys(): void {
    const front = proposals.get(proposalInFront() ?? '');
    setProposalKeys(
      front && {
        canAskAgain: front.again !== undefined,
        hasEarlier: front.version > 0,
        hasLater: front.version < front.versions.length - 1,
      },
    );
  }

  const listeners = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(PROPOSAL_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: uri => {
        const open = proposals.get(uri.toString());
        return open && previewOf(open).text;
      },
    }),
    vscode.workspace.onDidChangeTextDocument(onChange),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const tab of closed) {
        const open = proposals.get(proposalIn(tab) ?? '');
        // A tab that moves to another group is closed here, and open there already.
        if (open && !tabOf(open.uri.toString())) forget(open);
      }
      updateKeys();
    }),
    vscode.window.tabGroups.onDidChangeTabGroups(updateKeys),
  );

  return {
    propose: proposeCode,
    again,
    async accept() {
      const open = current();
      if (open) await acceptThese(open, undefined);
    },
    async reject() {
      const open = current();
      if (open) await close(open);
    },
    async acceptOne(bar) {
      const one = chosen(bar);
      if (one) await acceptThese(one.open, [one.change]);
    },
    async rejectOne(bar) {
      const one = chosen(bar);
      if (!one || one.open.ifRefused) return;
      one.open.proposal = withoutChanges(one.open.proposal, [{ id: one.change }]);
      if (one.open.proposal.changes.length === 0) await close(one.open);
      else await refresh(one.open);
    },
    async go(by) {
      const open = current();
      if (open) await showVersion(open, open.version + by);
    },
    dispose: () => listeners.dispose(),
  };
}

function tellItIsLikeThis(name: string): void {
  tell(vscode.l10n.t('{0} is like this already.', name));
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
