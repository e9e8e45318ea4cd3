import type { ViewState, ViewUserMessage } from '../src/shared/protocol';
import { element } from './dom';
import { icon, iconButton } from './icons';
import type { Post } from './intents';
import { createQuestionEditor } from './questionEditor';
import { strings } from './strings';
import { createVariants } from './variants';

/** The user's own message on the page. */
export interface QuestionView {
  readonly node: HTMLElement;
  /** Shows what can be done with it; its words never change. */
  update(message: ViewUserMessage, state: Pick<ViewState, 'busy' | 'sendOn' | 'target'>): void;
  /** The changed words seem to hold secrets: nothing was sent. */
  askAboutSecrets(findings: readonly string[]): void;
}

/** Plain text, as it was typed, with what went along. */
export function createQuestion(message: ViewUserMessage, post: Post): QuestionView {
  const bubble = element('div', { class: 'bubble' });
  if (message.chips.length > 0) {
    const chips = message.chips.map(({ label, detail, thumbnail }) => {
      const picture = thumbnail ? element('img', { class: 'thumbnail', src: thumbnail, alt: '' }) : icon('file');
      const chip = element('li', { class: 'chip' }, picture, element('span', { class: 'chip-label' }, label));
      if (detail) chip.append(element('span', { class: 'chip-detail' }, detail));
      return chip;
    });
    bubble.append(element('ul', { class: 'chips' }, ...chips));
  }
  bubble.append(element('div', { class: 'words', dir: 'auto' }, message.text));

  const variants = createVariants(post);
  const edit = iconButton('edit', strings.editMessage);
  const remove = iconButton('trash', strings.deleteTurn);
  const actions = element('div', { class: 'question-actions' }, variants.node, edit, remove);
  const node = element(
    'article',
    { class: 'message question', 'aria-label': strings.you, 'data-id': message.id },
    bubble,
    actions,
  );
  const editor = createQuestionEditor(message.text, post, message.id, close);

  function close(): void {
    editor.node.replaceWith(bubble, actions);
    edit.focus({ preventScroll: true });
  }

  edit.addEventListener('click', () => {
    bubble.replaceWith(editor.node);
    actions.remove();
    editor.focus();
  });
  remove.addEventListener('click', () => post({ type: 'deleteTurn', id: message.id }));

  return {
    node,
    update(next, { busy, sendOn, target }) {
      variants.update(next.variants, !busy);
      edit.disabled = busy;
      remove.disabled = busy;
      editor.update({ canSend: !busy, sendOn, host: target?.host ?? '' });
    },
    askAboutSecrets: editor.askAboutSecrets,
  };
}
