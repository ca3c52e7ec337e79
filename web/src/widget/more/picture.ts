// Pictures without an address: drawn from their bytes onto a canvas, which no policy of a host page forbids.

/** What each canvas shows. */
const shown = new WeakMap<object, Blob>();

/** Makes the canvas as wide as is wanted, in CSS pixels, and draws `blob` into it once there is one; rejects where that is no picture. */
export async function paint(canvas: object | undefined, width: number, blob: Blob | undefined): Promise<void> {
  if (!(canvas instanceof HTMLCanvasElement)) return;
  canvas.style.width = `${width}px`;
  if (!blob || shown.get(canvas) === blob) return;
  shown.set(canvas, blob);
  const picture = await createImageBitmap(blob);
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
  const [wide, high] = [picture.width * scale, picture.height * scale];
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, (canvas.width - wide) / 2, (canvas.height - high) / 2, wide, high);
  picture.close();
}
