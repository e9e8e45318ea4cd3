import assert from 'node:assert/strict';
import { violations } from './accessibilityRules';
import { answer, longFailure, message, progress, question, retrying, stateOf, summaryOf } from './fixtures';
import { type Chat, startChat } from './harness';
import { samples } from './samples';
import { themeNames } from './themes';

const code =
  '```typescript\nexport const reallyLongNames = "that go on and on and on, past the edge of the view, far past it";\n```';
// The last sample leaves its code block open.
const closing = '```';
const table = `| ${'a long head | '.repeat(20)}\n|${'---|'.repeat(20)}\n| ${'cell | '.repeat(20)}`;

const conversation = stateOf(
  [
    question('q1', 'Explain this', { chips: [{ label: 'search.ts', detail: '12–20' }] }),
    answer('a1', {
      text: `${Object.values(samples).join('\n\n')}\n${closing}\n\n${code}\n\n${table}\n\n[link](https://example.com) ![i](https://e.com/i.png)`,
      reasoning: 'First, look.',
      summary: summaryOf('0.4 s · 312 tokens'),
      notice: 'Cut at 200 tokens',
    }),
    question('q2', 'And?'),
    answer('a2', {
      status: 'failed',
      error: {
        title: 'The endpoint refused the token (401)',
        serverMessage: 'Key expired.',
        request: 'POST https://llm.example.com/v1/chat/completions',
        remedies: [
          { remedy: 'setToken', label: 'Set token' },
          { remedy: 'showLog', label: 'Show log' },
        ],
      },
    }),
    answer('a3', { text: code, status: 'stopped' }),
    answer('a4', { status: 'waiting' }),
    answer('a5', { status: 'failed', text: 'Half', error: longFailure }),
    answer('a6', { status: 'waiting', progress: { phase: 'connecting', seconds: 3 } }),
    answer('a7', { status: 'streaming', text: 'So', progress: { phase: 'silent', seconds: 12 } }),
    answer('a8', { status: 'streaming', text: 'So', progress: { phase: 'silent', seconds: 312 } }),
    answer('a9', { status: 'waiting', progress: retrying }),
  ],
  { notSaved: 'Not saved: the disk is full.' },
);

