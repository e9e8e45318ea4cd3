import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ToHost, ViewFile } from '../../src/shared/protocol';
import { answer, delta, message, question, stateOf } from './fixtures';
import { type Chat, type ChatPage, startChat } from './harness';
import { pieces } from './samples';
import { type ThemeName, themeNames } from './themes';

const typescript = 'export function add(a: number): Timer {\n  // sum\n  return run("x", 1);\n}\n';
const fence = (code: string, language = 'ts'): string => `\`\`\`${language}\n${code}\`\`\`\n`;
const running = stateOf([answer('a', { status: 'waiting' })], { busy: true });

const everyKind = [
  fence(typescript),
  fence('@cache\nclass A:\n    x = None\n', 'python'),
  fence('<a href="x">y</a>\n', 'html'),
  fence('+a\n-b\n', 'diff'),
].join('\n');

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

describe('Code blocks', function () {
  this.timeout(60_000);
  let chat: Chat;
  let opened: ChatPage;

  before(async () => {
    chat = await startChat();
  });
  after(() => chat.stop());
  beforeEach(async () => {
    opened = await chat.open();
  });
  afterEach(async () => {
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.requests, []);
    await opened.close();
  });

  function button(name: string): Locator {
    return opened.page.getByRole('button', { name, exact: true });
  }

  async function intents(): Promise<readonly ToHost[]> {
    return (await opened.posted()).filter(({ type }) => type !== 'ready');
  }

  async function show(text: string, file?: ViewFile): Promise<void> {
    await opened.tell(stateOf([question('q'), answer('a1', { text, ...(file ? { file } : {}) })]));
  }

  async function coloured(): Promise<void> {
    await opened.page.waitForFunction(() =>
      [...document.querySelectorAll('pre code[data-language]')].every(code => code.querySelector('[class^="hl-"]')),
    );
  }

  function codeHtml(): Promise<string[]> {
    return opened.page.evaluate(() => [...document.querySelectorAll('pre code')].map(code => code.innerHTML));
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
      const streamed = await chat.open();
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

  describe('their colours', () => {
    it('appear, and leave the text as it was', async () => {
      await show(everyKind);
      await coloured();
      const texts = await opened.page.locator('pre code').allTextContents();
      assert.equal(texts[0], typescript);
      const [first] = await codeHtml();
      assert.match(first ?? '', /<span class="hl-control">export<\/span> <span class="hl-keyword">function<\/span>/);
      assert.equal(await opened.page.locator('script').count(), 2);
    });

    it('are loaded only where there is code in a language', async () => {
      await show('Text and `code`.\n\n    indented\n\n```\nplain\n```');
      await opened.page.waitForTimeout(1200);
      assert.equal(await opened.page.locator('script').count(), 1);
    });

    it('are in the end the same, however the text came', async () => {
      const text = `${everyKind}\n- item\n\n  ${fence('let a;\n').replaceAll('\n', '\n  ')}\n\n${fence('/* a\nb */ run(1)\n')}`;
      await show(text);
      await coloured();
      const atOnce = await codeHtml();
      const streamed = opened;
      opened = await chat.open();
      await streamed.close();
      await opened.tell(running);
      for (const piece of pieces(text, 4, 12)) {
        await opened.tell(delta('a', piece));
        await opened.page.waitForTimeout(20);
      }
      await opened.tell(message(answer('a', { text })));
      await coloured();
      await opened.page.waitForTimeout(700);
      assert.deepEqual(await codeHtml(), atOnce);
    });

    it('come at a calm rate while code is written, and the text goes on behind them', async () => {
      await opened.tell(running);
      await opened.tell(delta('a', '```ts\nconst a = 1;\nlet b'));
      await opened.page.waitForSelector('.hl-keyword');
      const kept = await opened.page.evaluateHandle(() => document.querySelector('.hl-keyword'));
      for (const text of [' = 2;', '\n', 'let c;\n', '```\n', '\nEnd']) await opened.tell(delta('a', text));
      assert.equal(await opened.page.locator('pre code').textContent(), 'const a = 1;\nlet b = 2;\nlet c;\n');
      assert.equal(await kept.evaluate(node => node?.isConnected), true);
      await opened.page.waitForFunction(() => document.querySelectorAll('.hl-keyword').length === 3);
    });

    it('wait where the reader has selected something', async () => {
      await opened.tell(running);
      await opened.tell(delta('a', '```ts\nconst chosen = 1;\n'));
      await opened.page.evaluate(() => {
        const text = document.querySelector('pre code')?.firstChild;
        if (text) getSelection()?.setBaseAndExtent(text, 6, text, 12);
      });
      await opened.tell(delta('a', 'let b;\n```\n\nSo'));
      await opened.page.waitForTimeout(1200);
      assert.equal(await opened.page.evaluate(() => String(getSelection())), 'chosen');
      await opened.page.evaluate(() => getSelection()?.removeAllRanges());
      await opened.tell(delta('a', ' it is.'));
      await coloured();
    });

    it('are left out of what is too large, and of languages that are not known', async () => {
      await show(
        [fence('const a = 1;\n'.repeat(8000)), fence('const a;\n', 'klingon'), fence('const a;\n')].join('\n'),
      );
      await opened.page.locator('pre').last().scrollIntoViewIfNeeded();
      await opened.page.waitForSelector('.hl-keyword');
      await opened.page.evaluate(() => document.querySelector('.log')?.scrollTo(0, 0));
      await opened.page.waitForTimeout(800);
      const counts = await opened.page.evaluate(() =>
        [...document.querySelectorAll('pre code')].map(code => code.children.length > 0),
      );
      assert.deepEqual(counts, [false, false, true]);
    });

    it('come to code that is out of sight only when the reader comes near', async () => {
      await show([fence('const a;\n'), `${'text\n\n'.repeat(200)}`, fence('const b;\n')].join('\n'));
      await opened.page.evaluate(() => document.querySelector('.log')?.scrollTo(0, 1e9));
      await opened.page.waitForFunction(() => document.querySelectorAll('pre code')[1]?.children.length);
      assert.equal(await opened.page.locator('pre code').first().locator('span').count(), 0);
      await opened.page.evaluate(() => document.querySelector('.log')?.scrollTo(0, 0));
      await coloured();
    });

    for (const theme of [...themeNames, 'Dark 2026', 'Light 2026'] as const) {
      it(`can be read in ${theme}: a contrast of at least 4.5 on the block`, async () => {
        const base: ThemeName = theme === 'Dark 2026' ? 'dark' : theme === 'Light 2026' ? 'light' : theme;
        await opened.close();
        opened = await chat.open({ theme: base });
        await opened.page.evaluate(name => document.body.setAttribute('data-vscode-theme-id', name), theme);
        const ratios = await opened.page.evaluate(contrasts);
        assert.ok(Object.keys(ratios).length >= 13);
        assert.deepEqual(
          Object.entries(ratios).filter(([, ratio]) => ratio < 4.5),
          [],
        );
      });
    }
  });

  describe('what is hidden in an answer', () => {
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
  });
});

/** Runs in the page: how each colour of code stands out from what a block is painted on. */
function contrasts(): Record<string, number> {
  const kinds =
    'keyword control string number comment function type variable constant tag attribute inserted deleted'.split(' ');
  const probe = document.createElement('span');
  document.body.append(probe);
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = (...colours: readonly string[]): number => {
    if (!canvas) return 0;
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const colourOf = (value: string): string => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const surface = luminance(colourOf('var(--vscode-sideBar-background)'), colourOf('var(--surface)'));
  const ratios: Record<string, number> = {};
  for (const kind of kinds) {
    probe.style.color = '';
    probe.className = `hl-${kind}`;
    const own = luminance(getComputedStyle(probe).color);
    probe.className = '';
    ratios[kind] = (Math.max(own, surface) + 0.05) / (Math.min(own, surface) + 0.05);
  }
  probe.remove();
  return ratios;
}
