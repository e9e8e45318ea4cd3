import assert from 'node:assert/strict';
import { isUnsuspicious, nameCodePoints, readCodePoints, splitHidden } from '../../../../media/code/hiddenCharacters';
import { findHidden, withoutControls, withoutHidden } from '../../../../src/core/safety/hiddenCharacters';

const points = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const HIDDEN = [
  ...[0x200b, 0xfeff],
  ...points(0x202a, 0x202e),
  ...points(0x2060, 0x2064),
  ...points(0x2066, 0x2069),
  ...points(0xe0000, 0xe007f),
  ...points(0xe0100, 0xe01ef),
];

/** Each in the middle, at the beginning and the end, in code, beside emoji and beside other scripts. */
const bad = HIDDEN.flatMap((point, index) => {
  const hidden = String.fromCodePoint(point);
  const contexts = [
    `const a${hidden} = 1;`,
    `${hidden}start`,
    `end${hidden}`,
    `😀${hidden}`,
    `سلام${hidden}`,
    `${hidden}\n${hidden}`,
  ];
  return [contexts[index % contexts.length] ?? hidden];
});

const legitimate = [
  ...['😀', '👍🏽', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🏴‍☠️', '❤️', '☺️', '1️⃣', '#️⃣', '🇮🇩', '👩🏾‍💻', '🧑‍🚀', '⚕️', '🐻‍❄️', '❤️‍🔥'],
  ...[
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}!',
  ],
  ...[
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
    "\u{1F3F4}\u{E0075}\u{E0073}\u{E0074}\u{E0078}\u{E007F} y'all",
  ],
  ...['می‌خواهم', 'نمی‌دانم', 'کتاب‌ها', 'مرحبا بالعالم', 'שלום עולם', 'שָׁלוֹם', 'अनुच्छेद', 'क्‍ष', 'ක්‍ර', 'বাংলা', 'മലയാളം'],
  ...[
    'Selamat pagi',
    'naïve café',
    'Zürich',
    'Ångström',
    'Việt Nam',
    'Ελληνικά',
    'Привет',
    '你好，世界',
    'こんにちは',
    '한국어',
    'ไทย',
  ],
  ...[
    'e\u0301',
    'ﬁ',
    '½ €',
    '“quoted” – and — so…',
    'a\u00a0b',
    '1\u202f000',
    '→ ✓ ✗',
    '𝒜𝓁𝑔',
    'tab\tand\nbreak\r\n',
    'x\u00ad-y',
    '<b>&amp;</b>',
  ],
];

const ESC = '\u001b';
const sequences: readonly (readonly [text: string, left: string])[] = [
  ...[
    '[31m',
    '[0m',
    '[1;31m',
    '[38;5;196m',
    '[38;2;1;2;3m',
    '[2J',
    '[H',
    '[10;20H',
    '[K',
    '[?25l',
    '[?1049h',
    '[6n',
    '[!p',
    '[>c',
  ].map(tail => [`a${ESC}${tail}b`, 'ab'] as const),
  [`a${ESC}]0;title\u0007b`, 'ab'],
  [`a${ESC}]0;title${ESC}\\b`, 'ab'],
  [`a${ESC}]8;;https://evil.example${ESC}\\link${ESC}]8;;${ESC}\\b`, 'alinkb'],
  [`a${ESC}]52;c;ZXZpbA==\u0007b`, 'ab'],
  [`a${ESC}Pq#0${ESC}\\b`, 'ab'],
  [`a${ESC}^x${ESC}\\b`, 'ab'],
  [`a${ESC}_x${ESC}\\b`, 'ab'],
  [`a${ESC}cb`, 'ab'],
  [`a${ESC}7b${ESC}8`, 'ab'],
  [`a${ESC}(0b`, 'ab'],
  [`a${ESC}#8b`, 'ab'],
  [`a${ESC}${ESC}[31mb`, 'ab'],
  [`a${ESC}`, 'a'],
  [`a${ESC}[`, 'a'],
  ['a\u009b31mb', 'ab'],
  ['a\u009d0;t\u009cb', 'ab'],
  ['a\u0000\u0007\u0008\u000b\u000c\u000e\u001f\u007fb', 'ab'],
  ['a\u0085b\tc\nd\r\n', 'ab\tc\nd\r\n'],
];

describe('hidden characters', () => {
  it('are found in every bad string, and gone afterwards', () => {
    assert.ok(bad.length >= 200, `${bad.length}`);
    for (const text of bad) {
      assert.ok(findHidden(text).length > 0, JSON.stringify(text));
      assert.deepEqual(findHidden(withoutHidden(text)), []);
      assert.ok(
        splitHidden(text).some(({ isHidden }) => isHidden),
        JSON.stringify(text),
      );
    }
  });

  it('are not seen in text that people write: emoji, flags, joiners of scripts, right-to-left text', () => {
    assert.ok(legitimate.length >= 50, `${legitimate.length}`);
    for (const text of legitimate) {
      assert.deepEqual(findHidden(text), [], text);
      assert.equal(withoutHidden(text), text);
      assert.deepEqual(splitHidden(text), [{ text, isHidden: false }], text);
    }
  });

  it('are the same for the page, which shows them, and the host, which asks about them', () => {
    const different: string[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      const text = `a${String.fromCodePoint(point)}b`;
      const shown = splitHidden(text).some(({ isHidden }) => isHidden);
      const refused = findHidden(text).length > 0 || withoutControls(text) !== text;
      if (shown !== refused) different.push(point.toString(16));
      if (isUnsuspicious(text) && shown) different.push(`${point.toString(16)} unsuspicious`);
    }
    assert.deepEqual(different, []);
  });

  it('are tags of a flag only behind its black flag, and only to its end', () => {
    const tags = '\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}';
    assert.equal(findHidden(`${tags}\u{E007F}`).length, 6);
    assert.equal(findHidden(`\u{1F3F4}${tags}`).length, 5);
    assert.equal(findHidden(`\u{1F3F4}${tags}\u{E007F}\u{E0041}`).length, 1);
  });

  it('are counted by code point', () => {
    assert.deepEqual(findHidden('a\u200b\u202e\u200b'), [
      { codePoint: 'U+200B', kind: 'zeroWidthSpace', count: 2 },
      { codePoint: 'U+202E', kind: 'directionOverride', count: 1 },
    ]);
  });

  it('are written down by name and read back', () => {
    const text = '\u200b\u{e0041}\u001b';
    assert.equal(nameCodePoints(text), 'U+200B U+E0041 U+001B');
    assert.equal(readCodePoints(nameCodePoints(text)), text);
  });
});

describe('withoutControls', () => {
  it('leaves nothing of a terminal sequence, and the text around it', () => {
    assert.ok(sequences.length >= 32, `${sequences.length}`);
    for (const [text, left] of sequences) {
      const plain = withoutControls(text);
      assert.ok(!plain.includes(ESC) && !plain.includes('\u009b'), JSON.stringify(text));
      assert.equal(plain, left, JSON.stringify(text));
    }
  });

  it('keeps tabs and line breaks', () => assert.equal(withoutControls('a\tb\nc\r\nd\u0085'), 'a\tb\nc\r\nd'));

  it('takes time in proportion to the text, whatever it is', () => {
    for (const unit of [ESC, `${ESC}[`, `${ESC}]`, '\u009b1', `${ESC}P`]) {
      assert.ok(withoutControls(unit.repeat(200_000)).length <= 200_000);
    }
  });
});
