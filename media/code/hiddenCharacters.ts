/**
 * Code points that change what a text says, or hide something in it, and are not seen themselves: control characters,
 * zero-width characters that no script needs, direction overrides, tags, and selectors of variants that no font has.
 * src/core/safety/hiddenCharacters.ts has the same ones, which the host asks about; a test holds both together.
 */
const hidden: readonly (readonly [first: number, last: number])[] = [
  [0x0, 0x8],
  [0xb, 0xc],
  [0xe, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200b],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe007f],
  [0xe0100, 0xe01ef],
];

/** Everything but the above, by UTF-16 unit: what nearly every text is made of. The pair of a tag begins with DB40. */
const unsuspicious =
  /^[\t\n\r -~\u00A0-\u200A\u200C-\u2029\u202F-\u205F\u2065\u206A-\uDB3F\uDB41-\uFEFE\uFF00-\uFFFF]*$/;

/** The tags of a flag, such as Scotland's, are part of that flag. */
const flag = /(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F})/u;

/** A run of a text that is shown as it is, or as one box for everything hidden in it. */
export interface TextPiece {
  readonly text: string;
  readonly isHidden: boolean;
}

/** Whether nothing in a text is hidden; sure for whole texts only, as a pair can be cut in two. */
export function isUnsuspicious(text: string): boolean {
  return unsuspicious.test(text);
}

/** A text in runs of what is seen and what is not. */
export function splitHidden(text: string): readonly TextPiece[] {
  if (isUnsuspicious(text)) return [{ text, isHidden: false }];
  const pieces: TextPiece[] = [];
  const add = (more: string, isHidden: boolean): void => {
    const last = pieces.at(-1);
    if (last?.isHidden === isHidden) pieces[pieces.length - 1] = { text: last.text + more, isHidden };
    else if (more) pieces.push({ text: more, isHidden });
  };
  for (const [index, part] of text.split(flag).entries()) {
    if (index % 2 === 1) add(part, false);
    else for (const character of part) add(character, isHidden(character));
  }
  return pieces;
}

function isHidden(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return hidden.some(([first, last]) => point >= first && point <= last);
}

/** `U+200B U+202E` */
export function nameCodePoints(text: string): string {
  return [...text]
    .map(character => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
}

/** The text whose code points `nameCodePoints` has named. Only for its output: a number that is no code point throws a `RangeError`. */
export function readCodePoints(names: string): string {
  return names
    .split(' ')
    .map(name => String.fromCodePoint(Number.parseInt(name.slice(2), 16) || 0))
    .join('');
}
