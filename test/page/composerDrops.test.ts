import assert from 'node:assert/strict';
import { holdComposer } from './composerPage';

describe('What is dropped on the composer', function () {
  this.timeout(60_000);
  const { chat, box, open, posted, button } = holdComposer();

  /** Drags what VS Code says of a file of its own over the page, and drops it. */
  async function drop(
    data: Readonly<Record<string, string>>,
  ): Promise<{ readonly taken: boolean; readonly marked: boolean }> {
    return box().evaluate((element, given) => {
      const dataTransfer = new DataTransfer();
      for (const [type, text] of Object.entries(given)) dataTransfer.setData(type, text);
      const options = { bubbles: true, cancelable: true, dataTransfer };
      element.dispatchEvent(new DragEvent('dragenter', options));
      const marked = document.querySelector('.composer.dropping') !== null;
      element.dispatchEvent(new DragEvent('dragover', options));
      return { taken: !element.dispatchEvent(new DragEvent('drop', options)), marked };
    }, data);
  }

  it('is what is dropped from the explorer or a tab, by its URIs, and leaves the focus in the box', async () => {
    const uris = ['file:///shop/src/a%20b.ts', 'file:///shop/src'];
    const dragged = {
      'application/vnd.code.uri-list': uris.join('\r\n'),
      'text/uri-list': uris[0] ?? '',
      'text/plain': 'a b.ts',
    };
    assert.deepEqual(await drop(dragged), { taken: true, marked: true });
    assert.deepEqual(await posted('attachUris'), [{ type: 'attachUris', uris }]);
    assert.equal(await box().inputValue(), '');
    assert.equal(await box().evaluate(element => element === document.activeElement), true);
    assert.equal(await chat().page.locator('.composer.dropping').count(), 0);
  });

  it('is not a link or text that is dropped from elsewhere', async () => {
    assert.deepEqual(await drop({ 'text/uri-list': 'https://example.com/', 'text/plain': 'https://example.com/' }), {
      taken: false,
      marked: false,
    });
    await drop({ 'application/vnd.code.uri-list': 'no uri\r\n' });
    assert.deepEqual(await posted('attachUris'), []);
  });

  it('tells on the paper clip how files of VS Code are dropped', async () => {
    assert.match((await button('Attach').getAttribute('title')) ?? '', /Shift/);
    await open({ width: 300 });
    assert.equal(await button('Attach').count(), 1);
  });
});
