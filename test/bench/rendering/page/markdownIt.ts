import MarkdownIt from 'markdown-it';
import type { CreateContender } from './contender';

const markdown = new MarkdownIt({ linkify: true });

/** The whole message anew in every frame. */
export const create: CreateContender = root => {
  let text = '';
  let shown = '';
  return {
    append(delta) {
      text += delta;
    },
    frame() {
      if (shown !== text) root.innerHTML = markdown.render(text);
      shown = text;
    },
  };
};

/** The whole message anew with every delta. */
export const createPerDelta: CreateContender = root => {
  let text = '';
  return {
    append(delta) {
      text += delta;
      root.innerHTML = markdown.render(text);
    },
  };
};
