import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pictureFormat } from '../src/index.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-picture-'))));
afterAll(() => rm(folder, { recursive: true }));

async function format(content: string): Promise<string> {
  const file = join(folder, 'picture.png');
  await writeFile(file, Buffer.from(content, 'latin1'));
  return pictureFormat(file);
}

it('tells the format of a picture by its content, whatever its name', async () => {
  expect(await format('\x89PNG\r\n\x1a\n…')).toBe('png');
  expect(await format('\xff\xd8\xff\xe0\0\x10JFIF')).toBe('jpeg');
  expect(await format('RIFF\x10\n\0\0WEBPVP8 ')).toBe('webp');
  expect(await format('\0\0\0\x20ftypavif\0\0\0\0')).toBe('avif');
  expect(await format('II*\0\x08\0\0\0')).toBe('tiff');
  expect(await format('MM\0*\0\0\0\x08')).toBe('tiff');
});

it('refuses what else a decoder would take: SVG, GIF, nothing', async () => {
  for (const content of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<?xml version="1.0"?><svg/>', 'GIF89a', '', '\0\0\0\x20ftypmp42']) {
    await expect(format(content)).rejects.toThrow(
      'picture.png: is not a picture\n  Its content is none of PNG, JPEG, WebP, AVIF and TIFF.',
    );
  }
});
