import type { ToPage } from '../src/shared/protocol';
import { element } from './dom';
import type { HistoryView } from './history/view';
import { iconButton } from './icons';
import type { Post } from './intents';
import { strings } from './strings';

const ownScript = document.currentScript;

/**
 * The button that opens the list of conversations over the transcript and the message box, which nothing reaches meanwhile. What
 * the list consists of is loaded with its first opening.
 */
export function createHistory(post: Post, covered: readonly HTMLElement[], giveFocus: () => void) {
  const button = iconButton('history', strings.history);
  const node = element('section', { class: 'history', 'aria-label': strings.history, hidden: '' });
  let view: HistoryView | undefined;
  let isWanted = false;

  function show(isOpen: boolean): void {
    node.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    for (const part of covered) part.inert = isOpen;
  }

  function open(): void {
    isWanted = true;
    if (!view) {
      load(node);
      return;
    }
    node.style.top = `${button.parentElement?.offsetHeight ?? 0}px`;
    show(true);
    view.open();
  }

  function hide(): void {
    isWanted = false;
    if (node.hidden) return;
    show(false);
    view?.close();
  }

  /** Back to where the list was opened from. */
  function close(): void {
    hide();
    button.focus();
  }

  function begin(): void {
    view ??= window.createHistoryView?.({ node, post, close, leave });
    if (view && isWanted) open();
  }

  /** A conversation was chosen: what comes next is written there. */
  function leave(): void {
    hide();
    giveFocus();
  }

  function load(place: HTMLElement): void {
    if (place.dataset['isLoading'] || !(ownScript instanceof HTMLScriptElement)) return;
    place.dataset['isLoading'] = 'true';
    const url = (file: string): string => new URL(file, ownScript.src).href;
    const style = element('link', { rel: 'stylesheet', href: url('history.css') });
    const script = element('script', { src: url('history.js') });
    script.nonce = ownScript.nonce;
    const loaded = [style, script].map(part => new Promise(resolve => part.addEventListener('load', resolve)));
    void Promise.all(loaded).then(begin);
    const tryAgain = (): void => {
      isWanted = false;
      delete place.dataset['isLoading'];
    };
    // With the next click.
    for (const part of [style, script]) part.addEventListener('error', tryAgain);
    document.head.append(style, script);
  }

  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => (isWanted ? close() : open()));
  return {
    button,
    node,
    /** Another conversation is begun: what is behind the list is wanted. */
    leave(): void {
      if (isWanted) leave();
    },
    take(fact: ToPage): void {
      // The host wants something to be written there.
      if (fact.type === 'focusComposer') hide();
    },
  };
}
