import assert from 'node:assert/strict';
import { until } from '../support/until';
import { answer, delta, fence, message, stateOf } from './fixtures';
import { usePage } from './openedPage';
import { pieces } from './samples';
import { type ThemeName, themeNames } from './themes';

const typescript = 'export function add(a: number): Timer {\n  // sum\n  return run("x", 1);\n}\n';
const running = stateOf([answer('a', { status: 'waiting' })], { busy: true });

const everyKind = [
  fence(typescript),
  fence('@cache\nclass A:\n    x = None\n', 'python'),
  fence('<a href="x">y</a>\n', 'html'),
  fence('+a\n-b\n', 'diff'),
].join('\n');

describe('The colours of code', () => {
  const opened = usePage();

  async function show(text: string): Promise<void> {
    await opened.tell(stateOf([answer('a1', { text })]));
  }

  async function coloured(): Promise<void> {
    await opened.page.waitForFunction(() =>
      [...document.querySelectorAll('pre code[data-language]')].every(code => code.querySelector('[class^="hl-"]')),
    );
  }

  function codeHtml(): Promise<string[]> {
    return opened.page.evaluate(() => [...document.querySelectorAll('pre code')].map(code => code.innerHTML));
  }

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
    await opened.reopen();
    await opened.tell(running);
    for (const piece of pieces(text, 4, 12)) {
      await opened.tell(delta('a', piece));
      await opened.page.waitForTimeout(20);
    }
    await opened.tell(message(answer('a', { text })));
    await until(async () => JSON.stringify(await codeHtml()) === JSON.stringify(atOnce));
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
    await show([fence('const a = 1;\n'.repeat(8000)), fence('const a;\n', 'klingon'), fence('const a;\n')].join('\n'));
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
      await opened.reopen({ theme: base });
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
