import * as vscode from 'vscode';
import type { Message } from '../../core/chat';
import type { Client } from '../../core/client';
import { type Clock, systemClock } from '../../core/clock';
import { completionMessages } from '../../core/completion/completionRequest';
import type { CursorContext } from '../../core/completion/cursorContext';
import type { FirstSend } from '../../core/conversation';
import type { Endpoint } from '../../core/endpoints';
import { errorDetails } from '../../core/errors';
import { type FirstSends, measure } from '../../core/firstSend';
import { inlineParameters, readSuggestion, refusesStop } from '../../core/inlineAnswer';
import { besideSelection, createInlineCompletion, isGoodPlace, isLanguageOn } from '../../core/inlineCompletion';
import type { Place, Suggestion } from '../../core/suggestionCache';
import type { FullTarget, PossibleTarget } from '../../core/target';
import { cursorContext } from '../editor';
import { errorWords } from '../errorWords';
import { logLine } from '../report';

export interface InlineCompletionProviderDependencies {
  readonly target: () => PossibleTarget | undefined;
  readonly languages: () => Readonly<Record<string, unknown>>;
  readonly client: () => Promise<Client>;
  readonly firstSends: FirstSends;
  readonly firstSendWords: (first: FirstSend) => string;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  /** What keeps suggestions from coming, in words; undefined once nothing does. */
  readonly onTrouble: (trouble: string | undefined) => void;
  readonly clock?: Clock;
}

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
  /** Models that refuse stops. */
  const withoutStop = new Set<string>();
  let lastTarget = '';

  const suggestions = createInlineCompletion<Asked>({
    clock,
    ask,
    onFailure(failure) {
      if (failure === undefined) return onTrouble(undefined);
      const details = errorDetails(failure);
      log.warn(`inline suggestions rest | ${logLine(details)}`);
      onTrouble(vscode.l10n.t('Inline suggestions rest for a moment: {0}', errorWords(details).title));
    },
  });

  async function ask({ context, target: { endpoint, model } }: Asked, signal: AbortSignal): Promise<string> {
    const messages = completionMessages(context);
    const { findSecrets } = await import('../../core/secretScan');
    // In the chat it would be asked about; while one types, nobody can be.
    if (
      findSecrets([{ type: 'file', name: context.path, language: context.language, text: textOf(messages) }]).length > 0
    ) {
      onTrouble(vscode.l10n.t('Nothing is sent from here: the code near the cursor holds what looks like a key.'));
      return '';
    }
    onTrouble(undefined);
    const first = firstSends.isFirst(endpoint.url) && !told.has(endpoint.url) && measure(endpoint, messages);
    if (first) {
      told.add(endpoint.url);
      void vscode.window.showInformationMessage(firstSendWords(first));
    }
    const asking = await client();
    signal.throwIfAborted();
    const answer = (): Promise<string> => {
      const parameters = inlineParameters(endpoint.parameters, context, !withoutStop.has(aimOf(endpoint, model)));
      const request = { model, messages, parameters, stream: endpoint.stream };
      return readSuggestion(asking.chat(endpoint, request, signal), context);
    };
    const text = await answer().catch((error: unknown) => {
      if (signal.aborted || withoutStop.has(aimOf(endpoint, model)) || !refusesStop(error)) throw error;
      withoutStop.add(aimOf(endpoint, model));
      return answer();
    });
    firstSends.noteSent(endpoint.url);
    return text;
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

      const { endpoint, model } = target;
      const aim = aimOf(endpoint, model);
      if (aim !== lastTarget) suggestions.forgetFailure();
      lastTarget = aim;
      const asked = { document: document.uri.toString(), ...context, context, target: { endpoint, model } };
      const askNobody = selectedCompletionInfo !== undefined;
      const found = await suggestions.suggest(asked, { signal: signalOf(token), explicit, askNobody });
      return found && !token.isCancellationRequested ? itemsOf(found, document, position, selectedCompletionInfo) : [];
    },
  };
}

function textOf(messages: readonly Message[]): string {
  const parts = messages.flatMap(message => message.parts);
  return parts.map(part => ('text' in part ? part.text : '')).join('\n');
}

function aimOf({ url }: Pick<Endpoint, 'url'>, model: string): string {
  return `${url} ${model}`;
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
