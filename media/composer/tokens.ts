import { estimateTokenCount } from 'tokenx';
import { element, setText } from '../dom';
import { fill, strings } from '../strings';

/** Below this a message is short, and its size is nobody's concern. */
const WORTH_SAYING = 500;

/** Characters that are counted one by one. Of a longer text three pieces are, and stand for the rest. */
const COUNTED = 12_000;

/** Milliseconds until the number follows what is typed. */
const DELAY = 150;

/** The size of the message before it is sent. */
export interface TokenCount {
  readonly node: HTMLElement;
  /** `attached`: tokens of what goes along. */
  update(text: string, attached: number): void;
}

/** @param counted is told of every size, also of those that are too small to be shown */
export function createTokenCount(counted: (tokens: number) => void): TokenCount {
  const node = element('span', { class: 'token-count', title: strings.tokensExplained, hidden: '' });
  let isDue = false;
  let now = { text: '', attached: 0 };

  function show(): void {
    isDue = false;
    const count = estimate(now.text) + now.attached;
    counted(count);
    node.hidden = count < WORTH_SAYING;
    setText(node, fill(strings.tokens, { count: countWords(count) }));
  }

  return {
    node,
    update(text, attached) {
      now = { text, attached };
      if (!isDue) setTimeout(show, DELAY);
      isDue = true;
    },
  };
}

/** Tokens of a text, about; in the same short time for a text of any length. */
export function estimate(text: string): number {
  if (text.length <= COUNTED) return estimateTokenCount(text);
  const piece = COUNTED / 3;
  const middle = (text.length - piece) >> 1;
  const pieces = [text.slice(0, piece), text.slice(middle, middle + piece), text.slice(-piece)];
  const counted = pieces.reduce((sum, part) => sum + estimateTokenCount(part), 0);
  return Math.round((counted / COUNTED) * text.length);
}

/** `950`, `1.2k`, `13k`, `1.4M`. */
export function countWords(count: number): string {
  if (count < 1000) return String(count);
  if (count < 9950) return `${(count / 1000).toFixed(1)}k`;
  return count < 999_500 ? `${Math.round(count / 1000)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
