import { marked } from 'marked';

/** The whole message anew with every delta: what most extensions do. */
/** @type {import('./contender').CreateContender} */
export const create = root => {
  let text = '';
  return {
    append(delta) {
      text += delta;
      root.innerHTML = String(marked.parse(text));
    },
  };
};
