import type { ToPage } from '../../src/shared/protocol';
import type { ViewState } from '../../src/shared/viewState';
import { element } from '../dom';
import { MAX_TEXT, type Post } from '../intents';
import { fill, strings } from '../strings';
import { createAttachmentChips } from './chips';
import { createCompositionGuard } from './composition';
import { createDestination } from './destination';
import { createDraftKeeper } from './draft';
import { createFileTaker } from './files';
import { isSendKey } from './keys';
import { createNotices } from './notices';
import { createRecall } from './recall';
import { createRoomNotice } from './room';
import { createSendBar } from './sendBar';
import { createSuggestionList } from './suggestions';
import { takeTransfers } from './transfers';
import { createTypingNote } from './typingNote';

/** The box where the user writes. */
export interface Composer {
  readonly node: HTMLElement;
  update(state: ViewState): void;
  /** Takes the facts that are about the composer; others say nothing to it. */
  take(fact: ToPage): void;
  /** Says something about what the user has just done, until they go on. */
  say(text: string): void;
}

/** Sends nothing before the host's first state: an Enter until then is remembered. `sent` is called once a message has left. */
export function createComposer(post: Post, sent: () => void): Composer {
  const attributes = { 'aria-label': strings.message, placeholder: strings.placeholder, rows: '1', dir: 'auto' };
  const box = element('textarea', attributes);
  const destination = createDestination();
  const room = createRoomNotice();
  const focus = (): void => box.focus();
  const bar = createSendBar({
    post,
    send: () => sendDraft(),
    focusBox: focus,
    counted(tokens) {
      destination.measure(tokens);
      room.measure(tokens);
    },
  });
  const notices = createNotices(() => sendDraft(true), focus);
  const chips = createAttachmentChips(post, focus);
  const whenComposed = createCompositionGuard(box, () => state?.id);
  const suggestions = createSuggestionList(box, post, setText, whenComposed);
  const parts = [suggestions.node, chips.node, box, notices.node, room.node, destination.node, bar.node];
  const node = element('div', { class: 'composer' }, ...parts);
  const draft = createDraftKeeper(post, () => state?.id);
  const files = createFileTaker(post, () => state?.id, sendWanted);
  const noteTyping = createTypingNote(post);
  const recall = createRecall(box, () => questions, setText);
  let state: ViewState | undefined;
  let questions: readonly string[] = [];
  /** Enter was pressed, and what it sends is not all there: the host's first word, or files that are still being read. */
  let isSendWanted = false;

  /** Puts a text into the box that was not typed there. */
  function setText(text: string): void {
    box.value = text;
    noteText();
  }

  /** A picture can say it all. */
  function isEmpty(): boolean {
    return box.value.trim() === '' && (state?.attachments.length ?? 0) === 0;
  }

  function noteText(): void {
    bar.setEmpty(isEmpty());
    notices.withdrawQuestion();
    draft.note(recall.ownWords());
    countTokens();
  }

  function countTokens(): void {
    const attached = state?.attachments.reduce((sum, attachment) => sum + attachment.tokens, 0);
    bar.count(box.value, attached ?? 0);
  }

  /** Puts words back before what was typed since. */
  function restore(text: string): void {
    if (text === '') return;
    recall.leave();
    setText(box.value ? `${text}\n${box.value}` : text);
  }

  /** @param isWanted by an Enter of before: what goes along may have reached the host and not the chips yet */
  function sendDraft(confirmed = false, isWanted = false): void {
    const text = box.value.trimEnd();
    if (isEmpty() && !files.isTaking() && !isWanted) return;
    if (state?.busy) {
      notices.say(strings.stillWriting);
      return;
    }
    if (text.length > MAX_TEXT) {
      notices.say(fill(strings.tooLong, { size: Math.ceil(text.length / 1024) }));
      return;
    }
    isSendWanted = state === undefined || files.isTaking();
    if (isSendWanted) return;
    recall.leave();
    suggestions.forget();
    setText('');
    notices.clear();
    draft.settle();
    post({ type: 'send', text, ...(confirmed ? { confirmed } : {}) });
    focus();
    sent();
  }

  /** Once: who has changed the box since, or has another conversation before them, presses Enter again. */
  function sendWanted(): void {
    const isWanted = isSendWanted;
    isSendWanted = false;
    if (isWanted) sendDraft(false, true);
  }

  // Only what the user does comes as this event: a draft that is put back is no reason to connect to anything.
  box.addEventListener('input', () => {
    recall.leave();
    noteText();
    suggestions.check();
    if (state?.target && box.value !== '') noteTyping();
  });
  box.addEventListener('keydown', event => {
    if (!takeKey(event)) return;
    event.preventDefault();
    // VS Code hears of every key, too, and Escape means something to it.
    event.stopPropagation();
  });

  function takeKey(event: KeyboardEvent): boolean {
    if (suggestions.takeKey(event) || recall.take(event)) return true;
    if (isSendKey(event, state?.sendOn ?? 'enter')) {
      if (!event.repeat) sendDraft();
      return true;
    }
    if (event.key === 'Escape' && notices.isAsking) {
      notices.withdrawQuestion();
      return true;
    }
    if (event.key === 'Escape' && state?.busy && !event.isComposing) {
      post({ type: 'stop' });
      return true;
    }
    // Who holds the key clears the message.
    if (event.key !== 'Backspace' || event.repeat) return false;
    return box.value === '' && !event.isComposing && chips.removeLast();
  }

  box.addEventListener('blur', () => {
    suggestions.close();
    // What is clicked next may show another conversation.
    draft.say();
  });
  box.addEventListener('mousedown', () => recall.leave());
  // Tells of the caret, too, which an event of the box itself does not.
  document.addEventListener('selectionchange', () => {
    if (document.activeElement === box && !suggestions.node.hidden) suggestions.check();
  });
  takeTransfers(node, box, files.take, uris => post({ type: 'attachUris', uris }));
  node.addEventListener('click', event => {
    // The whole box looks like the input, so all of it behaves like the input.
    if (event.target === node || event.target === bar.node || event.target === chips.node) focus();
  });

  /** Nothing of this conversation goes along into another one. */
  function leave(): void {
    isSendWanted = false;
    recall.forget();
    suggestions.forget();
    setText('');
    notices.clear();
  }

  /** After the frame that shows what came with it: chips that change take the question back. */
  function askAboutSecrets(findings: readonly string[]): void {
    const id = state?.id;
    requestAnimationFrame(() => {
      if (state?.id === id) notices.ask(findings, state?.target?.host ?? '', room.advice);
    });
  }

  /** The host's own word on the draft, when the page is new, or shows another conversation. */
  function begin(text: string): void {
    sendWanted();
    restore(text);
    draft.settle();
    if (box.value !== text) draft.note(box.value);
  }

  return {
    node,
    say: notices.say,
    update(next) {
      state = next;
      questions = next.messages.flatMap(message => (message.role === 'user' ? [message.text] : []));
      if (!next.busy) notices.unsay(strings.stillWriting);
      bar.update(next);
      bar.setEmpty(isEmpty());
      destination.update(next);
      room.update(next);
      if (chips.update(next.attachments, next.isAttaching)) {
        notices.clear();
        countTokens();
      }
    },
    take(fact) {
      switch (fact.type) {
        case 'state': {
          const isAnother = state !== undefined && state.id !== fact.state.id;
          // What is in the box belongs to the conversation that was shown before.
          if (isAnother && fact.draft !== undefined) {
            draft.say();
            leave();
          }
          state = fact.state;
          // It came along.
          if (isAnother && fact.draft === undefined) draft.note(recall.ownWords());
          if (fact.draft !== undefined) begin(fact.draft);
          return;
        }
        case 'restoreDraft':
          // What was said before is about another message; why this one came back is said next.
          notices.clear();
          return whenComposed(() => restore(fact.text));
        case 'focusComposer':
          return focus();
        case 'composerNotice':
          return notices.say(fact.text);
        case 'confirmSend':
          return askAboutSecrets(fact.findings);
        case 'suggestions':
          return suggestions.take(fact);
        case 'shrinkImage':
          return files.takePiece(fact);
        default:
          return;
      }
    },
  };
}
