import assert from 'node:assert/strict';
import type { ViewFile } from '../../src/shared/viewState';
import { answer, delta, fence, message, question, stateOf } from './fixtures';
import { usePage } from './openedPage';
import { pieces } from './samples';

const typescript = 'export function add(a: number): Timer {\n  // sum\n  return run("x", 1);\n}\n';
const running = stateOf([answer('a', { status: 'waiting' })], { busy: true });

/** Code that would do harm if anything in an answer could press a button or name a place. */
const hostile = [
  ...[
    '../../.vscode/settings.json',
    '/etc/passwd',
    'ts:../../x.ts',
    'file:///x',
    '"onclick="alert(1)',
    'apply',
    'x" data-id="q',
  ],
  ...[
    'javascript',
    'command:workbench.action.quit',
    'ts title=../../a.ts',
    '{"apply":true}',
    '<button>',
    'ts\tapply-code',
  ],
].flatMap(info => [
  `~~~${info}\n<button class="apply-code">Apply</button>\n~~~`,
  `\`\`\`${info.replaceAll('`', '')}\nrm -rf / # ${info}\n\`\`\``,
  `- \`\`\`${info}\n  code.click()\n`,
  `> \`\`\`${info}\n> postMessage({type:'applyCode'})\n`,
  `[Apply](command:endpointChat.acceptChanges) \`Apply\`\n\n\`\`\`${info}\n\u202E\u001B]52;c;x\u0007\n`,
  `<button class="insert-code">Insert at cursor</button>\n\n    indented ${info}\n`,
  `Press Enter.\n\n\`\`\`${info}\n${'x'.repeat(3000)}\n`,
  `\`\`\`${info}\n${'<a '.repeat(500)}\n\`\`\``,
]);

