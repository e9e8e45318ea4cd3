import type { ViewState } from '../src/shared/viewState';
import { createHighlighting } from './code/highlighting';
import { element } from './dom';
import { followEnd } from './follow';
import { handOver } from './handOver';
import type { Host, ReadingPlace } from './host';
import { icon } from './icons';
import { whenBuilt } from './later';
import { createParser } from './markdown/parser';
import { createMessages } from './messages';
import { strings } from './strings';
import { createWelcome } from './welcome';

/** The conversation on the page, with what stands there while it is empty. */
export interface Transcript {
  readonly node: HTMLElement;
  /** The part of it that scrolls, and takes the focus where nothing else can. */
  readonly log: HTMLElement;
  /** Shows the conversation as it is. */
  update(state: ViewState): void;
  /** Adds text to an answer that `update` has shown. */
  append(id: string, text: string, reasoning: string): void;
  /** Asks whether the changed words of a question are to be sent, secrets and all. */
  askAboutSecrets(id: string, findings: readonly string[]): void;
  /** Goes to the end and follows it. */
  followEnd(): void;
  /** Goes back to where the reader was. */
  restore(place: ReadingPlace): void;
}

/** Keeps with the host where the reader is and what words are being changed, for a page that is built anew. Links and code buttons post from here. */
export function createTranscript(host: Pick<Host, 'post' | 'keep' | 'kept'>): Transcript {
  const welcome = createWelcome(host.post);
  const messages = createMessages(createParser(), {
    post: host.post,
    edited(id) {
      const { edit } = host.kept();
      return edit?.id === id ? edit.text : undefined;
    },
    keepEdit: edit => host.keep({ edit }),
  });
  const log = element(
    'div',
    // `tabindex`: a keyboard reader has to be able to scroll.
    { class: 'log', role: 'log', 'aria-label': strings.conversation, tabindex: '0' },
    welcome.node,
    messages.node,
  );
  const highlighting = createHighlighting(messages.node);
  whenBuilt(highlighting.look);
  const jump = element('button', { type: 'button', class: 'jump', hidden: '' });
  jump.append(icon('arrowDown'), strings.jumpToLatest);
  const follower = followEnd(log, messages.node, (following, place) => {
    jump.hidden = following;
    host.keep({ place });
  });
  jump.addEventListener('click', () => {
    // The button goes away under the focus: the reader goes on in the text.
    log.focus({ preventScroll: true });
    follower.follow();
  });
  messages.node.addEventListener('click', event => handOver(event, host.post));
  messages.node.addEventListener('auxclick', event => handOver(event, host.post));
  return {
    node: element('main', { class: 'transcript' }, log, jump),
    log,
    update(state) {
      messages.update(state.messages, state);
      welcome.update(state);
      highlighting.look();
    },
    append(id, text, reasoning) {
      messages.append(id, text, reasoning);
      highlighting.look();
    },
    askAboutSecrets: messages.askAboutSecrets,
    followEnd: follower.follow,
    restore(place) {
      messages.reveal(place.id);
      follower.restore(place);
    },
  };
}
