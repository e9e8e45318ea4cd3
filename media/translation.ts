/** The words of a table in the user's language; English where there is no translation. */
export function translated<Name extends string>(
  english: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const translations = readTranslations();
  const words: Record<Name, string> = { ...english };
  for (const name in english) {
    const found = Object.hasOwn(translations, english[name]) ? translations[english[name]] : undefined;
    if (typeof found === 'string') words[name] = found;
  }
  return words;
}

/** What the host has put into the document: every translation that VS Code has loaded, by its English words. */
function readTranslations(): Readonly<Record<string, unknown>> {
  const written = typeof document === 'undefined' ? undefined : document.getElementById('app')?.dataset['translations'];
  return written === undefined ? {} : JSON.parse(written);
}

const placeholder = /\{(\w+)\}/;

/** Puts values into a string's `{places}`. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template
    .split(placeholder)
    .map((piece, index) => (index % 2 === 0 ? piece : String(values[piece] ?? '')))
    .join('');
}

/** Like `fill`, for values that are elements, such as a name in bold. */
export function fillNodes(template: string, values: Readonly<Record<string, Node | string>>): (Node | string)[] {
  return template.split(placeholder).map((piece, index) => (index % 2 === 0 ? piece : (values[piece] ?? '')));
}