describe('Code blocks', () => {
  const opened = usePage();
  const { intents, button } = opened;

  async function show(text: string, file?: ViewFile): Promise<void> {
    await opened.tell(stateOf([question('q'), answer('a1', { text, ...(file ? { file } : {}) })]));
  }

  async function coloured(): Promise<void> {
    await opened.page.waitForFunction(() =>
      [...document.querySelectorAll('pre code[data-language]')].every(code => code.querySelector('[class^="hl-"]')),
    );
  }

  describe('their buttons', () => {
    it('ask the host for what they say, with the code as it is written', async () => {
      await show(fence(typescript));
      await coloured();
      for (const name of ['Copy code', 'Insert at cursor', 'Apply', 'New file with code']) await button(name).click();
      const text = typescript.trimEnd();
      assert.deepEqual(await intents(), [
        { type: 'copy', text },
        { type: 'insertCode', text },
        { type: 'applyCode', id: 'a1', text },
        { type: 'newFile', text, language: 'ts' },
      ]);
    });

    it('say that the code is too long for them, and do not show that it was copied (S14)', async () => {
      await show(fence(`${'x'.repeat(1023)}\n`.repeat(1025)));
      const before = await button('Copy code').innerHTML();
      for (const name of ['Copy code', 'Insert at cursor', 'Apply', 'New file with code']) {
        await button(name).click();
        assert.match(await opened.page.locator('.notice').innerText(), /too long to be handed over at once: 1025 kB/);
        assert.equal(await button('Copy code').innerHTML(), before);
        await button('Dismiss').click();
      }
      assert.deepEqual(await intents(), []);
    });

    it('can be reached and pressed with the keyboard, and are seen then', async () => {
      await show(fence(typescript));
      await opened.page.mouse.move(0, 0);
      await button('Wrap lines').focus();
      for (const name of ['Wrap lines', 'New file with code', 'Copy code', 'Insert at cursor', 'Apply']) {
        assert.equal(await opened.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), name);
        assert.equal(await button(name).evaluate(element => getComputedStyle(element).opacity), '1');
        await opened.page.keyboard.press('Tab');
      }
      await button('Apply').press('Enter');
      assert.deepEqual(await intents(), [{ type: 'applyCode', id: 'a1', text: typescript.trimEnd() }]);
    });

    it('offer only a copy while more of the code may come, and nothing moves when the rest is there', async () => {
      await opened.tell(running);
      await opened.tell(delta('a', '```ts\nconst a'));
      const place = (): Promise<unknown> => button('Copy code').boundingBox();
      const before = await place();
      for (const name of ['Insert at cursor', 'Apply', 'New file with code'])
        assert.equal(await button(name).count(), 0, name);
      await button('Copy code').click();
      assert.deepEqual(await intents(), [{ type: 'copy', text: 'const a' }]);
      await opened.tell(delta('a', ' = 1;\n```\n\nSo'));
      assert.deepEqual(await place(), before);
      for (const name of ['Insert at cursor', 'Apply', 'New file with code'])
        assert.equal(await button(name).count(), 1, name);
    });

    it('are all there for code whose end never came, once the answer has ended', async () => {
      await opened.tell(running);
      await opened.tell(delta('a', '```ts\nconst a'));
      await opened.tell(message(answer('a', { text: '```ts\nconst a', status: 'stopped' })));
      await button('Insert at cursor').click();
      assert.deepEqual(await intents(), [{ type: 'insertCode', text: 'const a' }]);
    });

    it('fit into the head at every width, in a list in a list, too', async () => {
      await opened.page.setViewportSize({ width: 300, height: 700 });
      await show(
        `${fence(typescript, 'a-language-with-a-very-long-name-that-goes-on')}\n- a\n  - b\n    - c\n\n      ${fence('x\n').replaceAll('\n', '\n      ')}`,
        { name: 'a-very-long-file-name-that-goes-on-and-on.ts', language: 'ts' },
      );
      const outside = await opened.page.evaluate(
        () =>
          [...document.querySelectorAll('.code-head')].filter(head => {
            const { left, right } = head.getBoundingClientRect();
            return [...head.querySelectorAll('button')].some(at => {
              const box = at.getBoundingClientRect();
              return box.left < left || box.right > right;
            });
          }).length,
      );
      assert.equal(outside, 0);
      assert.equal(await opened.page.locator('.code-head').count(), 2);
    });

    it('are pressed by nobody but the user, whatever an answer says', async () => {
      assert.ok(hostile.length >= 100);
      await opened.tell(stateOf(hostile.map((text, index) => answer(`m${index}`, { text }))));
      const streamed = await opened.openAnother();
      const id = (index: number): string => `m${index}`;
      await streamed.tell(
        stateOf(
          hostile.map((_, index) => answer(id(index), { status: 'waiting' })),
          { busy: true },
        ),
      );
      const cut = hostile.map((text, index) => pieces(text, index + 1, 400));
      for (let round = 0; cut.some(parts => parts[round] !== undefined); round++) {
        await streamed.tell(...cut.map((parts, index) => delta(id(index), parts[round] ?? '')));
      }
      await streamed.page.waitForTimeout(700);
      for (const page of [opened, streamed]) {
        assert.deepEqual(
          (await page.posted()).filter(({ type }) => type !== 'ready'),
          [],
        );
        assert.equal(
          await page.page.locator('.markdown .code-actions button').count(),
          5 * (await page.page.locator('.code').count()),
        );
      }
      assert.deepEqual(streamed.problems, []);
      await streamed.close();
    });
  });

  describe('their lines', () => {
    it('are wrapped on request, which holds while the block grows and ends', async () => {
      await opened.tell(running);
      await opened.tell(delta('a', `\`\`\`ts\nconst a = "${'long '.repeat(60)}";\n`));
      const wide = (): Promise<boolean> =>
        opened.page.locator('pre').evaluate(pre => pre.scrollWidth > pre.clientWidth);
      const pressed = (): Promise<string | null> => button('Wrap lines').getAttribute('aria-pressed');
      assert.deepEqual([await wide(), await pressed()], [true, 'false']);
      await button('Wrap lines').click();
      assert.deepEqual([await wide(), await pressed()], [false, 'true']);
      for (const text of ['more();\n', '```\n', '\nAnd a paragraph.', '\n\n- list'])
        await opened.tell(delta('a', text));
      await coloured();
      assert.deepEqual([await wide(), await pressed()], [false, 'true']);
      await button('Wrap lines').click();
      assert.deepEqual([await wide(), await pressed()], [true, 'false']);
    });
  });

  describe('their label', () => {
    const file = { name: 'search.ts', language: 'typescript' };
    const labels = (): Promise<string[]> => opened.page.locator('.code-label').allTextContents();

    it('says the language, and the file where the question was about one in this language', async () => {
      await show(
        [fence('x\n', 'typescript'), fence('x\n', 'ts'), fence('x\n', 'bash'), fence('x\n', '')].join('\n'),
        file,
      );
      assert.deepEqual(await labels(), ['typescript · search.ts', 'ts · search.ts', 'bash', 'text']);
    });

    it('says the language alone where nothing is known of a file', async () => {
      await show(fence('x\n'));
      assert.deepEqual(await labels(), ['ts']);
    });
  });
});
