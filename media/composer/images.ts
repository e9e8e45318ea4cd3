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
    const drawn = fittingDrawing(source, file.type);
    const thumbnail = draw(source, THUMBNAIL_SIDE);
    return {
      image: drawn.url,
      thumbnail: shortest(thumbnail, MAX_THUMBNAIL, file.type),
      width: drawn.canvas.width,
      height: drawn.canvas.height,
    };
  } finally {
    source.close();
  }
}

function fittingDrawing(
  source: ImageBitmap,
  type: string,
): { readonly canvas: HTMLCanvasElement; readonly url: string } {
  for (let side = LONG_SIDE; ; side = Math.floor(side * 0.75)) {
    const canvas = draw(source, side);
    const url = shortest(canvas, MAX_IMAGE, type);
    if (url.length <= MAX_IMAGE || side < THUMBNAIL_SIDE) return { canvas, url };
  }
}

function draw(source: ImageBitmap, longSide: number): HTMLCanvasElement {
  const scale = Math.min(1, longSide / Math.max(source.width, source.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const context = canvas.getContext('2d');
  if (context) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/** Without loss where it fits: letters on a screenshot stay sharp. A photograph is smaller as JPEG, and loses nothing by it. */
function shortest(canvas: HTMLCanvasElement, max: number, type: string): string {
  if (type !== 'image/jpeg') {
    const url = canvas.toDataURL('image/png');
    if (url.length <= max) return url;
    putOnWhite(canvas);
  }
  const url = canvas.toDataURL('image/jpeg', 0.87);
  return url.length <= max ? url : canvas.toDataURL('image/jpeg', 0.6);
}

/** JPEG has no transparency and would show black in its place. */
function putOnWhite(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
}
