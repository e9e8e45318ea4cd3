/** Pixels of the long side: what the large models see; they size down what is larger. */
const LONG_SIDE = 1568;
const THUMBNAIL_SIDE = 96;

/** Characters of a data URL, so that each message of the page stays below a megabyte (row S14). */
const MAX_IMAGE = 900_000;
const MAX_THUMBNAIL = 30_000;

/** An image as it goes along. */
export interface ShrunkImage {
  /** Data URLs. */
  readonly image: string;
  readonly thumbnail: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Sizes an image down. Every image is drawn anew, a small one too: what a camera writes beside it, such as the place, stays
 * here. Undefined where the bytes are no image that a browser can read.
 */
export async function shrinkImage(file: Blob): Promise<ShrunkImage | undefined> {
  const source = await createImageBitmap(file).catch(() => undefined);
  if (!source) return undefined;
  try {
    const drawn = await fittingDrawing(source, file.type);
    const thumbnail = draw(source, THUMBNAIL_SIDE);
    return {
      image: drawn.url,
      thumbnail: await shortest(thumbnail, MAX_THUMBNAIL, file.type),
      width: drawn.canvas.width,
      height: drawn.canvas.height,
    };
  } finally {
    source.close();
  }
}

async function fittingDrawing(
  source: ImageBitmap,
  type: string,
): Promise<{ readonly canvas: OffscreenCanvas; readonly url: string }> {
  for (let side = LONG_SIDE; ; side = Math.floor(side * 0.75)) {
    const canvas = draw(source, side);
    const url = await shortest(canvas, MAX_IMAGE, type);
    if (url.length <= MAX_IMAGE || side < THUMBNAIL_SIDE) return { canvas, url };
  }
}

function draw(source: ImageBitmap, longSide: number): OffscreenCanvas {
  const scale = Math.min(1, longSide / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, 0, 0, width, height);
  }
  return canvas;
}

/** Without loss where it fits: letters on a screenshot stay sharp. A photograph is smaller as JPEG, and loses nothing by it. */
async function shortest(canvas: OffscreenCanvas, max: number, type: string): Promise<string> {
  if (type !== 'image/jpeg') {
    const url = await encode(canvas, { type: 'image/png' });
    if (url.length <= max) return url;
    putOnWhite(canvas);
  }
  const url = await encode(canvas, { type: 'image/jpeg', quality: 0.87 });
  return url.length <= max ? url : encode(canvas, { type: 'image/jpeg', quality: 0.6 });
}

/** As a data URL. Not at once, as `toDataURL` does: a photograph would hold up what is being typed. */
async function encode(canvas: OffscreenCanvas, options: ImageEncodeOptions): Promise<string> {
  const blob = await canvas.convertToBlob(options);
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

/** JPEG has no transparency and would show black in its place. */
function putOnWhite(canvas: OffscreenCanvas): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
}