describe('Accessibility', () => {
  let chat: Chat;

  before(async () => {
    chat = await startChat();
  });

  after(() => chat.stop());

  for (const theme of themeNames) {
    it(`axe finds nothing wrong in a conversation in the theme ${theme}`, async () => {
      const opened = await chat.open({ theme, width: 320, height: 6000 });
      await opened.tell(conversation);
      await opened.page.locator('summary:visible').click();
      assert.deepEqual(await violations(opened.page), []);
      assert.deepEqual(opened.problems, []);
      await opened.close();
    });

    it(`axe finds nothing wrong in an empty conversation in the theme ${theme}`, async () => {
      const opened = await chat.open({ theme });
      await opened.tell(stateOf([]));
      assert.deepEqual(await violations(opened.page), []);
      const { target: _, ...state } = stateOf([]).state;
      await opened.tell({ type: 'state', state });
      assert.deepEqual(await violations(opened.page), []);
      await opened.close();
    });
  }

  it('says once that it waits and once that the answer is there, and does not read every piece', async () => {
    const opened = await chat.open();
    const { page } = opened;
    const spoken = () => page.locator('.visually-hidden[role=status]').textContent();
    await opened.tell(stateOf([question('q')]));
    assert.equal(await spoken(), '');
    await opened.tell({ type: 'message', message: answer('a', { status: 'waiting' }) });
    assert.equal(await spoken(), 'Waiting for qwen3-coder…');
    assert.equal(await page.getByRole('article', { name: 'qwen3-coder' }).getAttribute('aria-live'), 'off');
    await opened.tell({ type: 'delta', id: 'a', text: 'Some text', reasoning: '' });
    assert.equal(await spoken(), '');
    await opened.tell({ type: 'message', message: answer('a', { text: 'Some text' }) });
    assert.equal(await spoken(), 'qwen3-coder has answered');
    await opened.close();
  });

  it('says each phase of a wait once, and no number of it', async () => {
    const opened = await chat.open();
    const { page } = opened;
    await opened.tell(stateOf([question('q')]));
    // What a screen reader is given to say: the text of the live region, each time that it changes.
    await page.evaluate(() => {
      const region = document.querySelector('.visually-hidden[role=status]');
      window.said = [];
      const observer = new MutationObserver(() => window.said.push(region?.textContent ?? ''));
      if (region) observer.observe(region, { childList: true, characterData: true, subtree: true });
    });
    await opened.tell(message(answer('a', { status: 'waiting' })));
    for (const seconds of [1, 2, 3]) await opened.tell(progress('a', { phase: 'connecting', seconds }));
    for (const seconds of [3, 2, 1]) await opened.tell(progress('a', { ...retrying, seconds }));
    for (const seconds of [1, 2, 3]) await opened.tell(progress('a', { phase: 'waiting', seconds }));
    await opened.tell(message(answer('a', { status: 'streaming', text: 'So' })));
    for (const seconds of [10, 11, 60, 299, 300, 301]) await opened.tell(progress('a', { phase: 'silent', seconds }));
    await opened.tell(message(answer('a', { text: 'So.' })));
    assert.deepEqual(await page.evaluate(() => window.said), [
      'Waiting for qwen3-coder…',
      'Connecting to Deka LLM…',
      'The endpoint is busy, or your limit is reached (429). Asking again (attempt 2 of 3)',
      'Waiting for qwen3-coder…',
      '',
      'Nothing more for now, the answer has not ended',
      'The endpoint keeps the connection open but sends no words.',
      'qwen3-coder has answered',
    ]);
    await opened.close();
  });

  it('does not speak of answers that were there before', async () => {
    const opened = await chat.open();
    await opened.tell(stateOf([answer('a', { text: 'Old' })]));
    assert.equal(await opened.page.locator('.visually-hidden[role=status]').textContent(), '');
    await opened.close();
  });

  it('can be reached with the keyboard alone, in the order of what is seen', async () => {
    const opened = await chat.open({ height: 1200 });
    const { page } = opened;
    await opened.tell(
      stateOf([
        question('q'),
        answer('a', {
          text: `[link](https://example.com)\n\n${code}\n\n${table}`,
          reasoning: 'x',
          summary: summaryOf('s'),
        }),
      ]),
    );
    await page.getByRole('textbox', { name: 'Message' }).fill('draft');
    await page.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
    });
    const reached: string[] = [];
    for (let count = 0; count < 21; count++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const at = document.activeElement;
          const ring = at && !at.matches('textarea') ? getComputedStyle(at).outlineStyle : 'border';
          return `${at?.getAttribute('aria-label') ?? at?.textContent?.slice(0, 14)}${ring === 'none' ? ' without a ring' : ''}`;
        }),
      );
    }
    assert.deepEqual(reached, [
      'New conversation',
      'History',
      'More actions',
      'Conversation',
      'Edit message',
      'Delete message and answer',
      'Thought',
      'link',
      'Wrap lines',
      'New file with code',
      'Copy code',
      'Insert at cursor',
      'Apply',
      'export const r',
      'a long heada l',
      'Copy message',
      'Regenerate',
      'Message',
      'Attach',
      'Model: qwen3-coder · Deka LLM',
      'Send',
    ]);
    await opened.close();
  });

  it('moves nothing by itself where the user asked for less motion', async () => {
    const moving = async (reducedMotion: boolean): Promise<number> => {
      const opened = await chat.open({ reducedMotion });
      await opened.tell(stateOf([answer('a', { status: 'waiting' })], { busy: true }));
      const count = await opened.page.evaluate(() => document.getAnimations().length);
      await opened.close();
      return count;
    };
    assert.equal(await moving(false), 1);
    assert.equal(await moving(true), 0);
  });

  for (const width of [300, 600]) {
    it(`clips nothing at ${width} pixels: what is too wide scrolls in its own box`, async () => {
      const opened = await chat.open({ width, height: 3000 });
      await opened.tell(conversation);
      const clipped = await opened.page.evaluate(() => {
        const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
        return [...document.querySelectorAll('#app *:not(.visually-hidden)')]
          .filter(
            element => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1 && !scrolls(element),
          )
          .filter(element => getComputedStyle(element).textOverflow !== 'ellipsis')
          .map(element => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`);
      });
      assert.deepEqual(clipped, []);
      assert.equal(await opened.page.evaluate(() => document.documentElement.scrollWidth), width);
      assert(
        (await opened.page
          .locator('.table')
          .last()
          .evaluate(box => box.scrollWidth - box.clientWidth)) > 0,
      );
      await opened.close();
    });
  }
});
