/** What models write beyond CommonMark, and where streaming could go wrong. Each is rendered at once and in pieces. */
export const samples: Readonly<Record<string, string>> = {
  table: 'Before\n\n| a | b |\n|---|:-:|\n| 1 | `x|y` |\n| **2** | [l](https://example.com) |\n\nAfter',
  'table right after a paragraph': 'Text\n| a | b |\n|---|---|\n| 1 | 2 |\nno table\n',
  'almost a table': 'Text\n| a | b |\n| -- | x\n\nmore',
  strikethrough: 'A ~~wrong~~ word and a ~~never closed one',
  'task list':
    '- [ ] open\n- [x] done\n- [X] *done* too\n- [ ]\n- [y] neither\n\n1. [ ] in order\n\n   with a paragraph',
  'bare links': 'See https://example.com/a_b_c?d=e&f=g, main.rs, me@example.com and http://localhost:8080.',
  'code in a list': '1. First\n   ```ts\n   const a = 1;\n   ```\n2. Second\n\n   ```\n   b\n   ```\n\nEnd',
  'code in code': '````md\n```ts\ninside\n```\n~~~\n````\n\nafter\n\n~~~\ntilde ```\n~~~\n',
  'windows line ends': '# Title\r\n\r\n- a\r\n- b\r\n\r\n```\r\ncode\r\n```\r\ntext\r\n',
  'old line ends and a zero': 'a\rb\r\r- c\r\0d\r',
  'rule or paragraph': 'a\n***\nb\n***c\n\nd\n- \n\ne\n-\n',
  'loose at the end': '- a\n- b\n- c\n\n- d\n',
  'list, then code': '- a\n\n      code in the item\n\n    still the item?\n\n\tcode\n\nparagraph\n',
  'quote with everything': '> # h\n> - a\n>   - b\n>\n> ```\n> code\n> ```\nlazy\n\n> another\n',
  'nested emphasis': '***a** b* _c __d___ **e\n\nf**',
  unicode: 'Zażółć 👩‍👩‍👧‍👦 gęślą\n\n- 日本語 **太字** テスト\n- \u202Eمرحبا\n\n| é | ü |\n|---|---|\n| 😀 | ✓ |',
  headings: 'Setext\n===\n\nTwo\n---\n### Three ###\n####### not a heading\n',
  'a real answer':
    'Here is what I found:\n\n1. **Leak** in `debounce`:\n   - the timer is kept *per call*\n   - `dispose()` never runs\n2. Fix\n\n' +
    '```ts\nexport function debounce(run: () => void, ms = 250) {\n  let handle;\n}\n```\n\n' +
    '| Before | After |\n|--------|-------|\n| leaks | does not |\n\n> Note: see https://example.com.\n\n---\n\nDone.',
  'code that never ends': 'Look:\n\n```python\ndef f():\n    return "```"\n\n\n  ``\n',
};

/** Numbers that look random and are the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/** The pieces that a server might send, of every length up to `longest`, cut wherever it likes. */
export function pieces(text: string, seed: number, longest = 17): string[] {
  const random = randomNumbers(seed);
  const result: string[] = [];
  for (let position = 0; position < text.length; ) {
    const length = 1 + random(longest);
    result.push(text.slice(position, position + length));
    position += length;
  }
  return result;
}

const scraps = [
  ...[
    '\n',
    '\n',
    '\n\n',
    ' ',
    '  ',
    '    ',
    '\t',
    'a',
    'word ',
    '- ',
    '* ',
    '+',
    '1. ',
    '2) ',
    '> ',
    '>',
    '# ',
    '### ',
  ],
  ...[
    '```',
    '````',
    '~~~',
    '```ts\n',
    '---',
    '***',
    '===',
    '| ',
    '|',
    '|-|-|\n',
    ':-:',
    '`',
    '*',
    '_',
    '**',
    '~~',
    '[',
    ']',
  ],
  ...[
    '](https://e.com)',
    '![',
    '<',
    '>',
    '&amp;',
    '\\',
    '- [ ] ',
    '[x] ',
    'https://e.com/',
    '<div>',
    '\r\n',
    '\r',
    '\0',
    '日本',
  ],
];

/** Nonsense out of Markdown's own signs: it finds the combinations that nobody thinks of. */
export function nonsense(seed: number, length = 30): string {
  const random = randomNumbers(seed);
  return Array.from({ length }, () => scraps[random(scraps.length)]).join('');
}
