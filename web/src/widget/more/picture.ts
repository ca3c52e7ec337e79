// Pictures without an address: drawn from their bytes onto a canvas, which no policy of a host page forbids.

/** What each canvas shows. */
const shown = new WeakMap<object, Blob>();

/** Draws `blob` into the element, as large as it is wanted in CSS pixels; rejects where it is no picture. */
export async function paint(element: object | undefined, blob: Blob, width: number, height: number): Promise<void> {
  if (!(element instanceof HTMLCanvasElement) || shown.get(element) === blob) return;
  shown.set(element, blob);
  const picture = await createImageBitmap(blob);
  const { width: wide, height: high } = element;
  const scale = Math.min(wide / picture.width, high / picture.height);
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  const pen = element.getContext('2d');
  if (pen) pen.imageSmoothingQuality = 'high';
  pen?.drawImage(picture, (wide - picture.width * scale) / 2, (high - picture.height * scale) / 2, picture.width * scale, picture.height * scale);
  picture.close();
}
