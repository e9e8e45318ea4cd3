import assert from 'node:assert/strict';
import type { ToHost, ViewAttachment } from '../../src/shared/protocol';
import { violations } from './accessibilityRules';
import { holdComposer } from './composerPage';
import { question, stateOf } from './fixtures';
import { themeNames } from './themes';

const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const attachments: readonly ViewAttachment[] = [
  { id: '1', kind: 'file', label: 'search.ts', tokens: 1234 },
  { id: '2', kind: 'selection', label: 'a-rather-long-name.test.tsx', detail: '12–20', tokens: 130 },
  { id: '3', kind: 'image', label: 'shot.png', thumbnail: picture, tokens: 1400 },
];

describe('Attachments in the composer', function () {
  this.timeout(60_000);
  const { chat, box, open, posted, button } = holdComposer();
  const chips = () => chat().page.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
  const show = (list: readonly ViewAttachment[]) => chat().tell(stateOf([], { attachments: list }));

  /** Pastes or drops files as a browser hands them over; an image is drawn first. */
  async function transfer(
    kind: 'paste' | 'drop',
    files: readonly {
      readonly name: string;
      readonly type: string;
      readonly text?: string;
      readonly draw?: [number, number];
    }[],
    text?: string,
  ): Promise<boolean> {
    return box().evaluate(
      async (element, [how, wanted, words]) => {
        const data = new DataTransfer();
        if (words !== undefined) data.items.add(words, 'text/plain');
        for (const file of wanted) {
          let content: BlobPart = file.text ?? '';
          if (file.draw) {
            const canvas = new OffscreenCanvas(...file.draw);
            const context = canvas.getContext('2d');
            // Noise, which hardly shrinks: as large as a photograph.
            const pixels = context?.createImageData(...file.draw);
            for (let index = 0; pixels && index < pixels.data.length; index++)
              pixels.data[index] = index % 4 === 3 ? 255 : (index * 7919 * (index % 13)) % 256;
            if (pixels) context?.putImageData(pixels, 0, 0);
            content = await canvas.convertToBlob({ type: file.type });
          }
          data.items.add(new File([content], file.name, { type: file.type }));
        }
        const options = { bubbles: true, cancelable: true };
        const event =
          how === 'paste'
            ? new ClipboardEvent('paste', { ...options, clipboardData: data })
            : new DragEvent('drop', { ...options, dataTransfer: data });
        return element.dispatchEvent(event);
      },
      [kind, files, text] as const,
    );
  }

  async function arrived(count: number, ...types: readonly ToHost['type'][]) {
    await chat().page.waitForFunction(
      ([wanted, kinds]) => window.posted.filter(({ type }) => kinds.includes(type)).length >= wanted,
      [count, types] as const,
    );
    return posted(...types);
  }

  it('are chosen with the button', async () => {
    await button('Attach').click();
    assert.deepEqual(await posted('attach'), [{ type: 'attach' }]);
  });

  it('are chips with name, lines, size and picture, and a button that takes each away', async () => {
    await show(attachments);
    assert.deepEqual(await chips().allInnerTexts(), [
      'search.ts\n1.2k',
      'a-rather-long-name.test.tsx\n:12–20\n130',
      'shot.png\n1.4k',
    ]);
    assert.equal(await chips().nth(2).locator('img').getAttribute('src'), picture);
    await button('Remove search.ts').click();
    assert.deepEqual(await posted('detach'), [{ type: 'detach', id: '1' }]);
  });

  it('go without a word, where they say it all', async () => {
    assert.equal(await button('Send').isDisabled(), true);
    await show(attachments);
    await button('Send').click();
    assert.deepEqual(await posted('send'), [{ type: 'send', text: '' }]);
    await show([]);
    assert.equal(await button('Send').isDisabled(), true);
    await box().press('Enter');
    assert.equal((await posted('send')).length, 1);
  });

  it('leave the focus on the next chip, and at last in the box', async () => {
    await show(attachments.slice(0, 2));
    await button('Remove search.ts').focus();
    await show(attachments.slice(1, 2));
    assert.equal(
      await button('Remove a-rather-long-name.test.tsx').evaluate(node => node === document.activeElement),
      true,
    );
    await show([]);
    assert.equal(await box().evaluate(node => node === document.activeElement), true);
  });

  it('lose the last one with Backspace in the empty box, and none while there is text', async () => {
    await show(attachments);
    await box().fill('x');
    await box().press('Backspace');
    assert.deepEqual(await posted('detach'), []);
    await box().press('Backspace');
    assert.deepEqual(await posted('detach'), [{ type: 'detach', id: '3' }]);
  });

  it('are text files that are pasted or dropped, as they are read', async () => {
    assert.equal(await transfer('paste', [{ name: 'a.txt', type: 'text/plain', text: 'one\r\ntwo' }]), false);
    assert.equal(await transfer('drop', [{ name: 'icon.svg', type: 'image/svg+xml', text: '<svg/>' }]), false);
    assert.deepEqual(await arrived(2, 'attachText'), [
      { type: 'attachText', name: 'a.txt', text: 'one\ntwo' },
      { type: 'attachText', name: 'icon.svg', text: '<svg/>' },
    ]);
    assert.equal(await box().inputValue(), '');
  });

  it('are not what comes along with text that is pasted', async () => {
    assert.equal(await transfer('paste', [{ name: 'a.png', type: 'image/png', draw: [4, 4] }], 'cells'), true);
    assert.deepEqual(await posted('attachImage', 'attachText'), []);
  });

  it('are refused by the host, which is told why, where they are no text, no image or too large', async () => {
    await transfer('drop', [
      { name: 'a.bin', type: '', text: 'a\0b' },
      { name: 'broken.png', type: 'image/png', text: 'no image' },
      { name: 'long.txt', type: 'text/plain', text: 'x'.repeat(1_000_001) },
    ]);
    assert.deepEqual(await arrived(3, 'cannotAttach'), [
      { type: 'cannotAttach', name: 'a.bin', reason: 'binary', bytes: 3 },
      { type: 'cannotAttach', name: 'broken.png', reason: 'unreadable', bytes: 8 },
      { type: 'cannotAttach', name: 'long.txt', reason: 'tooLarge', bytes: 1_000_001 },
    ]);
  });

  for (const type of ['image/png', 'image/jpeg']) {
    it(`are images, sized down to what models see and to a megabyte: ${type}`, async () => {
      // It encodes at once, and holds up what is being typed.
      await chat().page.evaluate(() => {
        HTMLCanvasElement.prototype.toDataURL = () => 'data:,';
      });
      await transfer('paste', [{ name: 'photo', type, draw: [2000, 1000] }]);
      const [intent] = await arrived(1, 'attachImage');
      assert.ok(intent?.type === 'attachImage');
      assert.ok(intent.width <= 1568 && intent.width >= 600, String(intent.width));
      assert.equal(Math.round(intent.width / intent.height), 2);
      assert.ok(JSON.stringify(intent).length < 1024 * 1024);
      const size = (url: string) =>
        chat().page.evaluate(async src => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return [image.naturalWidth, image.naturalHeight];
        }, url);
      assert.deepEqual(await size(intent.thumbnail), [96, 48]);
      assert.deepEqual(await size(intent.image), [intent.width, intent.height]);
    });
  }

  it('are images that are small already, unchanged in size and without loss', async () => {
    await transfer('drop', [{ name: 'icon.png', type: 'image/png', draw: [40, 30] }]);
    const [intent] = await arrived(1, 'attachImage');
    assert.ok(intent?.type === 'attachImage');
    assert.deepEqual([intent.width, intent.height], [40, 30]);
    assert.match(intent.image, /^data:image\/png/);
  });

  it('are images that the host sends in pieces', async () => {
    const data = picture.slice(picture.indexOf(',') + 1);
    const piece = { type: 'shrinkImage', id: 'x', name: 'dot.png' } as const;
    await chat().tell(
      { ...piece, data: data.slice(0, 41), isLast: false },
      { ...piece, data: data.slice(41), isLast: true },
    );
    const [intent] = await arrived(1, 'attachImage');
    assert.ok(intent?.type === 'attachImage');
    assert.deepEqual([intent.name, intent.width, intent.height], ['dot.png', 1, 1]);
    await chat().tell({ ...piece, data: '%%%', isLast: true });
    assert.deepEqual(await arrived(1, 'cannotAttach'), [
      { type: 'cannotAttach', name: 'dot.png', reason: 'unreadable', bytes: 0 },
    ]);
  });

  it('are seen in the question that they went with', async () => {
    await chat().tell(
      stateOf([question('q', 'What is this?', { chips: [{ label: 'shot.png', thumbnail: picture }] })]),
    );
    const asked = chat().page.getByRole('article', { name: 'You' });
    assert.equal(await asked.locator('img').getAttribute('src'), picture);
    assert.ok(
      await asked.locator('img').evaluate(image => image instanceof HTMLImageElement && image.naturalWidth > 0),
    );
  });

  it('say why they were refused, in a status that stays until the user goes on', async () => {
    await box().fill('Why?');
    await chat().tell({ type: 'composerNotice', text: 'a.zip was not attached.' });
    const status = chat().page.locator('.composer').getByRole('status');
    assert.equal(await status.innerText(), 'a.zip was not attached.');
    await box().press('!');
    assert.equal(await status.innerText(), 'a.zip was not attached.');
    await button('Dismiss').click();
    assert.equal(await status.innerText(), '');
    await chat().tell({ type: 'composerNotice', text: 'again' });
    await box().press('Enter');
    assert.equal(await status.innerText(), '');
  });

  it('count towards the size of the message, which is said from 500 tokens on', async () => {
    const count = chat().page.locator('.token-count');
    await box().fill('word '.repeat(300));
    await show(attachments.slice(1, 2));
    await chat().page.waitForTimeout(300);
    assert.equal(await count.isVisible(), false);
    await show(attachments);
    await count.waitFor();
    assert.match(await count.innerText(), /^≈ 3\.\dk tokens$/);
    await box().fill('x y '.repeat(250_000));
    await count.filter({ hasText: /^≈ \d{3}k tokens$/ }).waitFor();
    await box().fill('');
    await show([]);
    await count.waitFor({ state: 'hidden' });
  });

  for (const theme of themeNames) {
    it(`axe finds nothing in chips, notice and question in the theme ${theme}, and nothing is clipped at 300 pixels`, async () => {
      await open({ theme, width: 300, height: 700 }, stateOf([], { attachments }));
      await box().fill('Why?');
      await chat().tell(
        { type: 'composerNotice', text: `${'long'.repeat(30)}.zip was not attached.` },
        { type: 'confirmSend', findings: ['An AWS access key in .env, line 3'] },
      );
      await chat().page.waitForTimeout(200);
      assert.deepEqual(await violations(chat().page), []);
      assert.equal(await chat().page.evaluate(() => document.documentElement.scrollWidth), 300);
      const wide = await chat()
        .page.locator('.composer')
        .evaluate(node => node.scrollWidth - node.clientWidth);
      assert.equal(wide, 0);
    });
  }
});
