import type { ViewState } from '../src/shared/protocol';
import { element } from './dom';
import type { Post } from './intents';
import { fillNodes, strings } from './strings';

/** What stands in an empty conversation: where the words go, before the first one is written. */
export function createWelcome(post: Post) {
  const promise = element('p');
  const addEndpoint = element('button', { type: 'button', class: 'button', hidden: '' }, strings.addEndpoint);
  addEndpoint.addEventListener('click', () => post({ type: 'remedy', remedy: 'addEndpoint' }));
  const node = element(
    'section',
    { class: 'welcome', hidden: '' },
    element('h2', {}, strings.emptyHeading),
    promise,
    addEndpoint,
  );
  return {
    node,
    update({ messages, target, sendOn }: ViewState): void {
      node.hidden = messages.length > 0;
      addEndpoint.hidden = target !== undefined;
      const gesture = sendOn === 'enter' ? strings.nothingSentEnter : strings.nothingSentCtrlEnter;
      promise.replaceChildren(
        ...(target
          ? fillNodes(strings.emptyPromise, { host: element('strong', {}, target.host), gesture })
          : [strings.emptyNoTarget]),
      );
    },
  };
}
