import type { CreateContender } from './contender';

/** The text as it is: what no renderer can do without. */
export const create: CreateContender = root => {
  root.style.whiteSpace = 'pre-wrap';
  const text = root.appendChild(document.createTextNode(''));
  return { append: delta => text.appendData(delta) };
};
