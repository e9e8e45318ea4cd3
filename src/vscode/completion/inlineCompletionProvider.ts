import * as vscode from 'vscode';
import type { Message } from '../../core/chat';
import type { Client } from '../../core/client/client';
import { type Clock, systemClock } from '../../core/clock';
import { completionMessages } from '../../core/completion/completionRequest';
import type { CursorContext } from '../../core/completion/cursorContext';
import {
  besideSelection,
  createInlineCompletion,
  isGoodPlace,
  isLanguageOn,
} from '../../core/completion/inlineCompletion';
import { aimOf, createInlineQuestion, ThoughtTooLong } from '../../core/completion/inlineQuestion';
import type { Place, Suggestion } from '../../core/completion/suggestionCache';
import type { FirstSend } from '../../core/conversation/conversation';
import type { FullTarget, PossibleTarget } from '../../core/endpoints/target';
import { errorDetails } from '../../core/errors';
import { type FirstSends, measure } from '../../core/session/firstSend';
import { cursorContext } from '../codeAround';
import { errorWords } from '../errorWords';
import { logLine } from '../report';

/** `target` and `languages` are read whenever VS Code asks, so a change of them counts at the next key. `clock` is there for tests. */
export interface InlineCompletionProviderDependencies {
  readonly target: () => PossibleTarget | undefined;
  readonly languages: () => Readonly<Record<string, unknown>>;
  readonly client: () => Promise<Client>;
  readonly firstSends: FirstSends;
  readonly firstSendWords: (first: FirstSend) => string;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  /** Undefined once there is none. */
  readonly onTrouble: (trouble: InlineTrouble | undefined) => void;
  readonly clock?: Clock;
}

/** What keeps suggestions from coming, or from coming soon, in words. */
export interface InlineTrouble {
  readonly words: string;
  /** None come for now. */
  readonly rests: boolean;
}

/** What VS Code asks at every key. `stop` ends the question that is under way; the next key may ask another. */
export interface InlineCompletionProvider extends vscode.InlineCompletionItemProvider {
  stop(): void;
}

interface Asked extends Place {
  readonly context: CursorContext;
  readonly target: FullTarget;
}

/** Text at the cursor while one types. Loaded with the first question of VS Code. */
export function createInlineCompletionProvider({
  target: currentTarget,
  languages,
  client,
  firstSends,
  firstSendWords,
  log,
  onTrouble,
  clock = systemClock,
}: InlineCompletionProviderDependencies): InlineCompletionProvider {
  const told = new Set<string>();
  let lastTarget = '';

  const question = createInlineQuestion({
    chat: async function* (...asked) {
      yield* (await client()).chat(...asked);
    },
    onThinks({ model }) {
      log.warn(`inline suggestions: ${model} thinks before it writes, so it gets more room, and they come late`);
    },
  });

  function tellSlowness(target: FullTarget): void {
    onTrouble(question.thinks(target) ? { words: slowWords(target.model), rests: false } : undefined);
  }

  const suggestions = createInlineCompletion<Asked>({
    clock,
    ask,
    onFailure(failure) {
      if (failure === undefined) return;
      onTrouble({
        words: vscode.l10n.t('Inline suggestions rest for a moment: {0}', failureWords(failure)),
        rests: true,
      });
      const why = failure instanceof ThoughtTooLong ? `${failure.model} only thought` : logLine(errorDetails(failure));
      log.warn(`inline suggestions rest | ${why}`);
    },
  });

  async function ask({ context, target }: Asked, signal: AbortSignal): Promise<string> {
    const { endpoint } = target;
    const messages = completionMessages(context);
    // In the chat it would be asked about; while one types, nobody can be.
    if (await holdsSecret(messages, context)) {
      const words = vscode.l10n.t('Nothing is sent from here: the code near the cursor holds what looks like a key.');
      onTrouble({ words, rests: true });
      return '';
    }
    tellSlowness(target);
    if (firstSends.isFirst(endpoint.url) && !told.has(endpoint.url)) {
      told.add(endpoint.url);
      void vscode.window.showInformationMessage(firstSendWords(measure(endpoint, messages)));
    }
    const text = await question.ask(target, messages, context, signal);
    tellSlowness(target);
    firstSends.noteSent(endpoint.url);
    return text;
  }

  function noteTarget(target: FullTarget): void {
    const aim = aimOf(target);
    if (aim === lastTarget) return;
    lastTarget = aim;
    suggestions.forgetFailure();
    onTrouble(undefined);
  }

  return {
    stop: suggestions.stop,
    async provideInlineCompletionItems(document, position, { triggerKind, selectedCompletionInfo }, token) {
      const editor = vscode.window.activeTextEditor;
      const target = currentTarget();
      if (!target?.model || editor?.document !== document || !isSingleCursor(editor)) return [];
      if (!isLanguageOn(languages(), document.languageId)) return [];
      const context = cursorContext(editor, position);
      const explicit = triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
      if (!explicit && !isGoodPlace(context)) {
        suggestions.stop();
        return [];
      }

      const aimed = { endpoint: target.endpoint, model: target.model };
      noteTarget(aimed);
      const asked = { document: document.uri.toString(), ...context, context, target: aimed };
      const askNobody = selectedCompletionInfo !== undefined;
      const found = await suggestions.suggest(asked, { signal: signalOf(token), explicit, askNobody });
      return found && !token.isCancellationRequested ? itemsOf(found, document, position, selectedCompletionInfo) : [];
    },
  };
}

function slowWords(model: string): string {
  return vscode.l10n.t('{0} thinks before it writes, so suggestions come late. Another model may be quicker.', model);
}

function failureWords(failure: unknown): string {
  if (failure instanceof ThoughtTooLong)
    return vscode.l10n.t('{0} thinks too long to suggest anything. Choose another model.', failure.model);
  const { title, serverMessage = '' } = errorWords(errorDetails(failure));
  return [title, serverMessage].filter(part => part !== '').join('\n');
}

async function holdsSecret(messages: readonly Message[], { path, language }: CursorContext): Promise<boolean> {
  const { findSecrets } = await import('../../core/safety/findings');
  const parts = messages.flatMap(message => message.parts);
  const text = parts.map(part => ('text' in part ? part.text : '')).join('\n');
  return findSecrets([{ type: 'file', name: path, language, text }]).length > 0;
}

function isSingleCursor({ selections }: vscode.TextEditor): boolean {
  return selections.length === 1 && selections[0]?.isEmpty === true;
}

function itemsOf(
  found: Suggestion,
  document: vscode.TextDocument,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
): vscode.InlineCompletionItem[] {
  const start = selected?.range.start ?? position;
  const typed = document.getText(new vscode.Range(start, position));
  const offered = selected ? besideSelection(found, typed, selected.text) : found;
  if (!offered) return [];
  const range = new vscode.Range(start, position.translate(0, offered.replaces));
  return [new vscode.InlineCompletionItem(offered.text, range)];
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  else token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
