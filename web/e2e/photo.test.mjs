// A photo, as a phone makes it, loses where it was taken on its way and looks as it did: pictures that Chromium itself
// encoded, with what a phone adds, sent by the widget, and decoded again from what the server has.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { crc32 } from 'node:zlib';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { withServer } from './server.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const PLACE = Buffer.from('52.5200N 13.4050E');
/** Exif that says: lay it on its right side (6). And a place after it. */
const TIFF = Buffer.concat([Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex'), PLACE]);

function jpegOf(plain) {
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), TIFF]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, PLACE.length + 2]), PLACE]);
  return Buffer.concat([plain.subarray(0, 2), head, exif, comment, plain.subarray(2), PLACE]);
}

function pngOf(plain) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const out = Buffer.alloc(data.length + 12);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), data.length + 8);
    return out;
  };
  const end = 8 + 25;
  const text = chunk('tEXt', Buffer.concat([Buffer.from('Location\0', 'latin1'), PLACE]));
  return Buffer.concat([plain.subarray(0, end), chunk('eXIf', TIFF), text, plain.subarray(end), PLACE]);
}

function webpOf(plain) {
  const chunk = (name, data) => {
    const out = Buffer.alloc(8 + data.length + (data.length % 2));
    out.write(name, 'latin1');
    out.writeUInt32LE(data.length, 4);
    data.copy(out, 8);
    return out;
  };
  assert.equal(plain.toString('latin1', 12, 16), 'VP8X', 'this browser writes a head and its colours');
  const head = Buffer.from(plain.subarray(20, 30));
  // It has Exif and XMP.
  head[0] |= 0x0c;
  const body = Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', head), plain.subarray(30), chunk('EXIF', TIFF), chunk('XMP ', PLACE)]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF'), size, body]);
}

/** A picture of 80 by 40, red on the left and blue on the right, as this browser writes it. */
async function encoded(page, type) {
  const text = await page.evaluate(async (mime) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [80, 40];
    const pen = canvas.getContext('2d');
    for (const [index, colour] of ['#f00', '#00f'].entries()) {
      pen.fillStyle = colour;
      pen.fillRect(index * 40, 0, 40, 40);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, mime, 0.9));
    return new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(blob);
    });
  }, type);
  return Buffer.from(text.split(',')[1], 'base64');
}

/** Size and the colours of the first and the last corner, as the browser shows these bytes. */
const seen = (page, bytes, type) => page.evaluate(async ([text, mime]) => {
  const blob = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type: mime });
  const picture = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const corner = (x, y) => [...pen.getImageData(x, y, 1, 1).data].map((value) => Math.round(value / 64));
  return { width: picture.width, height: picture.height, first: corner(2, 2), last: corner(picture.width - 3, picture.height - 3) };
}, [bytes.toString('base64'), type]);

test('a photo loses where it was taken and looks as it did', { timeout: 120_000 }, () => withServer(async (server) => {
  const visitor = await person(browser);
  await visitor.goto(`${server.origin}/demo`);
  const widget = widgetOf(visitor);
  await widget.open();
  await widget.say('My bowl arrived broken');
  await visitor.locator('attune-chat li.bot').nth(1).waitFor();
  // The paperclip, the field and the button stand in one row.
  const [field, send] = await Promise.all([widget.composer, visitor.locator('attune-chat .send')].map((one) => one.boundingBox()));
  assert.ok(send.x >= field.x + field.width && send.y < field.y + field.height, `${JSON.stringify([field, send])}`);
  const agent = await staff(browser, server.origin, '/inbox', 'lin@demo.test');
  await openNewest(agent);
  const kinds = [['photo.jpg', 'image/jpeg', jpegOf], ['photo.png', 'image/png', pngOf], ['photo.webp', 'image/webp', webpOf]];
  for (const [name, type, dressed] of kinds) {
    const photo = dressed(await encoded(agent, type));
    const answer = visitor.waitForResponse((response) => new URL(response.url()).pathname === '/v1/files' && response.request().method() === 'POST');
    await visitor.locator('attune-chat input[type=file]').setInputFiles({ name, mimeType: type, buffer: photo });
    const { file } = await (await answer).json();
    await visitor.getByText('Ready to send').last().waitFor();
    await visitor.getByRole('button', { name: 'Send', exact: true }).click();
    await widget.log.getByRole('img', { name: `Picture: ${name}` }).waitFor();
    const stored = Buffer.from(await (await agent.request.get(`${server.origin}/v1/files/${file.id}`)).body());
    assert.equal(stored.length, file.bytes, name);
    assert.equal(photo.includes(PLACE), true, name);
    assert.equal(stored.includes(PLACE), false, name);
    assert.deepEqual(await seen(agent, stored, type), await seen(agent, photo, type), name);
  }
  assert.deepEqual(visitor.troubles, []);
}));
