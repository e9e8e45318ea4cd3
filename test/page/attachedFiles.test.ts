import assert from 'node:assert/strict';
import type { ToHost } from '../../src/shared/protocol';
import { holdComposer } from './composerPage';
import { picture, stateOf } from './fixtures';

describe('Files that are pasted, dropped or chosen', () => {
  const { chat, box, open, posted } = holdComposer();

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

  /** As a large one on a slow machine. */
  async function readNoImageBefore(event: 'message' | 'keydown'): Promise<void> {
    await chat().page.evaluate(name => {
      const read = window.createImageBitmap;
      const come = new Promise(resolve => window.addEventListener(name, resolve, { once: true, capture: true }));
      Object.assign(window, { createImageBitmap: (image: Blob) => come.then(() => read(image)) });
    }, event);
  }

  async function arrived(count: number, ...types: readonly ToHost['type'][]) {
    await chat().page.waitForFunction(
      ([wanted, kinds]) => window.posted.filter(({ type }) => kinds.includes(type)).length >= wanted,
      [count, types] as const,
    );
    return posted(...types);
  }

  it('are text files that are pasted or dropped, as they are read', async () => {
    assert.equal(await transfer('paste', [{ name: 'a.txt', type: 'text/plain', text: 'one\r\ntwo' }]), false);
    assert.equal(await transfer('drop', [{ name: 'icon.svg', type: 'image/svg+xml', text: '<svg/>' }]), false);
    assert.deepEqual(await arrived(2, 'attachText'), [
      { type: 'attachText', name: 'a.txt', text: 'one\ntwo', id: 'c' },
      { type: 'attachText', name: 'icon.svg', text: '<svg/>', id: 'c' },
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
      { type: 'cannotAttach', name: 'a.bin', reason: 'binary', bytes: 3, id: 'c' },
      { type: 'cannotAttach', name: 'broken.png', reason: 'unreadable', bytes: 8, id: 'c' },
      { type: 'cannotAttach', name: 'long.txt', reason: 'tooLarge', bytes: 1_000_001, id: 'c' },
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

  it('go with the message that is sent while they are still being sized down, also without a word', async () => {
    for (const text of ['What is this?', '']) {
      await open();
      await readNoImageBefore('keydown');
      if (text !== '') await box().fill(text);
      await transfer('paste', [{ name: 'photo', type: 'image/png', draw: [90, 90] }]);
      await box().press('Enter');
      const [image, sent] = await arrived(2, 'attachImage', 'send');
      assert.equal(image?.type, 'attachImage', 'first');
      assert.deepEqual(sent, { type: 'send', text });
      assert.equal(await box().inputValue(), '');
    }
  });

  it('belong to the conversation that they were dropped on, whichever is shown when they are read', async () => {
    await readNoImageBefore('message');
    await transfer('drop', [{ name: 'photo', type: 'image/png', draw: [90, 90] }]);
    await box().press('Enter');
    await chat().tell({ ...stateOf([], { id: 'other' }), draft: 'for the other' });
    const [image] = await arrived(1, 'attachImage');
    assert.ok(image?.type === 'attachImage');
    assert.equal(image.id, 'c');
    await chat().tell({ type: 'focusComposer' });
    assert.deepEqual(await posted('send'), [], 'an Enter that waited for them sends nothing of another conversation');
    assert.equal(await box().inputValue(), 'for the other');
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
      { type: 'cannotAttach', name: 'dot.png', reason: 'unreadable', bytes: 0, id: 'c' },
    ]);
  });
});
