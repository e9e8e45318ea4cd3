import assert from 'node:assert/strict';
import { cleanSuggestedTitle } from '../../../../src/core/titles/suggestedTitleText';

const titles: readonly (readonly [written: string, title: string | undefined])[] = [
  ['Closures in JavaScript', 'Closures in JavaScript'],
  ['"Closures in JavaScript."', 'Closures in JavaScript'],
  ['**Closures in JavaScript**', 'Closures in JavaScript'],
  ['# Closures in JavaScript\n', 'Closures in JavaScript'],
  ['Title: Closures in JavaScript', 'Closures in JavaScript'],
  ['**Title:** "Closures in JavaScript"', 'Closures in JavaScript'],
  ['Here is a title for the conversation:\n\n“Closures in JavaScript”\n\nLet me know!', 'Closures in JavaScript'],
  ['Sure! Here’s a short title: Closures in JavaScript', 'Closures in JavaScript'],
  ['```\nClosures in JavaScript\n```', 'Closures in JavaScript'],
  ['{"title": "Closures in JavaScript"}', 'Closures in JavaScript'],
  ['- Closures in JavaScript\n- Scope and functions', 'Closures in JavaScript'],
  ['<think>They ask about closures.</think>\n\nClosures in JavaScript', 'Closures in JavaScript'],
  ['They ask about closures.</think>Closures in JavaScript', 'Closures in JavaScript'],
  ['Closures\tin \u200bJavaScript\u0007', 'Closures in JavaScript'],
  ['Fixing `undefined` in "strict" mode', 'Fixing `undefined` in "strict" mode'],
  ['C# and .NET: what is new in 9.0', 'C# and .NET: what is new in 9.0'],
  ['What is a closure?', 'What is a closure?'],
  ['《闭包的原理》。', '闭包的原理'],
  ['标题：闭包的原理', '闭包的原理'],
  ['Judul: Penutupan dalam JavaScript', 'Penutupan dalam JavaScript'],
  [
    'How closures keep variables of functions alive after they have returned',
    'How closures keep variables of functions alive after they…',
  ],
  ['闭'.repeat(80), `${'闭'.repeat(59)}…`],
  ['', undefined],
  ['   \n\n', undefined],
  ['"…"', undefined],
  ['<think>They ask about', undefined],
  ['New conversation', undefined],
  ['**Untitled**', undefined],
  ['I’m sorry, but I cannot name this.', undefined],
  ['As an AI language model, I have no titles.', undefined],
  ['<title>', undefined],
  ['<b>Closures', undefined],
  [`A closure is a function that ${'remembers '.repeat(20)}`, undefined],
];

describe('the title in what a model has written', () => {
  for (const [written, title] of titles) {
    it(`is ${title ?? 'none'}: ${JSON.stringify(written.slice(0, 60))}`, () => {
      assert.equal(cleanSuggestedTitle(written), title);
    });
  }
});
