// Files for the tests, made on the spot: nothing of anybody's.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), 8 + data.length);
  return out;
}

/** A picture that goes from one colour to another. */
export function png(width, height, [red, green] = [200, 60]) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set([red, Math.round((green * x) / width), Math.round((255 * y) / height)], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A document of one empty page. */
export function pdf() {
  const parts = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>'];
  let text = '%PDF-1.4\n';
  const places = parts.map((part, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${part}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** Pastes a file into a field. */
export function paste(field, { name, mimeType, buffer }) {
  return field.evaluate((element, { name, mimeType, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], name, { type: mimeType }));
    element.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true, clipboardData }));
  }, { name, mimeType, base64: buffer.toString('base64') });
}

/** Drags a file from outside the browser over a place and drops it there, as the system would. */
export async function drop(place, { name, buffer }) {
  const folder = mkdtempSync(join(tmpdir(), 'attune-drop-'));
  const path = join(folder, name);
  writeFileSync(path, buffer);
  const page = place.page();
  const session = await page.context().newCDPSession(page);
  const { x, y, width, height } = await place.boundingBox();
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  }
  await session.detach();
  return () => rmSync(folder, { recursive: true });
}

/** Whether a picture's place has the picture in it. */
const isPainted = (canvas) =>
  canvas.evaluate((element) => {
    const { width, height } = element;
    const [, , , alpha] = element.getContext('2d').getImageData(width / 2, height / 2, 1, 1).data;
    return alpha === 255 && Math.round(element.getBoundingClientRect().width);
  });

/** Waits until a picture of the widget is drawn, as wide as it should be. */
export async function painted(canvas, width) {
  await canvas.waitFor();
  for (let tries = 0; (await isPainted(canvas)) === false && tries < 100; tries++) await canvas.page().waitForTimeout(50);
  assert.equal(await isPainted(canvas), width);
}
