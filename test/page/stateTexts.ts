// What is said in the pictures of the page's states.
import { answer, question, summaryOf } from './fixtures';

const CODE = [
  '```typescript',
  'export function debounce(run: () => void, ms = 250) {',
  '  let handle: Timer | undefined;',
  '  return {',
  '    call() { clearTimeout(handle); handle = setTimeout(run, ms); },',
  '    dispose() { clearTimeout(handle); },',
  '  };',
  '}',
  '```',
].join('\n');

export const EXPLANATION = `Each call starts a **new timer** but nothing clears the old one when the view closes, so the callback runs on a disposed editor.

- \`handle\` is kept per call, not per instance
- \`dispose()\` never reaches it

${CODE}

| Before | After |
|---|---|
| one timer per key | one timer per view |
| runs after close | cleared on close |
`;

export const MARKDOWN = `# A heading
## A smaller one
### And another

A paragraph with *emphasis*, **strong words**, ~~a mistake~~, \`code\` and [a link](https://example.com).

1. First
2. Second
   - nested
   - [x] done
   - [ ] not yet

> A quotation
> of two lines

---

    indented code
`;

export const problems = ["line 14, error: Cannot find name 'clear'. (ts 2304)", 'line 17, hint: unused'];
export const chips = [{ label: 'search.ts', detail: '12–20', language: 'typescript', problems }];
export const ask = question('q1', 'Explain this. Why does the timer leak?', { chips });
export const explained = answer('a1', {
  text: EXPLANATION,
  reasoning: 'The user asks about a timer.\n\nFirst, look at what is cleared, and when.',
  thoughtSeconds: 4,
  summary: summaryOf('0.4 s · 61 tok/s · 312 tokens'),
  variants: { number: 2, count: 2, previous: 'a0' },
});

export const context = { used: 1065, window: 8192 };
