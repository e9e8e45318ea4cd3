import type { ViewMessage, ViewState } from '../../src/shared/viewState';
import { element, setText } from '../dom';
import { icon } from '../icons';
import { fill, fillNodes, strings } from '../strings';
import { countWords, estimate } from './tokens';

/** What is said of where the next message goes, before it goes: that it is the first one there, and that all can read it. */
export interface Destination {
  readonly node: HTMLElement;
  update(state: ViewState): void;
  /** `tokens`: of the message and what goes along with it. */
  measure(tokens: number): void;
}

/** Keeps the last state and the last size, which come one without the other. The messages before are measured only when they have changed. */
export function createDestination(): Destination {
  // The size changes with every word: a screen reader says the host when it is new, and the size to who looks for it.
  const host = element('span', { role: 'status' });
  const size = element('span');
  const first = element('p', { hidden: '' }, icon('info'), element('span', {}, host, ' ', size));
  const readable = element('span');
  const unencrypted = element('p', { class: 'unencrypted', hidden: '' }, icon('unlock'), readable);
  const instructions = element('span', { role: 'status' });
  const along = element('p', { class: 'instructions', hidden: '' }, icon('note'), instructions);
  const node = element('div', { class: 'destination' }, first, unencrypted, along);
  const conversationTokens = rememberLast(tokensOf);
  let state: ViewState | undefined;
  let messageTokens = 0;
  let shownHost: string | undefined;

  function show(): void {
    const target = state?.target;
    const isFirst = target?.isFirst === true && !state?.busy;
    const hostShown = isFirst ? target.host : undefined;
    if (hostShown !== shownHost)
      host.replaceChildren(
        ...(hostShown === undefined ? [] : fillNodes(strings.firstMessage, { host: element('strong', {}, hostShown) })),
      );
    shownHost = hostShown;
    first.hidden = !isFirst;
    setText(size, isFirst && state && messageTokens > 0 ? sizeWords(state) : '');
    along.hidden = state?.instructions === undefined;
    setText(instructions, state?.instructions ?? '');
    unencrypted.hidden = target?.isUnencrypted !== true;
    setText(readable, unencrypted.hidden ? '' : fill(strings.unencrypted, { host: target?.host ?? '' }));
  }

  function sizeWords({ messages, attachments }: ViewState): string {
    const names = attachments.map(({ label }) => label).join(', ');
    const count = countWords(messageTokens + conversationTokens(messages));
    if (messages.length === 0)
      return fill(names === '' ? strings.firstMessageSize : strings.firstMessageAlong, { count, names });
    return fill(names === '' ? strings.firstMessageHistory : strings.firstMessageHistoryAlong, { count, names });
  }

  return {
    node,
    update(next) {
      state = next;
      show();
    },
    measure(tokens) {
      messageTokens = tokens;
      show();
    },
  };
}

/** What was said so far goes along. Files of earlier questions are not on the page: it is an estimate. */
function tokensOf(messages: readonly ViewMessage[]): number {
  return messages.reduce((sum, { text }) => sum + estimate(text), 0);
}

/** Computes only what has changed since. */
function rememberLast<In, Out>(compute: (input: In) => Out): (input: In) => Out {
  let last: { readonly input: In; readonly output: Out } | undefined;
  return input => {
    if (last?.input !== input) last = { input, output: compute(input) };
    return last.output;
  };
}
