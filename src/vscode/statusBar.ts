import * as vscode from 'vscode';
import type { Activity } from '../core/client/activity';
import type { PossibleTarget } from '../core/endpoints/target';
import { shortModel, shortName } from '../core/models/shortNames';
import type { Chats } from '../core/session/chatsTypes';
import { errorWords } from './errorWords';
import { COMMANDS } from './ids';

/** What the item follows by itself, until it is disposed. */
export interface StatusBarDependencies {
  readonly chats: Chats;
  readonly activity: Activity;
}

/** Changes of the chats and of what is going on show by themselves; those of settings do not, and need a `refresh`. */
export interface StatusBar extends vscode.Disposable {
  /** Shows what is true now. */
  refresh(): void;
  /** The chat has been opened: whoever has no endpoint yet is offered to add one. */
  chatOpened(): void;
}

/** What the item says at the moment. */
interface Shown {
  readonly icon: string;
  readonly text: string;
  /** Lines of the tooltip. They hold names and servers' words, which are text and never markup. */
  readonly lines: readonly string[];
  readonly command: vscode.Command;
}

/** Endpoint and model in the status bar. Not there before it is of use: with an endpoint, or once the chat was open. */
export function registerStatusBar({ chats, activity }: StatusBarDependencies): StatusBar {
  const item = vscode.window.createStatusBarItem('endpointChat.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Endpoint Chat';
  let wasOpened = false;

  function refresh(): void {
    const now = chats.active().session.target();
    if (!now && !wasOpened) {
      item.hide();
      return;
    }
    const { icon, text, lines, command } = now ? shownFor(now, activity) : withoutEndpoint();
    item.text = `$(${icon}) ${plain(text)}`;
    item.command = command;
    item.accessibilityInformation = { label: ['Endpoint Chat', ...lines].join(', '), role: 'button' };
    item.tooltip = lines.reduce(
      (tooltip, line, index) => (index === 0 ? tooltip : tooltip.appendMarkdown('\n\n')).appendText(line),
      new vscode.MarkdownString(),
    );
    item.show();
  }

  const stopFollowing = activity.onChange(refresh);
  const stopFollowingChats = chats.onChange((_chat, change) => {
    if (!change || change.type === 'frame' || change.type === 'opened') refresh();
  });
  return {
    refresh,
    chatOpened() {
      if (wasOpened) return;
      wasOpened = true;
      refresh();
    },
    dispose() {
      stopFollowing();
      stopFollowingChats();
      item.dispose();
    },
  };
}

function withoutEndpoint(): Shown {
  const title = vscode.l10n.t('Add endpoint');
  return {
    icon: 'add',
    text: title,
    lines: [vscode.l10n.t('No endpoint'), vscode.l10n.t('Click to add one')],
    command: { title, command: COMMANDS.addEndpoint },
  };
}

function shownFor({ endpoint, model }: PossibleTarget, activity: Activity): Shown {
  const { name, url } = endpoint;
  const noModel = vscode.l10n.t('No model');
  const failure = activity.isBusy ? undefined : activity.failureOf(name);
  const shown = {
    text: [shortName(name), model === undefined ? noModel : shortModel(model)].join(' · '),
    lines: [`${name} · ${model ?? noModel}`, new URL(url).host],
  };
  if (failure) {
    const { title, serverMessage = '' } = errorWords(failure);
    const why = [title, serverMessage].filter(part => part !== '');
    return {
      ...shown,
      icon: 'error',
      lines: [...shown.lines, ...why, vscode.l10n.t('Click to check the connection')],
      command: { title: vscode.l10n.t('Check connection'), command: COMMANDS.checkConnection, arguments: [name] },
    };
  }
  const state = activity.isBusy ? [vscode.l10n.t('Writing…')] : [];
  return {
    ...shown,
    icon: activity.isBusy ? 'loading~spin' : 'comment-discussion',
    lines: [...shown.lines, ...state, vscode.l10n.t('Click to choose another model')],
    command: { title: vscode.l10n.t('Choose model'), command: COMMANDS.selectModel },
  };
}

/** `$(…)` in a name would be drawn as an icon. */
function plain(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
