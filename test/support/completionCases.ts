import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An answer of a model, and what has to become of the document. test/fixtures/completion/README.md says how they are written. */
export interface CompletionCase {
  readonly language: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly answer: string;
  readonly wanted: string;
  readonly indentUnit: string;
  readonly crlf: boolean;
  readonly filled: boolean;
}

/** @param root the project's folder */
export function completionCases(root = '.'): readonly CompletionCase[] {
  const folder = path.join(root, 'test', 'fixtures', 'completion');
  return readdirSync(folder)
    .filter(file => file.endsWith('.txt'))
    .flatMap(file => casesIn(path.basename(file, '.txt'), readFileSync(path.join(folder, file), 'utf8')));
}

function casesIn(language: string, text: string): readonly CompletionCase[] {
  return text
    .replace(/\n$/, '')
    .split(/^=== /m)
    .slice(1)
    .map((written, index, all) => caseIn(language, index < all.length - 1 ? written.replace(/\n\n$/, '') : written));
}

function caseIn(language: string, written: string): CompletionCase {
  const parts = /^(.*)\n--- document\n([\s\S]*)\n--- answer\n([\s\S]*?)\n?--- wanted\n([\s\S]*)$/.exec(written);
  if (!parts) throw new Error(`No case: ${written}`);
  const [title = '', document = '', answer = '', wanted = ''] = parts.slice(1);
  const [name = '', options = ''] = title.split(' [');
  const [before = '', after = ''] = plain(document).split('▮');
  const isTabs = options.includes('tabs');
  return {
    language,
    name,
    before,
    after,
    answer: plain(answer),
    wanted: plain(wanted),
    indentUnit: isTabs ? '\t' : options.includes('4') ? '    ' : '  ',
    crlf: options.includes('crlf'),
    filled: options.includes('filled'),
  };
}

function plain(text: string): string {
  return text.replaceAll('⇥', '\t').replaceAll('␍', '\r').replaceAll('␛', '\u001B').replaceAll('␣', ' ');
}
