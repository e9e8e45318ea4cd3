import assert from 'node:assert/strict';
import { apply, type Conversation, emptyConversation } from '../../../../src/core/conversation/conversation';
import { titleOf } from '../../../../src/core/conversation/conversationTitle';
import { exportedJson, exportedLines } from '../../../../src/core/exports/exportFile';
import { importedConversations } from '../../../../src/core/exports/importFile';

const said = (text: string): Conversation =>
  apply(emptyConversation('c', 1000), { type: 'question', id: 'q1', parts: [{ type: 'text', text }] });

async function* inPieces(text: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* all<T>(...items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** Titles of what is imported, and problems of what is refused. */
async function read(chunks: AsyncIterable<Uint8Array>, mostBytes?: number): Promise<readonly string[]> {
  const results: string[] = [];
  for await (const result of importedConversations(chunks, () => 'new', mostBytes))
    results.push(result.type === 'refused' ? `(${result.problem})` : titleOf(result.conversation));
  return results;
}

async function linesOf(...conversations: readonly Conversation[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportedLines(all(...conversations), 5)) lines.push(line);
  return lines;
}

describe('a file of conversations', () => {
  it('is read whether it holds one, in many lines or in one, or several', async () => {
    assert.deepEqual(await read(inPieces(exportedJson(said('Why?'), 5))), ['Why?']);
    const [first = '', second = ''] = await linesOf(said('Why?'), said('Wie – 题目 😀'));
    assert.deepEqual(await read(inPieces(first)), ['Why?']);
    assert.deepEqual(await read(inPieces(first + second)), ['Why?', 'Wie – 题目 😀']);
  });

  it('is read in pieces of any size, which end within characters', async () => {
    const text = [...(await linesOf(said('Why?'), said('Wie – 题目 😀')))].join('');
    for (let size = 1; size < 12; size++) assert.deepEqual(await read(inPieces(text, size)), ['Why?', 'Wie – 题目 😀']);
    assert.deepEqual(await read(inPieces(exportedJson(said('题目'), 5), 7)), ['题目']);
  });

  it('may begin with the mark of Unicode and with empty lines, and end lines as Windows does', async () => {
    const [first = '', second = ''] = await linesOf(said('Why?'), said('How?'));
    const text = `\uFEFF\r\n\n${first}${second}`.replaceAll('\n', '\r\n');
    assert.deepEqual(await read(inPieces(text)), ['Why?', 'How?']);
    assert.deepEqual(await read(inPieces(`\uFEFF${exportedJson(said('Why?'), 5)}`)), ['Why?']);
  });

  it('costs the others nothing where one of its lines is damaged, foreign or cut', async () => {
    const [first = '', second = ''] = await linesOf(said('Why?'), said('How?'));
    const text = `${first}{"a":1}\n{"format":\n\n${second}${first.slice(0, 100)}`;
    assert.deepEqual(await read(inPieces(text)), ['Why?', '(foreign)', '(notJson)', 'How?', '(notJson)']);
  });

  it('is refused in one piece where it is no JSON, or JSON of something else', async () => {
    assert.deepEqual(await read(inPieces('# A title\n\nWords\n')), ['(notJson)']);
    assert.deepEqual(await read(inPieces('[1,\n2]\n')), ['(foreign)']);
    assert.deepEqual(await read(inPieces(exportedJson(said('Why?'), 5).slice(0, -20))), ['(notJson)']);
    assert.deepEqual(await read(inPieces(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 10, 3]))), ['(notJson)']);
    assert.deepEqual(await read(inPieces('')), []);
  });

  it('has a limit for each conversation, and none for all', async () => {
    const [first = '', second = ''] = await linesOf(said('Why?'), said(`How?${'x'.repeat(2000)}`));
    const most = first.length + 10;
    const text = first + second + first.repeat(20);
    assert.deepEqual(await read(inPieces(text, 64), most), [
      'Why?',
      '(tooLarge)',
      ...Array.from({ length: 20 }, () => 'Why?'),
    ]);
    assert.deepEqual(await read(inPieces(exportedJson(said('Why?'), 5)), 100), ['(tooLarge)']);
    assert.deepEqual(await read(inPieces('x'.repeat(5000), 64), 100), ['(tooLarge)']);
  });

  it('is not parsed where it is nested deeper, or of more pieces, than a conversation', async () => {
    const deep = '['.repeat(4_000_000);
    assert.deepEqual(await read(inPieces(deep)), ['(tooLarge)']);
    assert.deepEqual(await read(inPieces(`{"a":[${'[],'.repeat(2_000_000)}[]]}`)), ['(tooLarge)']);
  });

  it('takes brackets, commas and quotation marks in a text for the text that they are', async () => {
    const words = `\\"${'[{,"\\'.repeat(100)}`;
    assert.deepEqual(await read(inPieces(exportedJson(said(`Why?\n${words}`), 5))), ['Why?']);
  });
});
