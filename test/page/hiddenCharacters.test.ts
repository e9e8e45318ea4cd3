import assert from 'node:assert/strict';
import { answer, delta, fence, message, stateOf } from './fixtures';
import { usePage } from './openedPage';

const running = stateOf([answer('a', { status: 'waiting' })], { busy: true });

describe('What is hidden in an answer', () => {
  const opened = usePage();
  const { intents, button } = opened;

  async function show(text: string): Promise<void> {
    await opened.tell(stateOf([answer('a1', { text })]));
  }

  it('is seen, in text and in code, and is not copied from there', async () => {
    await show(
      `a\u200Bb \`c\u202Ed\` [e\u2066f](https://example.com)\n\n${fence('if (x\u202E\u2066) \u001B[31m{}\n')}`,
    );
    const boxes = opened.page.locator('[data-hidden]');
    assert.deepEqual(await boxes.evaluateAll(all => all.map(box => box.getAttribute('data-hidden'))), [
      ...['U+200B', 'U+202E', 'U+2066', 'U+202E U+2066', 'U+001B'],
    ]);
    for (const box of await boxes.all()) assert.ok(((await box.boundingBox())?.width ?? 0) > 20);
    assert.equal(await opened.page.locator('pre code').textContent(), 'if (x) [31m{}\n');
    await button('Copy code').click();
    await button('Insert at cursor').click();
    assert.deepEqual(await intents(), [
      { type: 'copy', text: 'if (x) [31m{}' },
      { type: 'insertCode', text: 'if (x\u202E\u2066) \u001B[31m{}' },
    ]);
  });

  it('is the same in the end, however the text came: halves of a pair, and flags cut in two', async () => {
    const scotland = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';
    const code = `a\u{E0041}\u{E0042}b ${scotland} \u200Bc\u{E0100} 😀 👨‍👩‍👧\n${scotland}\n`;
    const text = `x\u{E0041}y ${scotland}\n\n${fence(code)}`;
    await show(text);
    const html = (): Promise<string> => opened.page.locator('.markdown').innerHTML();
    const atOnce = await html();
    assert.equal(await opened.page.locator('pre [data-hidden]').count(), 3);
    await opened.tell(running);
    for (let position = 0; position < text.length; position++) await opened.tell(delta('a', text[position] ?? ''));
    await opened.tell(message(answer('a', { text })));
    assert.equal(await html(), atOnce);
    await button('Insert at cursor').click();
    assert.deepEqual(await intents(), [{ type: 'insertCode', text: code.trimEnd() }]);
  });

  it('costs no more the longer the code is: what is shown already stays while more comes', async () => {
    await opened.tell(running, delta('a', '```\nab\u200Bab\u200B'));
    await opened.page.locator('pre [data-hidden]').nth(1).waitFor();
    await opened.page.evaluate(() => document.querySelector('pre [data-hidden]')?.classList.add('same'));
    await opened.tell(delta('a', 'ab\u200Bab\n'));
    await opened.page.locator('pre [data-hidden]').nth(2).waitFor();
    assert.equal(await opened.page.locator('pre [data-hidden].same').count(), 1);
  });
});
