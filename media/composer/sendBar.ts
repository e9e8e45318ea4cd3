import type { ViewState } from '../../src/shared/viewState';
import { createContextMeter } from '../contextMeter';
import { element } from '../dom';
import { iconButton } from '../icons';
import type { Post } from '../intents';
import { strings } from '../strings';
import { createModelButton } from './modelButton';
import { createTokenCount } from './tokens';

/** The buttons below the box, how many tokens are written, and how full the model is. */
export interface SendBar {
  readonly node: HTMLElement;
  /** Counts what is written, about, and tells it once it is known. */
  count(text: string, attached: number): void;
  setEmpty(isEmpty: boolean): void;
  update(state: ViewState): void;
}

/** What its buttons do. `counted` hears of the tokens of the message and of what goes along, a moment after `count`. */
export interface SendBarDependencies {
  readonly post: Post;
  readonly send: () => void;
  readonly focusBox: () => void;
  readonly counted: (tokens: number) => void;
}

/** Send and Stop take each other's place. The focus of the one that goes is given to the box; Send can be pressed once `setEmpty(false)` was said. */
export function createSendBar({ post, send: sendDraft, focusBox, counted }: SendBarDependencies): SendBar {
  const attach = iconButton('attach', strings.attach);
  attach.title = strings.attachHint;
  const model = createModelButton(post);
  const meter = createContextMeter();
  const tokens = createTokenCount(count => {
    counted(count);
    meter.measure(count);
  });
  const send = iconButton('arrowUp', strings.send, 'send');
  const stop = iconButton('stop', strings.stop, 'stop');
  const space = element('span', { class: 'space' });
  const node = element('div', { class: 'bar' }, attach, model.node, space, tokens.node, meter.node, send, stop);

  send.disabled = true;
  stop.hidden = true;
  attach.addEventListener('click', () => post({ type: 'attach' }));
  send.addEventListener('click', sendDraft);
  stop.addEventListener('click', () => post({ type: 'stop' }));

  return {
    node,
    count: tokens.update,
    setEmpty(isEmpty) {
      send.disabled = isEmpty;
    },
    update({ target, context, busy }) {
      model.update(target);
      meter.update(context);
      // A button that goes away takes the focus with it, and the next key press would go nowhere.
      const hadFocus = document.activeElement === (busy ? send : stop);
      send.hidden = busy;
      stop.hidden = !busy;
      if (hadFocus) focusBox();
    },
  };
}
