import type { ToPage, ViewAnswer, ViewMessage, ViewState, ViewUserMessage } from '../../src/shared/protocol';

export const target = { endpoint: 'Deka LLM', model: 'qwen3-coder', host: 'llm.example.com' };

/** A conversation; by default an empty one with an endpoint. */
export function stateOf(
  messages: readonly ViewMessage[],
  changes: Partial<ViewState> = {},
): ToPage & { type: 'state' } {
  const state = { title: 'Timers', messages, busy: false, target, sendOn: 'enter', fontSize: 0, ...changes } as const;
  return { type: 'state', state };
}

export function question(id: string, text = 'Why?', changes: Partial<ViewUserMessage> = {}): ViewUserMessage {
  return { role: 'user', id, text, chips: [], ...changes };
}

export function answer(id: string, changes: Partial<ViewAnswer> = {}): ViewAnswer {
  const { model, endpoint } = target;
  return { role: 'assistant', id, model, endpoint, text: '', reasoning: '', status: 'complete', ...changes };
}

export function delta(id: string, text: string, reasoning = ''): ToPage {
  return { type: 'delta', id, text, reasoning };
}

export function message(changed: ViewMessage): ToPage {
  return { type: 'message', message: changed };
}
