import type { ViewState } from '../src/shared/viewState';
import { isSendKey } from './composer/keys';
import { element } from './dom';
import { createSecretQuestion } from './secretQuestion';
import { strings } from './strings';

/** The box in the place of a question whose words are changed. */
export interface QuestionEditor {
  readonly node: HTMLElement;
  focus(): void;
  update(situation: EditorSituation): void;
  /** The changed words seem to hold secrets: nothing was sent. */
  askAboutSecrets(findings: readonly string[]): void;
}

/** What may change while somebody writes. Until the first `update`, the words can be sent, with Enter. */
export interface EditorSituation {
  readonly canSend: boolean;
  readonly sendOn: ViewState['sendOn'];
  /** Where the words would go. */
  readonly host: string;
}

/** What the question does for the box in its place. `send` does not close it: it goes once the host has taken the words. */
export interface EditorActions {
  send(text: string, confirmed: boolean): void;
  /** Keeps the words for a page that is built anew; undefined: not any more. */
  keep(text: string | undefined): void;
  /** Puts the question back. What was typed stays for the next time, and until the host has taken it. */
  close(): void;
}

/** Begins with these words and without the focus. Whoever types on takes back a question about secrets: it was about other words. */
export function createQuestionEditor(text: string, actions: EditorActions): QuestionEditor {
  const box = element('textarea', { 'aria-label': strings.editedWords, rows: '1', dir: 'auto' });
  const send = element('button', { type: 'button', class: 'button' }, strings.sendEdited);
  const cancel = element('button', { type: 'button', class: 'button secondary' }, strings.cancel);
  const hint = element('span', { class: 'hint' }, strings.editHint);
  const buttons = element('div', { class: 'buttons' }, send, cancel, hint);
  const node = element('div', { class: 'question-editor' }, box, buttons);
  let situation: EditorSituation = { canSend: true, sendOn: 'enter', host: '' };
  let asked: HTMLElement | undefined;
  box.value = text;

  function withdrawQuestion(): void {
    asked?.remove();
    asked = undefined;
  }

  function submit(confirmed: boolean): void {
    withdrawQuestion();
    const edited = box.value.trimEnd();
    if (!situation.canSend || edited.trim() === '') return;
    actions.send(edited, confirmed);
  }

  function close(): void {
    actions.keep(undefined);
    actions.close();
  }

  send.addEventListener('click', () => submit(false));
  cancel.addEventListener('click', close);
  box.addEventListener('input', () => {
    withdrawQuestion();
    actions.keep(box.value);
  });
  node.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.isComposing) close();
    else if (event.target === box && isSendKey(event, situation.sendOn)) {
      // A key that is still held has opened it.
      if (!event.repeat) submit(false);
    } else return;
    event.preventDefault();
  });
  return {
    node,
    focus() {
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    },
    update(next) {
      situation = next;
      send.disabled = !next.canSend;
    },
    askAboutSecrets(findings) {
      withdrawQuestion();
      asked = createSecretQuestion(findings, situation.host, isMeant => {
        withdrawQuestion();
        box.focus();
        if (isMeant) submit(true);
      });
      node.append(asked);
    },
  };
}
