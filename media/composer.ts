import type { ViewState, ViewTarget } from '../src/shared/protocol';
import { createContextMeter } from './contextMeter';
import { element, setText } from './dom';
import type { Host } from './host';
import { icon, iconButton } from './icons';
import type { Post } from './intents';
import { isSendKey } from './sendKey';
import { fill, strings } from './strings';

/** The box where the user writes. */
export interface Composer {
  readonly node: HTMLElement;
  update(state: Pick<ViewState, 'busy' | 'target' | 'sendOn' | 'context'>): void;
  /** Puts words back that could not be sent, before what was typed since. */
  restore(text: string): void;
  focus(): void;
}

/** Milliseconds between two words to the host that the user is typing. */
const typingInterval = 3000;

export function createComposer(host: Pick<Host, 'post' | 'keep'>, draft: string, sent: () => void): Composer {
  const attributes = { 'aria-label': strings.message, placeholder: strings.placeholder, rows: '1' };
  const box = element('textarea', attributes);
  const model = createModelButton(host.post);
  const send = iconButton('arrowUp', strings.send, 'send');
  const stop = iconButton('stop', strings.stop, 'stop');
  const meter = createContextMeter();
  const bar = element('div', { class: 'bar' }, model.node, element('span', { class: 'space' }), meter.node, send, stop);
  const node = element('div', { class: 'composer' }, box, bar);
  const noteTyping = createTypingNote(host.post);
  let sendOn: ViewState['sendOn'] = 'enter';
  let busy = false;
  let hasTarget = false;

  function setDraft(text: string): void {
    box.value = text;
    noteDraft();
  }

  function noteDraft(): void {
    send.disabled = box.value.trim() === '';
    host.keep({ draft: box.value });
  }

  function sendDraft(): void {
    const text = box.value.trimEnd();
    if (busy || text.trim() === '') return;
    setDraft('');
    host.post({ type: 'send', text });
    box.focus();
    sent();
  }

  box.value = draft;
  send.disabled = draft.trim() === '';
  stop.hidden = true;
  // Only what the user does comes as this event: a draft that is put back is no reason to connect to anything.
  box.addEventListener('input', () => {
    noteDraft();
    if (hasTarget && box.value !== '') noteTyping();
  });
  box.addEventListener('keydown', event => {
    if (!isSendKey(event, sendOn)) return;
    event.preventDefault();
    sendDraft();
  });
  send.addEventListener('click', sendDraft);
  stop.addEventListener('click', () => host.post({ type: 'stop' }));
  node.addEventListener('click', event => {
    // The whole box looks like the input, so all of it behaves like the input.
    if (event.target === node || event.target === bar) box.focus();
  });
  return {
    node,
    update(state) {
      ({ busy, sendOn } = state);
      hasTarget = state.target !== undefined;
      model.update(state.target);
      meter.update(state.context);
      // A button that goes away takes the focus with it, and the next key press would go nowhere.
      const hadFocus = document.activeElement === (busy ? send : stop);
      send.hidden = busy;
      stop.hidden = !busy;
      if (hadFocus) box.focus();
    },
    restore: text => setDraft(box.value ? `${text}\n${box.value}` : text),
    focus: () => box.focus(),
  };
}

/** Tells the host that a message will probably follow: at once, and then as long as the user goes on, but not at every key. */
function createTypingNote(post: Post): () => void {
  let notedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - notedAt < typingInterval) return;
    notedAt = performance.now();
    post({ type: 'typing' });
  };
}

/** Names where the words go. Hidden until that is known. */
function createModelButton(post: Post) {
  const label = element('span', { class: 'model-name' });
  const node = element('button', { type: 'button', class: 'model', hidden: '' }, label, icon('chevronDown'));
  let hasTarget = false;
  node.addEventListener('click', () =>
    post(hasTarget ? { type: 'chooseModel' } : { type: 'remedy', remedy: 'addEndpoint' }),
  );
  return {
    node,
    update(target: ViewTarget | undefined): void {
      hasTarget = target !== undefined;
      const name = target ? `${target.model || strings.noModel} · ${target.endpoint}` : strings.noEndpoint;
      setText(label, name);
      node.title = name;
      node.setAttribute('aria-label', fill(strings.model, { model: name }));
      node.hidden = false;
    },
  };
}
