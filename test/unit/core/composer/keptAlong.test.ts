import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arrayField, parseJson, stringField } from '../../../../src/core/unknown';
import { until } from '../../../support/until';
import { file, image, type Situation, setUp } from './composerSetup';

/** A memory as a window finds it that opens after another one. */
function memory() {
  let value: unknown;
  return {
    read: () => value,
    write(draft: unknown) {
      value = structuredClone(draft);
    },
  };
}

describe('What goes along with a message that is not sent', () => {
  let folder: string;
  let waitingFolder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'waiting-'));
    waitingFolder = path.join(folder, 'waiting');
  });
  // A window of the test may still be writing.
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

  const names = async (): Promise<readonly string[]> => readdir(waitingFolder).catch(() => []);
  const isWritten = async (count = 1) => until(async () => (await names()).filter(isWhole).length === count);

  /** So many things are written, and the memory says where. */
  async function isKept(count: number, draftMemory: ReturnType<typeof memory>): Promise<void> {
    const written = async (): Promise<number> => {
      const [name = ''] = (await names()).filter(isWhole);
      const text = await readFile(path.join(waitingFolder, name), 'utf8').catch(() => '');
      return arrayField(parseJson(text), 'attachments').length;
    };
    await until(async () => stringField(draftMemory.read(), 'along') !== undefined && (await written()) === count);
  }

  /** A window that is closed, and what the next one opens with. */
  async function attachAndLeave(situation: Situation = {}) {
    const draftMemory = memory();
    const window = { draftMemory, waitingFolder, ...situation };
    const before = setUp(window);
    await before.take({ type: 'draft', text: 'Why?' });
    await before.composer.takeAlong([file], () => undefined);
    await before.take(image);
    return { window, before };
  }

  it('is there in the next window, with the words', async () => {
    const { window, before } = await attachAndLeave();
    await isKept(2, window.draftMemory);
    const after = setUp(window);
    assert.deepEqual(after.labels(), []);
    await after.composer.restore();
    assert.deepEqual(after.composer.attachments(), before.composer.attachments());
    assert.equal(after.composer.draft(), 'Why?');
    await after.take({ type: 'send', text: 'Why?' });
    assert.deepEqual(
      after.sent()?.map(part => part.type),
      ['file', 'image', 'text'],
    );
    await isWritten(0);
  });

  it('goes along, too, with a message that is sent before it has been read', async () => {
    const { window } = await attachAndLeave();
    await isKept(2, window.draftMemory);
    const after = setUp(window);
    const restored = after.composer.restore();
    await after.take({ type: 'send', text: 'Why?' });
    await restored;
    assert.equal(after.sent()?.length, 3);
  });

  it('comes before what this window has added meanwhile', async () => {
    const { window } = await attachAndLeave();
    await isKept(2, window.draftMemory);
    const after = setUp(window);
    await after.composer.takeAlong([{ ...file, name: 'new.ts' }], () => undefined);
    await after.composer.restore();
    assert.equal(after.labels().length, 3);
    assert.match(after.labels().at(-1) ?? '', /new\.ts/);
  });

  it('does not come back where it was sent, and the window went before it could forget it', async () => {
    const { window } = await attachAndLeave();
    await isKept(2, window.draftMemory);
    const after = setUp(window);
    const parts = [file, { type: 'text', text: 'Why?' }] as const;
    await after.session.send(parts);
    await after.composer.restore();
    assert.deepEqual(
      after.composer.attachments().map(({ kind }) => kind),
      ['image'],
    );
  });

  it('is kept by itself, where there are no words', async () => {
    const window = { draftMemory: memory(), waitingFolder };
    await setUp(window).composer.takeAlong([file], () => undefined);
    await isKept(1, window.draftMemory);
    const after = setUp(window);
    await after.composer.restore();
    assert.equal(after.labels().length, 1);
  });

  it('leaves nothing behind once it is taken out', async () => {
    const { before, window } = await attachAndLeave();
    await isWritten();
    for (const { id } of before.composer.attachments()) await before.take({ type: 'detach', id });
    await isWritten(0);
    // Forgotten once the file is gone.
    await until(() => stringField(window.draftMemory.read(), 'along') === undefined);
    assert.deepEqual(window.draftMemory.read(), { text: 'Why?', after: '' });
  });

  it('is not written where nothing is to be kept', async () => {
    const { before } = await attachAndLeave({ keepsNothing: true });
    assert.equal(before.labels().length, 2);
    await new Promise(resolve => setTimeout(resolve, 50));
    assert.deepEqual(await names(), []);
  });

  it('is deleted as soon as nothing is to be kept any more, and something changes', async () => {
    const situation = { keepsNothing: false };
    const draftMemory = memory();
    const window = setUp({
      ...{ draftMemory, waitingFolder },
      get keepsNothing() {
        return situation.keepsNothing;
      },
    });
    await window.composer.takeAlong([file], () => undefined);
    await isWritten();
    situation.keepsNothing = true;
    await window.take(image);
    await isWritten(0);
  });

  it('can be read by its user alone', async () => {
    await attachAndLeave();
    await isWritten();
    const [name = ''] = await names();
    assert.equal((await stat(path.join(waitingFolder, name))).mode & 0o077, process.platform === 'win32' ? 0o66 : 0);
  });

  it('stays in the window where the disk refuses it', async () => {
    await writeFile(waitingFolder, 'a file where the folder should be');
    const { before } = await attachAndLeave();
    assert.equal(before.labels().length, 2);
    await before.take({ type: 'send', text: 'Why?' });
    assert.equal(before.sent()?.length, 3);
  });

  it('is left out as far as it cannot be understood', async () => {
    const { window } = await attachAndLeave();
    await isKept(2, window.draftMemory);
    const [name = ''] = await names();
    const kept: unknown = JSON.parse(await readFile(path.join(waitingFolder, name), 'utf8'));
    assert.ok(typeof kept === 'object' && kept !== null && 'attachments' in kept && Array.isArray(kept.attachments));
    const broken = [
      { id: 'x', tokens: 1, part: { type: 'file' } },
      { id: 'y', tokens: 1, part: { type: 'text', text: '' } },
    ];
    await writeFile(path.join(waitingFolder, name), JSON.stringify({ attachments: [...broken, kept.attachments[0]] }));
    const after = setUp(window);
    await after.composer.restore();
    assert.equal(after.labels().length, 1);
  });

  it('is looked for nowhere but in its folder', async () => {
    await writeFile(
      path.join(folder, 'outside.json'),
      JSON.stringify({ attachments: [{ id: 'x', tokens: 1, part: file }] }),
    );
    await mkdir(waitingFolder);
    const draftMemory = memory();
    draftMemory.write({ text: '', after: '', along: '../outside' });
    const window = setUp({ draftMemory, waitingFolder });
    await window.composer.restore();
    assert.deepEqual(window.labels(), []);
  });

  it('is deleted after months in which nobody has opened its conversation', async () => {
    await mkdir(waitingFolder);
    const [old, recent] = [path.join(waitingFolder, 'old.json'), path.join(waitingFolder, 'recent.json')];
    for (const [name, days] of [
      [old, 91],
      [recent, 89],
    ] as const) {
      await writeFile(name, '{}');
      const time = Date.now() / 1000 - days * 24 * 60 * 60;
      await utimes(name, time, time);
    }
    await attachAndLeave();
    await isWritten(2);
    assert.ok((await names()).includes('recent.json'));
  });
});

const isWhole = (name: string): boolean => name.endsWith('.json');
