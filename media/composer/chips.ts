import type { ViewAttachment } from '../../src/shared/viewState';
import { isContextKind, namedContextIcon } from '../contextIcons';
import { element } from '../dom';
import { icon, iconButton } from '../icons';
import type { Post } from '../intents';
import { problemCount } from '../problems';
import { fill, strings } from '../strings';
import { countWords } from './tokens';

/** What will go along with the message, each with a button that takes it away again. */
export interface AttachmentChips {
  readonly node: HTMLElement;
  /** Whether anything has changed. `isAttaching`: more is still being read. */
  update(attachments: readonly ViewAttachment[], isAttaching?: boolean): boolean;
  /** Takes the last one away. False where there is none. */
  removeLast(): boolean;
}

function pictureOf({ kind, thumbnail }: ViewAttachment): Node {
  if (thumbnail) return element('img', { class: 'thumbnail', src: thumbnail, alt: '' });
  return isContextKind(kind) ? namedContextIcon(kind) : icon(kind);
}

/** Short to see, and in words for who hears it. */
function sizeOf(tokens: number): HTMLElement {
  const count = countWords(tokens);
  const inWords = fill(strings.tokens, { count });
  return element(
    'span',
    { class: 'chip-detail', title: inWords },
    element('span', { 'aria-hidden': 'true' }, fill(strings.tokensShort, { count })),
    element('span', { class: 'visually-hidden' }, inWords),
  );
}
/** Milliseconds before it is said that something is being read: most is there by then. */
const PATIENCE = 200;

/** A click only asks the host: a chip goes away with the next `update`. `focusBox` takes a focus that was on a chip when none is left. */
export function createAttachmentChips(post: Post, focusBox: () => void): AttachmentChips {
  const node = element('ul', { class: 'chips', 'aria-label': strings.attachments, hidden: '' });
  const reading = element('li', { class: 'chip chip-reading' }, element('span', { role: 'status' }, strings.attaching));
  let shown: readonly ViewAttachment[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function showReading(isAttaching: boolean): void {
    if (isAttaching) {
      timer ??= setTimeout(() => {
        node.append(reading);
        node.hidden = false;
      }, PATIENCE);
      return;
    }
    clearTimeout(timer);
    timer = undefined;
    reading.remove();
    node.hidden = shown.length === 0;
  }

  function create(attachment: ViewAttachment): HTMLElement {
    const { id, kind, label, detail, problems, tokens } = attachment;
    const name = element('span', { class: 'chip-label', title: label }, label);
    const chip = element('li', { class: 'chip' }, pictureOf(attachment), name);
    const areLines = kind === 'file' || kind === 'selection' || kind === 'symbol';
    if (detail && areLines) chip.append(element('span', { class: 'chip-lines' }, `:${detail}`));
    else if (detail) chip.append(element('span', { class: 'chip-about', title: detail }, detail));
    if (problems) chip.append(problemCount(problems, 'chip-about'));
    chip.append(sizeOf(tokens));
    const remove = iconButton('close', fill(strings.remove, { name: label }), 'chip-remove');
    remove.addEventListener('click', () => post({ type: 'detach', id }));
    chip.append(remove);
    return chip;
  }

  return {
    node,
    update(attachments, isAttaching = false) {
      showReading(isAttaching);
      if (attachments === shown || JSON.stringify(attachments) === JSON.stringify(shown)) return false;
      const hasNew = attachments.some(({ id }) => !shown.some(before => before.id === id));
      const top = node.scrollTop;
      shown = attachments;
      // The button that was pressed goes away under the focus, which goes on to the next one.
      const focused = [...node.children].findIndex(chip => chip.contains(document.activeElement));
      const isReading = reading.isConnected;
      node.replaceChildren(...attachments.map(create), ...(isReading ? [reading] : []));
      node.hidden = node.children.length === 0;
      node.scrollTop = top;
      if (hasNew) node.scrollTop = node.scrollHeight;
      const next = node.children[Math.min(focused, attachments.length - 1)]?.querySelector('button');
      if (focused >= 0 && next) next.focus();
      else if (focused >= 0) focusBox();
      return true;
    },
    removeLast() {
      const last = shown.at(-1);
      if (last) post({ type: 'detach', id: last.id });
      return last !== undefined;
    },
  };
}
