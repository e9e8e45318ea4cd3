import assert from 'node:assert/strict';
import type { FilePart } from '../../../../src/core/chat';
import {
  type Attachment,
  attach,
  attachmentOf,
  imagePart,
  imageProblem,
  namedText,
  textProblem,
  viewAttachment,
} from '../../../../src/core/context/attachments';
import { changesPart, problemsPart, terminalPart } from '../../../../src/core/context/contextParts';
import { decodeText } from '../../../../src/core/decodeText';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const THUMBNAIL = `data:image/png;base64,${PNG}`;

const file = (name: string, text = 'x', lines?: readonly [number, number]): FilePart => ({
  type: 'file',
  name,
  language: 'typescript',
  text,
  source: `file:///${name}`,
  ...(lines ? { lines } : {}),
});

const add = (list: readonly Attachment[], part: FilePart) => attach(list, attachmentOf(String(list.length), part));

describe('Attachments', () => {
  it('hold the same lines of the same file once, as they are now', () => {
    let list = add([], file('a.ts', 'old'));
    list = add(list, file('a.ts', 'lines', [1, 2]));
    list = add(list, file('b/a.ts', 'other'));
    list = add(list, file('a.ts', 'new'));
    assert.deepEqual(
      list.map(({ part }) => part.type === 'file' && part.text),
      ['new', 'lines', 'other'],
    );
  });

  it('hold two of a name that came from nowhere, and the same text once', () => {
    const shown = { label: 'bash' };
    let list: readonly Attachment[] = [];
    for (const text of ['error one', 'error two', 'error one']) list = add(list, terminalPart('bash', text, shown));
    for (const text of ['a', 'b', 'b']) list = add(list, namedText('notes.txt', text));
    assert.deepEqual(
      list.map(({ part }) => part.type === 'file' && part.text),
      ['error one', 'error two', 'a', 'b'],
    );
  });

  it('hold changes and problems once, as they are now', () => {
    const problem = { severity: 'error', line: 1, message: 'x', file: 'a.ts' } as const;
    let list = add([], changesPart('old', { label: 'Changes' }));
    list = add(list, problemsPart([], 'a.ts', { label: 'Problems' }));
    list = add(list, changesPart('new', { label: 'Changes' }));
    list = add(list, problemsPart([problem], 'a.ts', { label: 'Problems' }));
    assert.deepEqual(
      list.map(({ part }) => part.type === 'file' && part.text),
      ['new', 'a.ts:1: error: x'],
    );
  });

  it('are shown as the file, its lines and its size', () => {
    const { tokens, ...shown } = viewAttachment(
      attachmentOf('1', file('src/search.ts', 'const a = 1;\n'.repeat(9), [12, 20])),
    );
    assert.deepEqual(shown, {
      id: '1',
      kind: 'selection',
      label: 'search.ts',
      detail: '12–20',
      language: 'typescript',
    });
    assert.ok(tokens > 20 && tokens < 100, String(tokens));
    assert.equal(viewAttachment(attachmentOf('2', file('src/a.ts'))).kind, 'file');
  });

  it('show an image by its picture, and count its pixels', () => {
    const part = imagePart({ name: 'a.png', image: THUMBNAIL, thumbnail: THUMBNAIL });
    assert.ok(part);
    assert.deepEqual(viewAttachment(attachmentOf('1', part, 750 * 200)), {
      id: '1',
      kind: 'image',
      label: 'a.png',
      thumbnail: THUMBNAIL,
      tokens: 200,
    });
    assert.equal(attachmentOf('2', part, 10_000 * 10_000).tokens, 1600);
  });
});

describe('imagePart', () => {
  it('takes an image whose bytes are what its type says', () => {
    const { data, mediaType } = imagePart({ name: 'a', image: THUMBNAIL, thumbnail: THUMBNAIL }) ?? {};
    assert.deepEqual([mediaType, data], ['image/png', PNG]);
  });

  it('takes nothing else', () => {
    for (const image of [
      `data:image/jpeg;base64,${PNG}`,
      `data:image/svg+xml;base64,${PNG}`,
      'data:image/png;base64,PHN2Zy8+',
      'data:image/png;base64,',
      'https://example.com/a.png',
      '',
    ])
      assert.equal(imagePart({ name: 'a', image, thumbnail: THUMBNAIL }), undefined, image);
  });
});

describe('Images and models', () => {
  it('are refused by a protocol without images and by a model that says that it is blind, and by nothing else', () => {
    const openai = { protocol: 'openai' } as const;
    assert.equal(imageProblem({ protocol: 'envelope' }, { id: 'm', vision: true }), 'protocol');
    assert.equal(imageProblem(openai, { id: 'm', vision: false }), 'model');
    for (const info of [undefined, { id: 'm' }, { id: 'm', vision: true }])
      assert.equal(imageProblem(openai, info), undefined);
  });
});

describe('Files', () => {
  it('are text in UTF-8, with or without a mark, and in the UTF-16 of Windows', () => {
    assert.equal(decodeText(Buffer.from('naïve\r\n日本')), 'naïve\n日本');
    assert.equal(decodeText(Buffer.from('\ufeffx')), 'x');
    assert.equal(decodeText(Buffer.from('\ufeffx', 'utf16le')), 'x');
    assert.equal(decodeText(new Uint8Array()), '');
  });

  it('are no text with other bytes', () => {
    for (const bytes of [[0], [0x89, 0x50, 0x4e, 0x47], [0x41, 0, 0x42], [0xc3, 0x28], [0xff, 0xfe, 0x00]])
      assert.equal(decodeText(Uint8Array.from(bytes)), undefined, String(bytes));
  });

  it('are too large beyond the setting, in bytes', () => {
    assert.equal(textProblem('x'.repeat(1024), 1), undefined);
    assert.equal(textProblem('x'.repeat(1025), 1), 'tooLarge');
    assert.equal(textProblem('ä'.repeat(513), 1), 'tooLarge');
  });

  it('are called in their fence by the end of their name', () => {
    for (const [name, language] of [
      ['a.TS', 'ts'],
      ['Makefile', ''],
      ['.env', 'env'],
      ['a.b.py', 'py'],
    ] as const)
      assert.equal(namedText(name, '').language, language);
  });
});
