import type { ToPage, ViewMessage, ViewState } from '../src/shared/protocol';

/**
 * What the page shows after a fact. Facts that come before the first `state`, and text for a message that is not there, say
 * nothing that could be shown and are passed over.
 */
export function reduce(state: ViewState | undefined, fact: ToPage): ViewState | undefined {
  if (fact.type === 'state') return fact.state;
  if (!state) return undefined;
  switch (fact.type) {
    case 'delta':
      return withMessage(state, fact.id, message => appendDelta(message, fact.text, fact.reasoning));
    case 'message': {
      const isKnown = state.messages.some(message => message.id === fact.message.id);
      if (isKnown) return withMessage(state, fact.message.id, () => fact.message);
      return { ...state, messages: [...state.messages, fact.message] };
    }
    case 'frame':
      return { ...fact.frame, messages: state.messages };
    case 'restoreDraft':
    case 'focusComposer':
      return state;
  }
}

/** An answer that the host is still writing. */
export function isRunning(message: ViewMessage): boolean {
  return message.role === 'assistant' && (message.status === 'waiting' || message.status === 'streaming');
}

function withMessage(state: ViewState, id: string, change: (message: ViewMessage) => ViewMessage): ViewState {
  // Deltas come for the last message: looking from the end keeps them as cheap in a long conversation as in a short one.
  const index = state.messages.findLastIndex(message => message.id === id);
  const before = state.messages[index];
  if (!before) return state;
  const after = change(before);
  return after === before ? state : { ...state, messages: state.messages.with(index, after) };
}

/** An answer that has ended takes no more text: a late delta must not change what was saved. */
function appendDelta(message: ViewMessage, text: string, reasoning: string): ViewMessage {
  if (message.role !== 'assistant' || !isRunning(message)) return message;
  return { ...message, status: 'streaming', text: message.text + text, reasoning: message.reasoning + reasoning };
}
