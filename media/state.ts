import type { ToPage } from '../src/shared/protocol';
import type { ViewAnswer, ViewMessage, ViewState } from '../src/shared/viewState';

/**
 * What the page shows after a fact. Facts that come before the first `state`, and text for a message that is not there, say
 * nothing that could be shown and are passed over.
 */
export function reduce(state: ViewState | undefined, fact: ToPage): ViewState | undefined {
  if (fact.type === 'state') return fact.state;
  if (!state) return undefined;
  switch (fact.type) {
    case 'delta':
      return withRunning(state, fact.id, answer => appendDelta(answer, fact.text, fact.reasoning));
    case 'progress':
      return withRunning(state, fact.id, answer => ({ ...answer, progress: fact.progress }));
    case 'message': {
      const isKnown = state.messages.some(message => message.id === fact.message.id);
      if (isKnown) return withMessage(state, fact.message.id, () => fact.message);
      return { ...state, messages: [...state.messages, fact.message] };
    }
    case 'frame':
      return { ...fact.frame, messages: state.messages };
    case 'restoreDraft':
    case 'focusComposer':
    case 'composerNotice':
    case 'confirmEdit':
    case 'confirmSend':
    case 'suggestions':
    case 'shrinkImage':
    case 'history':
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

/** An answer that has ended takes nothing more: a fact that comes late must not change what was saved. */
function withRunning(state: ViewState, id: string, change: (answer: ViewAnswer) => ViewAnswer): ViewState {
  return withMessage(state, id, message =>
    message.role === 'assistant' && isRunning(message) ? change(message) : message,
  );
}

/** The answer with what arrived: it waits no more. */
export function appendDelta({ progress: _, ...answer }: ViewAnswer, text: string, reasoning: string): ViewAnswer {
  return { ...answer, status: 'streaming', text: answer.text + text, reasoning: answer.reasoning + reasoning };
}
