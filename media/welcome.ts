import type { Starter } from '../src/shared/protocol';
import type { ViewState } from '../src/shared/viewState';
import { element, setText } from './dom';
import { type IconName, icon } from './icons';
import type { Post } from './intents';
import { fillNodes, strings } from './strings';

const starters: readonly (readonly [Starter, IconName, string])[] = [
  ['explain', 'lightbulb', strings.starterExplain],
  ['findBug', 'bug', strings.starterFindBug],
  ['describeChanges', 'gitCommit', strings.starterChanges],
];

/** What stands in an empty conversation: where the words go, before the first one is written, and what can be asked. */
export function createWelcome(post: Post) {
  const promise = element('p');
  /** Which machine `localhost` is. */
  const place = element('p', { hidden: '' });
  const isPrivate = element('p', { hidden: '' });
  const addEndpoint = element('button', { type: 'button', class: 'button' }, strings.addEndpoint);
  const addAnother = element('button', { type: 'button', class: 'link' }, icon('add'), strings.addAnotherEndpoint);
  const getStarted = element('button', { type: 'button', class: 'link' }, strings.getStarted);
  getStarted.addEventListener('click', () => post({ type: 'getStarted' }));
  for (const add of [addEndpoint, addAnother])
    add.addEventListener('click', () => post({ type: 'remedy', remedy: 'addEndpoint' }));
  const ready = element('div', { class: 'starters' }, ...starters.map(createStarter), addAnother);
  const node = element(
    'section',
    { class: 'welcome', hidden: '' },
    element('h2', {}, strings.emptyHeading),
    promise,
    isPrivate,
    place,
    addEndpoint,
    getStarted,
    ready,
  );

  function createStarter([starter, name, label]: (typeof starters)[number]): HTMLElement {
    const button = element('button', { type: 'button', class: 'starter' }, icon(name), label);
    button.addEventListener('click', () => post({ type: 'starter', starter }));
    return button;
  }

  return {
    node,
    update(state: ViewState): void {
      const { messages, target } = state;
      node.hidden = messages.length > 0;
      isPrivate.hidden = !state.notKept;
      setText(isPrivate, state.notKept === 'history' ? strings.notKeptHint : strings.privateHint);
      addEndpoint.hidden = target !== undefined;
      getStarted.hidden = target !== undefined;
      ready.hidden = target === undefined;
      place.hidden = !target?.place;
      setText(place, target?.place ?? '');
      promise.replaceChildren(
        ...(target
          ? fillNodes(strings.emptyPromise, { host: element('strong', {}, target.host), gesture: whenSent(state) })
          : [strings.emptyNoTarget]),
      );
    },
  };
}

function whenSent({ sendOn, suggestsInline }: ViewState): string {
  const isEnter = sendOn === 'enter';
  if (!suggestsInline) return isEnter ? strings.nothingSentEnter : strings.nothingSentCtrlEnter;
  return `${isEnter ? strings.wordsSentEnter : strings.wordsSentCtrlEnter} ${strings.codeSentInline}`;
}
