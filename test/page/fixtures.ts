import type { ToPage } from '../../src/shared/protocol';
import type {
  ViewAnswer,
  ViewError,
  ViewMessage,
  ViewProgress,
  ViewState,
  ViewSummary,
  ViewUserMessage,
} from '../../src/shared/viewState';

export const target = { endpoint: 'Deka LLM', model: 'qwen3-coder', host: 'llm.example.com' };

/** A conversation; by default an empty one with an endpoint. */
export function stateOf(
  messages: readonly ViewMessage[],
  changes: Partial<ViewState> = {},
): ToPage & { type: 'state' } {
  const defaults = {
    id: 'c',
    title: 'Timers',
    busy: false,
    target,
    canUndoDelete: false,
    thinkingOpen: false,
  } as const;
  return { type: 'state', state: { ...defaults, attachments: [], sendOn: 'enter', fontSize: 0, messages, ...changes } };
}

export function question(id: string, text = 'Why?', changes: Partial<ViewUserMessage> = {}): ViewUserMessage {
  return { role: 'user', id, text, chips: [], ...changes };
}

export function answer(id: string, changes: Partial<ViewAnswer> = {}): ViewAnswer {
  const { model, endpoint } = target;
  return { role: 'assistant', id, model, endpoint, text: '', reasoning: '', status: 'complete', ...changes };
}

export function summaryOf(short: string): ViewSummary {
  return { short, full: `In full: ${short}` };
}

export function delta(id: string, text: string, reasoning = ''): ToPage {
  return { type: 'delta', id, text, reasoning };
}

export function message(changed: ViewMessage): ToPage {
  return { type: 'message', message: changed };
}

export function progress(id: string, changed: ViewProgress): ToPage {
  return { type: 'progress', id, progress: changed };
}

/** A code block in Markdown. */
export function fence(code: string, language = 'ts'): string {
  return `\`\`\`${language}\n${code}\`\`\`\n`;
}

/** Refused for now, and asked again soon. */
export const retrying: ViewProgress & { readonly phase: 'retry' } = {
  phase: 'retry',
  seconds: 8,
  attempt: 2,
  attempts: 3,
  reason: 'The endpoint is busy, or your limit is reached (429)',
};

/** As much as a failure can have to say, in words that hardly break. */
export const longFailure: ViewError = {
  title: 'The endpoint does not know this address (404). Perhaps its end is missing.',
  serverMessage: `{"detail":"Not Found: /chat/completions${'x'.repeat(90)}"}\n\nConsult the people who run this gateway.`,
  request: `POST https://inference-gateway.${'some-really-long-name.'.repeat(4)}example.com:8443/openai/chat/completions`,
  remedies: [
    { remedy: 'useAddress', label: `Use https://inference-gateway.${'averylongname'.repeat(6)}.example.com:8443/v1` },
    { remedy: 'checkConnection', label: 'Check connection' },
    { remedy: 'chooseModel', label: 'Choose model' },
    { remedy: 'openSettings', label: 'Open settings' },
    { remedy: 'showLog', label: 'Show log' },
  ],
};

/** An image of one pixel. */
export const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
