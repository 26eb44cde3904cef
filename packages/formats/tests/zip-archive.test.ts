import { CmgError } from '@cmg/core';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 as reference, deflateRawSync } from 'node:zlib';
import { decodePickle, type FileArray, readZipEntry, ZipArchive } from '../src/index.js';
import { crc32, tableCrc32 } from '../src/zip/crc32.js';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/zip/${name}`, import.meta.url));

interface HandMade {
  readonly name: string;
  readonly content: Buffer;
  readonly method?: number;
  readonly flags?: number;
  /** Claimed size of the content. */
  readonly size?: number;
  /** Offset of the local header; default: where it is. */
  readonly at?: number;
}

/** A zip archive byte by byte, so that it can lie. */
function zipOf(entries: readonly HandMade[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 0, flags = 0, size, at } of entries) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at ?? offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

describe('ZipArchive', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-zip-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (bytes: Uint8Array): Promise<string> => {
    const file = join(folder, 'x.zip');
    await writeFile(file, bytes);
    return file;
  };

  it.each(['stored', 'deflated'])('reads the only entry of a %s archive', async (kind) => {
    const { name, bytes } = await readZipEntry(fixture(`${kind}.zip`));
    expect(name).toBe('clip.pkl');
    const { shape, data } = decodePickle(bytes, { where: name }) as FileArray;
    expect(shape).toEqual([10, 4]);
    expect(data).toEqual(Float32Array.from({ length: 40 }, (_, i) => i));
  });

  it('finds entries by name, whatever the name', async () => {
    const archive = await ZipArchive.open(fixture('several.zip'));
    expect(archive.names).toEqual(['folder/a.pkl', '__proto__']);
    expect(Buffer.from(await archive.read('__proto__')).toString()).toBe('__proto__');
    await expect(archive.read('toString')).rejects.toThrow(
      /several\.zip: has no entry 'toString'\n {2}It contains folder\/a\.pkl, __proto__\./,
    );
    archive.close();
    await expect(readZipEntry(fixture('several.zip'))).rejects.toThrow(/contains 2 files; expected one/);
  });

  it.each<[string, RegExp, HandMade[]]>([
    [
      'a name that occurs twice',
      /'x' occurs twice/,
      [
        { name: 'x', content: Buffer.from('a') },
        { name: 'x', content: Buffer.from('b') },
      ],
    ],
    [
      'an impossible size',
      /claims 4000000000 bytes, more than its \d+ compressed bytes/,
      [{ name: 'x', method: 8, content: Buffer.from('a'), size: 4e9 }],
    ],
    [
      'an unknown method',
      /compressed by method 14; expected 0 \(stored\) or 8 \(deflated\)/,
      [{ name: 'x', method: 14, content: Buffer.from('a') }],
    ],
    [
      'entries over each other',
      /'x' overlaps/,
      [
        { name: 'x', content: Buffer.from('a') },
        { name: 'y', content: Buffer.from('a'), at: 0 },
      ],
    ],
    [
      "an entry within another's header",
      /'y' overlaps/,
      [
        { name: 'y', content: Buffer.from('abc') },
        { name: 'z', content: Buffer.from('d'), at: 29 },
      ],
    ],
    [
      'what is encrypted',
      /x: is not a readable zip archive: it is encrypted/,
      [{ name: 'x', method: 8, content: Buffer.alloc(20), flags: 1 }],
    ],
    ['content of another size', /x\.zip: x: is not a readable zip/, [{ name: 'x', method: 8, content: Buffer.from('abc'), size: 5 }]],
  ])('refuses %s', async (_, message, entries) => {
    const file = await write(zipOf(entries));
    const read = readZipEntry(file, 'x');
    await expect(read).rejects.toThrow(CmgError);
    await expect(read).rejects.toThrow(message);
  });

  it('reads entries of a file that is too large to be read at once', async () => {
    const noise = Buffer.from(Uint32Array.from({ length: 600_000 }, (_, i) => Math.imul(i, 2654435761)).buffer);
    const archive = await ZipArchive.open(
      await write(
        zipOf([
          { name: 'stored', content: noise },
          { name: 'packed', content: noise, method: 8 },
        ]),
      ),
    );
    for (const name of archive.names) expect(noise.equals(await archive.read(name))).toBe(true);
    archive.close();
  });

  it('refuses what unpacks to more than its limit', async () => {
    const file = await write(zipOf([{ name: 'x', method: 8, content: Buffer.alloc(1_000_000) }]));
    await expect(readZipEntry(file, 'x', { maxEntryBytes: 999_999 })).rejects.toThrow(
      /would be 1000000 bytes when unpacked; the limit is 999999/,
    );
    expect((await readZipEntry(file, 'x')).bytes).toHaveLength(1_000_000);
  });

  it('refuses a directory that would lie past the end of any file', async () => {
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeBigUInt64LE(2n ** 64n - 9n, 8);
    const end = zipOf([]);
    end.fill(0xff, 8, 20);
    await expect(readZipEntry(await write(Buffer.concat([Buffer.alloc(100), locator, end])))).rejects.toThrow(
      /it refers to bytes past its end/,
    );
  });

  it('refuses what is cut, changed or no archive', async () => {
    const whole = await readFile(fixture('stored.zip'));
    for (let length = 0; length < whole.length; length += 7) {
      await expect(readZipEntry(await write(whole.subarray(0, length)))).rejects.toThrow(CmgError);
    }
    const changed = Buffer.from(whole);
    changed[200] = (changed[200] ?? 0) ^ 1;
    await expect(readZipEntry(await write(changed))).rejects.toThrow(/its checksum does not match its content/);
    const archive = await ZipArchive.open(await write(changed));
    const readAll = async () => {
      for await (const { length } of archive.stream('clip.pkl')) expect(length).toBeGreaterThan(0);
    };
    await expect(readAll()).rejects.toThrow(/clip\.pkl: is not a readable zip archive: its checksum does not match its content/);
    archive.close();
    await expect(readZipEntry(join(folder, 'missing.zip'))).rejects.toThrow(/missing\.zip: is missing/);
  });
});

describe.each([
  ['of zlib', crc32],
  ['by a table', tableCrc32],
])('CRC-32 %s', (_, crc32) => {
  it('is right, whole or in parts', () => {
    const bytes = Buffer.from('123456789');
    expect(crc32(bytes)).toBe(0xcbf43926);
    expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
    const random = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * i * 31) & 255));
    expect(crc32(random)).toBe(reference(random));
  });
});
