import { baseName } from '../text';

/** Characters of a name in the status bar: there is little room, and the whole name is in its tooltip. */
const MOST = 24;

/** A model's id without the folders before it: `qwen/qwen2-vl-72b-instruct` is known by its last part. */
export function shortModel(model: string): string {
  return shortName(baseName(model) || model);
}

/** Any name, cut to `MOST` characters with an ellipsis as the last. They are code points: no pair of UTF-16 is cut in two. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join('')}…` : name;
}
