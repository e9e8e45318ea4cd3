import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { historyEnglish } from '../../media/history/historyStrings';
import { english } from '../../media/strings';

/** `vscode.l10n.t('…')`, the only form that is used: other tools find these, too. */
const call = /l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g;

/** Every English sentence that a user can be shown by the code, host and page: the keys of `l10n/bundle.l10n.*.json`. */
export function translationKeys(): ReadonlySet<string> {
  const keys = new Set<string>([...Object.values(english), ...Object.values(historyEnglish)]);
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(path.join('src', file), 'utf8');
    const found = [...source.matchAll(call)].map(match => (match[1] ?? '').replace(/\\(.)/g, '$1'));
    const calls = source.split('l10n.t(').length - 1;
    if (found.length !== calls) throw new Error(`${file}: l10n.t wants its words as a literal in single quotes.`);
    for (const key of found) keys.add(key);
  }
  return keys;
}

/** The places in a sentence that are filled: `{0}`, `{model}`. */
export function placesIn(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();
}
