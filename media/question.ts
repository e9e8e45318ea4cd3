import type { ViewUserMessage } from '../src/shared/protocol';
import { element } from './dom';
import { icon } from './icons';
import { strings } from './strings';

/** The user's own message: plain text, as it was typed, with what went along. */
export function createQuestion(message: ViewUserMessage): HTMLElement {
  const bubble = element('div', { class: 'bubble' });
  if (message.chips.length > 0) {
    const chips = message.chips.map(({ label, detail, thumbnail }) => {
      const picture = thumbnail ? element('img', { class: 'thumbnail', src: thumbnail, alt: '' }) : icon('file');
      const chip = element('li', { class: 'chip' }, picture, element('span', { class: 'chip-label' }, label));
      if (detail) chip.append(element('span', { class: 'chip-detail' }, detail));
      return chip;
    });
    bubble.append(element('ul', { class: 'chips' }, ...chips));
  }
  bubble.append(element('div', { class: 'words' }, message.text));
  return element('article', { class: 'message question', 'aria-label': strings.you, 'data-id': message.id }, bubble);
}
