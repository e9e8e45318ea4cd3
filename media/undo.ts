import { element } from './dom';
import type { Post } from './intents';
import { strings } from './strings';

/** Says that something was deleted, and brings it back. */
export function createUndo(post: Post) {
  const undo = element('button', { type: 'button', class: 'button secondary' }, strings.undo);
  const node = element(
    'div',
    { class: 'bar-above', role: 'status', hidden: '' },
    element('span', {}, strings.deleted),
    undo,
  );
  undo.addEventListener('click', () => post({ type: 'undoDelete' }));
  return {
    node,
    update(canUndo: boolean): void {
      node.hidden = !canUndo;
    },
  };
}
