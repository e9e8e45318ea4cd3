/** What the model says in the pictures of the page's states. */
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
