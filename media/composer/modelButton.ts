import type { ViewTarget } from '../../src/shared/viewState';
import { element, setText } from '../dom';
import { icon } from '../icons';
import type { Post } from '../intents';
import { fill, strings } from '../strings';

/** Names where the words go. Hidden until that is known. */
export function createModelButton(post: Post) {
  const label = element('span', { class: 'model-name' });
  const node = element('button', { type: 'button', class: 'model', hidden: '' }, label, icon('chevronDown'));
  let hasTarget = false;
  node.addEventListener('click', () =>
    post(hasTarget ? { type: 'chooseModel' } : { type: 'remedy', remedy: 'addEndpoint' }),
  );
  return {
    node,
    update(target: ViewTarget | undefined): void {
      hasTarget = target !== undefined;
      const name = target ? `${target.model || strings.noModel} · ${target.endpoint}` : strings.noEndpoint;
      setText(label, name);
      node.title = [name, target?.place ?? ''].filter(Boolean).join('\n');
      node.setAttribute('aria-label', fill(strings.model, { model: name }));
      node.hidden = false;
    },
  };
}
