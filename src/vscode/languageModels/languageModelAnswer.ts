import * as vscode from 'vscode';
import type { ChatEvent, Usage } from '../../core/chat';
import type { Endpoint } from '../../core/endpoints/endpoints';
import { errorDetails } from '../../core/errors';
import { isRecord, parseJson } from '../../core/unknown';
import { errorWords } from '../errorWords';

type Progress = vscode.Progress<vscode.LanguageModelResponsePart>;

/**
 * Milliseconds before a failure. VS Code collects what it is handed, passes it on some 30 ms later, and throws away what it has not
 * passed on when the request fails; it has nothing to wait for instead.
 */
const PASSING_ON = 500;

/** The progress, and a promise for when VS Code has passed on what it was handed. */
export function following(progress: Progress) {
  let last: number | undefined;
  return {
    progress: {
      report(part: vscode.LanguageModelResponsePart): void {
        last = performance.now();
        progress.report(part);
      },
    },
    async settled(): Promise<void> {
      if (last === undefined) return;
      const left = last + PASSING_ON - performance.now();
      if (left > 0) await new Promise(resolve => setTimeout(resolve, left));
    },
  };
}

/** Hands the answer on as it comes. Thinking has no place in VS Code's API; as text it would be part of the answer. */
export async function relay(events: AsyncIterable<ChatEvent>, progress: Progress): Promise<void> {
  let usage: Usage | undefined;
  let finish: string | undefined;
  let unreadable: string | undefined;
  for await (const event of events) {
    if (event.type === 'text') progress.report(new vscode.LanguageModelTextPart(event.text));
    else if (event.type === 'usage') usage = { ...usage, ...event.usage };
    else if (event.type === 'finish') finish = event.reason;
    else if (event.type === 'toolCall') {
      const { id, name, arguments: written } = event.call;
      const input = written.trim() === '' ? {} : parseJson(written);
      if (isRecord(input))
        progress.report(new vscode.LanguageModelToolCallPart(id || crypto.randomUUID(), name, input));
      else unreadable ??= name;
    }
  }
  if (usage) progress.report(usagePart(usage));
  // What came is handed on, and who asked must know that it is not all.
  if (finish === 'length') {
    throw new vscode.LanguageModelError(
      vscode.l10n.t('The answer is cut: the limit of its tokens (max_tokens) is reached.'),
    );
  }
  if (finish === 'contentFilter') {
    throw new vscode.LanguageModelError(vscode.l10n.t('The answer is cut by a filter of the endpoint.'));
  }
  if (unreadable !== undefined) {
    throw new vscode.LanguageModelError(
      vscode.l10n.t('The model called the tool {0} with something that is not JSON.', unreadable),
    );
  }
}

/** As VS Code's own providers hand it on: there is no other place for it in the API (microsoft/vscode#309207). */
function usagePart({ inputTokens = 0, outputTokens = 0 }: Usage): vscode.LanguageModelDataPart {
  const counted = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  return vscode.LanguageModelDataPart.json(counted, 'usage');
}

/** The failure as others may see it: our sentence with the server's words, and nothing of the request. */
export function inWords(error: unknown, { name }: Endpoint): Error {
  if (error instanceof vscode.LanguageModelError) return error;
  const details = errorDetails(error);
  const { title, serverMessage } = errorWords(details);
  const message = [name, title, serverMessage].filter(part => part !== undefined).join(': ');
  switch (details.kind) {
    case 'notFound':
      return vscode.LanguageModelError.NotFound(message);
    case 'unauthorized':
      return vscode.LanguageModelError.NoPermissions(message);
    case 'rateLimited':
      return vscode.LanguageModelError.Blocked(message);
    default:
      return new vscode.LanguageModelError(message);
  }
}
