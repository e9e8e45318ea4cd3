// The extension host's place: runs before the page that ships, and hands it the tokens as the host does.
import type { ToPage } from '../../../../src/shared/protocol';
import type { ViewMessage } from '../../../../src/shared/viewState';
import { drive, noting, takeLongest, watchCallbacks } from './driver';

declare global {
  interface Window {
    acquireVsCodeApi(): unknown;
    openConversation(messages: readonly ViewMessage[]): Promise<number>;
    longestCallback(): number;
  }
}

/** As long as the host collects text for (src/vscode/chat/chatView.ts), and where much comes. */
const collected = 8;
const collectedOfMuch = 33;
const much = 200;

const tell = noting((fact: ToPage) => window.dispatchEvent(new MessageEvent('message', { data: fact })));

function stateOf(messages: readonly ViewMessage[], busy: boolean): ToPage {
  const target = { endpoint: 'Bench', model: 'model', host: 'localhost' };
  const frame = {
    id: 'c',
    title: 'Bench',
    target,
    attachments: [],
    canUndoDelete: false,
    thinkingOpen: false,
  } as const;
  return { type: 'state', state: { ...frame, messages, busy, sendOn: 'enter', fontSize: 0 } };
}

const answer = { role: 'assistant', id: 'a', model: 'model', endpoint: 'Bench', text: '', reasoning: '' } as const;

watchCallbacks();
window.acquireVsCodeApi = () => ({
  postMessage: () => undefined,
  getState: () => undefined,
  setState: () => undefined,
});
window.longestCallback = takeLongest;

window.stream = async run => {
  tell(stateOf([{ ...answer, status: 'waiting' }], true));
  let waiting = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let interval = collected;
  const flush = (): void => {
    tell({ type: 'delta', id: 'a', text: waiting, reasoning: '' });
    interval = waiting.length > much ? collectedOfMuch : collected;
    waiting = '';
    timer = undefined;
  };
  const append = (delta: string): void => {
    waiting += delta;
    timer ??= setTimeout(flush, interval);
  };
  const noted = await drive({ append }, run);
  clearTimeout(timer);
  flush();
  tell({ type: 'message', message: { ...answer, text: run.text, status: 'complete' } });
  return noted;
};

/** Opens a conversation and waits until all of it is built. Resolves to the longest callback. */
window.openConversation = async messages => {
  takeLongest();
  tell(stateOf(messages, false));
  do await new Promise(resolve => setTimeout(resolve, 100));
  while (document.querySelector('.log [aria-busy]'));
  return takeLongest();
};
