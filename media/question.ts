import type { ViewChip, ViewState, ViewUserMessage } from '../src/shared/viewState';
import { namedContextIcon } from './contextIcons';
import { element } from './dom';
import type { Edit } from './host';
import { icon, iconButton } from './icons';
import type { Post } from './intents';
import { problemCount } from './problems';
import { createQuestionEditor, type EditorSituation, type QuestionEditor } from './questionEditor';
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

/** What a question needs of the host, and of what is kept for a page that is thrown away. */
export interface QuestionHost {
  readonly post: Post;
  /** The changed words of the question with this id, where it is the one that is being changed. */
  edited(id: string): string | undefined;
  /** `undefined`: nothing is being changed any more. */
  keepEdit(edit: Edit | undefined): void;
}

/** What went along, and what was reported about it. */
function createChips({ label, detail, language, problems, thumbnail, context }: ViewChip): readonly HTMLElement[] {
  const drawing = context ? namedContextIcon(context) : icon(detail ? 'selection' : 'file');
  const picture = thumbnail ? element('img', { class: 'thumbnail', src: thumbnail, alt: '' }) : drawing;
  const chip = element('li', { class: 'chip' }, picture, element('span', { class: 'chip-label', title: label }, label));
  for (const more of [detail, language]) if (more) chip.append(element('span', { class: 'chip-detail' }, more));
  if (!problems) return [chip];
  return [chip, element('li', { class: 'chip' }, icon('warning'), problemCount(problems, 'chip-label'))];
}

/** Plain text, as it was typed, with what went along. */
export function createQuestion(message: ViewUserMessage, host: QuestionHost): QuestionView {
  const bubble = element('div', { class: 'bubble' });
  if (message.chips.length > 0) {
    bubble.append(element('ul', { class: 'chips' }, ...message.chips.flatMap(createChips)));
  }
  // There may be none beside what went along.
  if (message.text !== '') bubble.append(element('div', { class: 'words', dir: 'auto' }, message.text));

  const variants = createVariants(host.post);
  const edit = iconButton('edit', strings.editMessage);
  const remove = iconButton('trash', strings.deleteTurn);
  const actions = element('div', { class: 'question-actions' }, variants.node, edit, remove);
  const node = element(
    'article',
    { class: 'message question', 'aria-label': strings.you, 'data-id': message.id },
    bubble,
    actions,
  );
  let situation: EditorSituation = { canSend: true, sendOn: 'enter', host: '' };
  let editor: QuestionEditor | undefined;

  function open(text: string): QuestionEditor {
    const opened = editor ?? createQuestionEditor(text, { send, keep, close });
    editor = opened;
    opened.update(situation);
    bubble.replaceWith(opened.node);
    actions.remove();
    return opened;
  }

  function keep(text: string | undefined): void {
    if (text !== undefined) host.keepEdit({ id: message.id, text });
    // What is kept may be of another question.
    else if (host.edited(message.id) !== undefined) host.keepEdit(undefined);
  }

  function send(text: string, confirmed: boolean): void {
    host.post({ type: 'edit', id: message.id, text, ...(confirmed ? { confirmed } : {}) });
  }

  function close(): void {
    editor?.node.replaceWith(bubble, actions);
    edit.focus({ preventScroll: true });
  }

  edit.addEventListener('click', () => open(message.text).focus());
  remove.addEventListener('click', () => host.post({ type: 'deleteTurn', id: message.id }));
  // The page was thrown away while these words were changed.
  const kept = host.edited(message.id);
  if (kept !== undefined) open(kept);

  return {
    node,
    update(next, { busy, sendOn, target }) {
      variants.update(next.variants, !busy);
      edit.disabled = busy;
      remove.disabled = busy;
      situation = { canSend: !busy, sendOn, host: target?.host ?? '' };
      editor?.update(situation);
    },
    askAboutSecrets: findings => editor?.askAboutSecrets(findings),
  };
}
