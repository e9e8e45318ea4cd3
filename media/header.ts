import type { ViewState } from '../src/shared/viewState';
import { element, setText } from './dom';
import { icon, iconButton } from './icons';
import type { Post } from './intents';
import { strings } from './strings';

/** The conversation's title and what begins another one, finds an earlier one, and does more with this one. VS Code's own title bar above it names the view. */
export function createHeader(post: Post, history: { readonly button: HTMLButtonElement; readonly leave: () => void }) {
  const title = element('h1', { dir: 'auto' }, strings.untitled);
  const word = element('span');
  const hint = element('span', { class: 'visually-hidden' });
  const badge = element('span', { class: 'badge chip' }, icon('eyeClosed'), word, hint);
  const create = iconButton('add', strings.newConversation);
  create.addEventListener('click', () => {
    post({ type: 'newConversation' });
    history.leave();
  });
  const more = iconButton('ellipsis', strings.moreActions);
  more.addEventListener('click', () => post({ type: 'conversationMenu' }));
  return {
    node: element('header', {}, title, badge, create, history.button, more),
    update(text: string, notKept: ViewState['notKept']): void {
      setText(title, text || strings.untitled);
      title.title = text;
      badge.hidden = !notKept;
      setText(word, notKept === 'history' ? strings.notKept : strings.private);
      const why = notKept === 'history' ? strings.notKeptHint : strings.privateHint;
      setText(hint, `. ${why}`);
      badge.title = why;
    },
  };
}
