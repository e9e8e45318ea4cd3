import type { ViewError } from '../src/shared/viewState';
import { element } from './dom';
import type { Post } from './intents';

/** A failure, said where it happened: what went wrong, the server's own words, what was asked, and what to do now. */
export function createFailure(error: ViewError, id: string, post: Post): HTMLElement {
  const node = element('div', { class: 'failure', role: 'alert' }, element('strong', {}, error.title));
  if (error.serverMessage) node.append(element('p', {}, error.serverMessage));
  if (error.request) node.append(element('p', { class: 'request' }, error.request));
  if (error.remedies.length > 0) {
    const buttons = error.remedies.map(({ remedy, label }, index) => {
      const classes = index === 0 ? 'button' : 'button secondary';
      const button = element('button', { type: 'button', class: classes }, label);
      button.addEventListener('click', () => post({ type: 'remedy', remedy, id }));
      return button;
    });
    node.append(element('div', { class: 'buttons' }, ...buttons));
  }
  return node;
}
