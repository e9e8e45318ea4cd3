/** What a hidden character does to a text. */
export type HiddenKind =
  | 'zeroWidthSpace'
  | 'directionOverride'
  | 'invisibleOperator'
  | 'directionIsolate'
  | 'byteOrderMark'
  | 'tag'
  | 'variationSelector';

/**
 * What a text from a model can hide: code points that change what it says, or carry something unseen. The page shows them
 * (media/code/hiddenCharacters.ts, held to the same list by a test); here they are asked about before they reach a file.
 */
interface HiddenRange {
  readonly first: number;
  readonly last: number;
  readonly kind: HiddenKind;
}

const HIDDEN: readonly HiddenRange[] = [
  { first: 0x200b, last: 0x200b, kind: 'zeroWidthSpace' },
  { first: 0x202a, last: 0x202e, kind: 'directionOverride' },
  { first: 0x2060, last: 0x2064, kind: 'invisibleOperator' },
  { first: 0x2066, last: 0x2069, kind: 'directionIsolate' },
  { first: 0xfeff, last: 0xfeff, kind: 'byteOrderMark' },
  { first: 0xe0000, last: 0xe007f, kind: 'tag' },
  { first: 0xe0100, last: 0xe01ef, kind: 'variationSelector' },
];

/** The tags of a flag, such as Scotland's, are part of that flag. */
const FLAG = /(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F})/u;

/** One code point that is hidden in a text, and how often. */
export interface FoundHidden {
  /** `U+202E` */
  readonly codePoint: string;
  readonly kind: HiddenKind;
  readonly count: number;
}

/** What is hidden in a text, by code point, in order of appearance. */
export function findHidden(text: string): readonly FoundHidden[] {
  const found = new Map<number, FoundHidden>();
  for (const [index, part] of text.split(FLAG).entries()) {
    if (index % 2 === 1) continue;
    for (const character of part) {
      const range = rangeOf(character);
      if (!range) continue;
      const point = character.codePointAt(0) ?? 0;
      const codePoint = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
      found.set(point, { codePoint, kind: range.kind, count: (found.get(point)?.count ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

/** The text with nothing hidden in it. */
export function withoutHidden(text: string): string {
  return text
    .split(FLAG)
    .map((part, index) => (index % 2 === 1 ? part : [...part].filter(character => !rangeOf(character)).join('')))
    .join('');
}

function rangeOf(character: string): HiddenRange | undefined {
  const point = character.codePointAt(0) ?? 0;
  return HIDDEN.find(({ first, last }) => point >= first && point <= last);
}

const ESCAPE = '\u001B';
const CSI = '\u009B';

/** Colours, cursor movements and titles of terminals: a control sequence, a string up to its end, or two characters. */
const TERMINAL_SEQUENCE = new RegExp(
  [
    `(?:${ESCAPE}\\[|${CSI})[0-?]*[ -/]*[@-~]?`,
    `(?:${ESCAPE}[\\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007${ESCAPE}\u009C\n]*(?:\u0007|${ESCAPE}\\\\|\u009C)?`,
    `${ESCAPE}[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);

/** The text without terminal sequences and control characters: tabs and line breaks stay. */
export function withoutControls(text: string): string {
  const plain = text.replace(TERMINAL_SEQUENCE, '');
  return [...plain].filter(character => !isControl(character.codePointAt(0) ?? 0)).join('');
}

function isControl(point: number): boolean {
  if (point === 0x9 || point === 0xa || point === 0xd) return false;
  return point < 0x20 || (point >= 0x7f && point <= 0x9f);
}
