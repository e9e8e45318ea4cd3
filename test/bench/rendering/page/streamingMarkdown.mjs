import { default_renderer, parser, parser_write } from 'streaming-markdown';

/** @type {import('./contender').CreateContender} */
export const create = root => {
  const state = parser(default_renderer(root));
  let waiting = '';
  return {
    append(delta) {
      waiting += delta;
    },
    frame() {
      if (waiting) parser_write(state, waiting);
      waiting = '';
    },
  };
};
