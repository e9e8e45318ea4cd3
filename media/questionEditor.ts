import type { ViewState } from '../src/shared/protocol';
import { isSendKey } from './composer/keys';
import { element } from './dom';
import type { Post } from './intents';
import { strings } from './strings';

/** The box in the place of a question whose words are changed. */
export interface QuestionEditor {
  readonly node: HTMLElement;
  focus(): void;
  update(canSend: boolean, sendOn: ViewState['sendOn']): void;
}

/** `close` puts the question back. What was typed stays for the next time, and until the host has taken it. */
export function createQuestionEditor(text: string, post: Post, id: string, close: () => void): QuestionEditor {
  const box = element('textarea', { 'aria-label': strings.editedWords, rows: '1', dir: 'auto' });
  const send = element('button', { type: 'button', class: 'button' }, strings.sendEdited);
  const cancel = element('button', { type: 'button', class: 'button secondary' }, strings.cancel);
  const hint = element('span', { class: 'hint' }, strings.editHint);
  const node = element(
    'div',
    { class: 'question-editor' },
    box,
    element('div', { class: 'buttons' }, send, cancel, hint),
  );
  let canSend = true;
  let sendOn: ViewState['sendOn'] = 'enter';
  box.value = text;

  function submit(): void {
    const edited = box.value.trimEnd();
    if (canSend && edited.trim() !== '') post({ type: 'edit', id, text: edited });
  }

  send.addEventListener('click', submit);
  cancel.addEventListener('click', close);
  node.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.isComposing) close();
    else if (event.target === box && isSendKey(event, sendOn)) submit();
    else return;
    event.preventDefault();
  });
  return {
    node,
    focus() {
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    },
    update(allowed, key) {
      canSend = allowed;
      sendOn = key;
      send.disabled = !allowed;
    },
  };
}
