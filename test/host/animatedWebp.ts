// An animated WebP out of pictures of a window: of each only what has changed, so that seconds of it take little.
import type { Page } from 'playwright-core';

/** A rectangle that has changed, as a WebP of its own. */
export interface Change {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly webp: Buffer;
}

export interface AnimationFrame {
  readonly change: Change;
  /** Milliseconds that it is shown. */
  readonly duration: number;
}

/** What differs from the picture before, which the page `blank` remembers; undefined where nothing does. */
export async function changeSinceLast(blank: Page, png: Buffer): Promise<Change | undefined> {
  const change = await blank.evaluate(encodeChange, `data:image/png;base64,${png.toString('base64')}`);
  return change && { ...change, webp: Buffer.from(change.bytes) };
}

declare global {
  interface Window {
    lastPicture: ImageData | undefined;
  }
}

/** Runs in the browser, which has decoder and encoder. */
async function encodeChange(url: string) {
  const image = await createImageBitmap(await (await fetch(url)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas.');
  context.drawImage(image, 0, 0);
  const now = context.getImageData(0, 0, width, height);
  const before = window.lastPicture;
  window.lastPicture = now;
  let [left, top, right, bottom] = before ? [width, height, 0, 0] : [0, 0, width, height];
  const pixels = new Uint32Array(now.data.buffer);
  const old = before && new Uint32Array(before.data.buffer);
  for (let y = 0; old && y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[y * width + x] === old[y * width + x]) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
  }
  if (right <= left) return undefined;
  // A frame begins at an even place.
  [left, top] = [left - (left % 2), top - (top % 2)];
  const part = new OffscreenCanvas(right - left, bottom - top);
  part.getContext('2d')?.drawImage(image, -left, -top);
  const bytes = await (await part.convertToBlob({ type: 'image/webp', quality: 0.8 })).arrayBuffer();
  return { x: left, y: top, width: part.width, height: part.height, bytes: [...new Uint8Array(bytes)] };
}

/** The frames in one file, over and over (WebP container specification: VP8X, ANIM, ANMF). The first frame is the whole picture. */
export function animate(frames: readonly AnimationFrame[]): Buffer {
  const { width = 1, height = 1 } = frames[0]?.change ?? {};
  const isAnimated = 0x02;
  const extended = Buffer.concat([Buffer.from([isAnimated, 0, 0, 0]), uint24(width - 1), uint24(height - 1)]);
  const chunks = [chunk('VP8X', extended), chunk('ANIM', Buffer.alloc(6)), ...frames.map(frameChunk)];
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

function frameChunk({ change, duration }: AnimationFrame): Buffer {
  const { x, y, width, height, webp } = change;
  const numbers = [x / 2, y / 2, width - 1, height - 1, duration].map(uint24);
  const doNotBlend = 0x02;
  return chunk('ANMF', Buffer.concat([...numbers, Buffer.from([doNotBlend]), picture(webp)]));
}

/** The pixels of a WebP: the chunk behind its header, or behind that of an extended one. */
function picture(webp: Buffer): Buffer {
  let at = 12;
  while (at < webp.length) {
    const name = webp.toString('latin1', at, at + 4);
    const end = at + 8 + webp.readUInt32LE(at + 4);
    if (name === 'VP8 ' || name === 'VP8L') return webp.subarray(at, end + (end % 2));
    at = end + (end % 2);
  }
  throw new Error('This WebP has no picture.');
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function uint24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE(value, 0, 3);
  return bytes;
}
