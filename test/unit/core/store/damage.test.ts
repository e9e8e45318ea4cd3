import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import type { ConversationRecord } from '../../../../src/core/conversation/conversation';
import { encode, headOf } from '../../../../src/core/store/conversationFile';
import { readLines } from '../../../../src/core/store/lines';
import { turn, useStores } from './storeSetup';

const RECORDS: readonly ConversationRecord[] = [
  { type: 'target', endpoint: 'E', model: 'm' },
  ...turn(1, 'Ünïcödé, and\nwhat looks like a line: 0a1b2c3d 7 {"type":"chosen","id":"x"}'),
  ...turn(2),
];
const SAMPLE = Buffer.from(encode(0, [headOf({ id: 'c', createdAt: 5 }), ...RECORDS]));

/** The number of the line that each byte of the sample belongs to; its end is nobody's. */
function lineOf(offset: number): number | undefined {
  return SAMPLE[offset] === 0x0a ? undefined : SAMPLE.subarray(0, offset).filter(byte => byte === 0x0a).length;
}

function flipped(offset: number, value: number): Buffer {
  const bytes = Buffer.from(SAMPLE);
  bytes[offset] = value;
  return bytes;
}

describe('a file with a damaged byte (P7)', function () {
  this.timeout(120_000);

  const stores = useStores();
  const whole = readLines(SAMPLE, false).lines;

  /** Every line that the damage is not in, and none that was never written. */
  function check(offset: number, value: number): void {
    const { lines } = readLines(flipped(offset, value), false);
    const expected = whole.filter(({ number }) => number !== lineOf(offset));
    assert.deepEqual(lines, expected, `byte ${offset} as ${value}`);
  }

  it('loses the record that the byte is in, and no other, whichever byte it is', () => {
    for (let offset = 0; offset < SAMPLE.length; offset++) {
      const byte = SAMPLE[offset] ?? 0;
      for (const value of new Set([byte ^ 0xff, byte ^ 0x01, byte ^ 0x20, 0x00, 0x0a, 0x20])) {
        if (value !== byte) check(offset, value);
      }
    }
  });

  it('opens, keeps a copy of what it was, and is not changed by being opened', async () => {
    await mkdir(stores.directory);
    const file = path.join(stores.directory, 'c.jsonl');
    const window = stores.window();
    for (let offset = 0; offset < SAMPLE.length; offset += 7) {
      const bytes = flipped(offset, 0xff);
      await writeFile(file, bytes);
      const conversation = await window.open('c');
      assert.ok(conversation.entries.length >= 2, `byte ${offset}`);
      assert.deepEqual(await readFile(file), bytes);
      if (lineOf(offset) === undefined) continue;
      const copies = (await readdir(stores.directory)).filter(name => name.startsWith('c.damaged-'));
      const contents = await Promise.all(copies.map(name => readFile(path.join(stores.directory, name))));
      assert.ok(
        contents.some(content => content.equals(bytes)),
        `byte ${offset} is in a copy`,
      );
    }
  });

  it('goes on: what is said next is there after the next start, and the damage is copied once', async () => {
    await mkdir(stores.directory);
    const file = path.join(stores.directory, 'c.jsonl');
    await writeFile(file, flipped(SAMPLE.indexOf('Question 1'), 0));
    const window = stores.window();
    const before = await window.open('c');
    assert.deepEqual(
      before.entries.map(({ id }) => id),
      ['a1', 'q2', 'a2'],
    );
    for (const n of [3, 4, 5]) {
      await window.say(...turn(n));
      assert.deepEqual(await stores.read('c'), window.conversation);
    }
    assert.deepEqual(window.forks, []);
    const copies = (await readdir(stores.directory)).filter(name => name.startsWith('c.damaged-'));
    assert.equal(copies.length, 1);
  });

  it('without its first line, it is still the same conversation', async () => {
    await mkdir(stores.directory);
    await writeFile(path.join(stores.directory, 'c.jsonl'), flipped(3, 0x7f));
    const conversation = await stores.read('c');
    assert.equal(conversation?.entries.length, 4);
    assert.equal(conversation?.createdAt, 100);
  });
});

describe('a file that ends otherwise than it was written (P7)', () => {
  const stores = useStores();

  async function opened(bytes: Buffer) {
    await mkdir(stores.directory, { recursive: true });
    await writeFile(path.join(stores.directory, 'c.jsonl'), bytes);
    const window = stores.window();
    await window.open('c');
    return window;
  }

  it('at every length: what is whole is there, half a line is no damage, and the next record is not lost', async () => {
    for (let length = 1; length < SAMPLE.length; length += 5) {
      const cut = SAMPLE.subarray(0, length);
      const lines = readLines(cut, false);
      assert.equal(lines.damage, '');
      const ends = cut.filter(byte => byte === 0x0a).length;
      assert.equal(lines.lines.length, SAMPLE[length] === 0x0a ? ends + 1 : ends);
      if (lines.lines.length === 0) continue;
      const window = await opened(cut);
      await window.say(...turn(7));
      await window.store.close();
      assert.deepEqual(await stores.read('c'), window.conversation, `${length} bytes`);
      assert.deepEqual(window.forks, []);
    }
    assert.deepEqual(
      (await readdir(stores.directory)).filter(name => name.includes('damaged')),
      [],
    );
  });

  for (const [what, tail] of [
    ['NULs, as after a power failure', Buffer.alloc(5000)],
    ['NULs and an end of line', Buffer.from('\0\0\0\0\n')],
    ['binary garbage', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
    ['a line that is too long to be one', Buffer.alloc(3_000_000, '0a1b2c3d 7 {"type":')],
  ] as const) {
    it(`${what} at the end cost nothing`, async () => {
      const window = await opened(Buffer.concat([SAMPLE, tail]));
      assert.equal(window.conversation.entries.length, 4);
      await window.say(...turn(3));
      assert.deepEqual(await stores.read('c'), window.conversation);
    });
  }

  it('nothing but garbage is not a conversation, and stays where it is', async () => {
    const garbage = Buffer.alloc(1000, 0xfe);
    const window = await opened(garbage);
    await window.say(...turn(3));
    assert.deepEqual(await readFile(path.join(stores.directory, 'c.jsonl')), garbage);
    assert.deepEqual(await stores.read(window.conversation.id), window.conversation);
    assert.equal((await window.store.list()).length, 1);
  });

  it('the same line twice counts once', async () => {
    const window = await opened(SAMPLE);
    const before = window.conversation;
    await appendFile(path.join(stores.directory, 'c.jsonl'), SAMPLE);
    assert.deepEqual(await stores.read('c'), before);
  });

  it('whatever bytes follow, all that was there before is there', () => {
    const whole = readLines(SAMPLE, false).lines;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), tail => {
        const { lines } = readLines(Buffer.concat([SAMPLE, tail]), false);
        assert.deepEqual(lines.slice(0, whole.length), whole);
      }),
      { numRuns: 500 },
    );
  });
});
