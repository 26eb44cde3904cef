import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { decodePickle, readCsv, readNpz, readPickleFile, readTorch, withNpyRows, ZipArchive } from '../src/index.js';
import { crc32 } from '../src/zip/crc32.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-costly-'))));
afterAll(() => rm(folder, { recursive: true }));

const M = 2 ** 20;
const bytes = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const times = (text: string, count: number) => Buffer.alloc(text.length * count, text, 'latin1');

describe('pickles of a few megabytes that ask for much', () => {
  const refuses = (pickle: Buffer, why: string) => {
    const begun = process.cpuUsage();
    expect(() => decodePickle(pickle, { where: 'x.pkl' })).toThrow(`x.pkl: is not a pickle of plain data: ${why}`);
    const { user, system } = process.cpuUsage(begun);
    expect(user + system).toBeLessThan(3e6);
  };

  it('are refused at once', () => {
    const many = 'it makes more lists and dicts than data of its size has';
    refuses(bytes('\x80\x02(', times('}', 2 * M), 't.'), many);
    refuses(bytes('\x80\x02', times(']', 2 * M), times('a', 2 * M - 1), '.'), many);
    refuses(bytes('\x80\x02', times(')0', 2 * M), 'N.'), many);
    refuses(bytes('\x80\x02', times('c__builtin__\nbytes\n)R0', M), 'N.'), many);
    refuses(bytes('\x80\x02(', times('N', 4 * M), 't.'), 'more than 1048576 values are on its stack');
    refuses(bytes('\x80\x02]q\x00', times('h\x00', 2 * M), '.'), 'more than 1048576 values are on its stack');
    refuses(bytes('\x80\x02', times('(', 2 * M), '.'), 'it has more than 1048576 marks');
  });

  it('are read where they are no more than large', () => {
    const words = bytes('\x80\x04](', ...Array.from({ length: 1000 }, () => [times('\x8c\x02ab\x94', 999), 'e(']).flat(), 'e.');
    expect(decodePickle(words, { where: 'x.pkl' })).toHaveLength(999_000);
    const rows = bytes('\x80\x02](', ...Array.from({ length: 200 }, () => [times(']q\x05(K\x01K\x02K\x03e', 999), 'e(']).flat(), 'e.');
    expect(decodePickle(rows, { where: 'x.pkl' })).toHaveLength(199_800);
    expect(decodePickle(bytes('\x80\x04N', times('\x94', 4 * M), '.'), { where: 'x.pkl' })).toBeNull();
  });
});

/** A zip archive of one deflated entry. */
async function zipOf(name: string, content: Buffer, packed = deflateRawSync(content)): Promise<string> {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  const directory = bytes('PK\x01\x02\x14\x00', common, Buffer.alloc(14), name);
  const file = join(folder, 'packed.npz');
  await writeFile(file, bytes('PK\x03\x04', common, name, packed, directory, end));
  return file;
}

it('an entry that is packed as no data is, is refused before it is unpacked', async () => {
  const large = Buffer.alloc(300 * M);
  const file = await zipOf('a.npy', large);
  const why = `would be ${300 * M} bytes when unpacked, of `;
  await expect(readNpz(file)).rejects.toThrow(`${file}: ${why}`);
  await expect(withNpyRows(file, (rows) => rows.all())).rejects.toThrow(`${file}: a.npy: ${why}`);
});

it.each([
  ['a pickle', readPickleFile, 'is not a pickle of plain data: byte 0x00 is not an opcode (at byte 0)'],
  ['a file of torch.save', readTorch, 'was not written by torch.save'],
])('a large file that does not begin as %s is refused before it is read', async (_, read, why) => {
  const file = join(folder, 'large.pt');
  const handle = await open(file, 'w');
  await handle.truncate(2 ** 40);
  await handle.close();
  await expect(read(file)).rejects.toThrow(`${file}: ${why}`);
});

it('a table of very many columns costs no more than its size', async () => {
  const file = join(folder, 'wide.csv');
  const names = Array.from({ length: 200_000 }, (_, i) => `c${i}`);
  await writeFile(file, `${[...names, 'c7'].join()}\n`);
  const begun = process.cpuUsage();
  await expect(readCsv(file, { columns: [] }, { error: () => undefined })).rejects.toThrow(`${file}: has two columns 'c7'`);
  await writeFile(file, `${names.join()}\n`);
  expect(await readCsv(file, { columns: ['c199999'] }, { error: () => undefined })).toEqual([]);
  const { user, system } = process.cpuUsage(begun);
  expect(user + system).toBeLessThan(5e6);
});

it('names in archives are taken as they stand, and what macOS adds is left out', async () => {
  for (const name of ['/a/b.npy', 'a\\b.npy', '../b.npy']) {
    const archive = await ZipArchive.open(await zipOf(name, Buffer.from('x')));
    expect(archive.names).toEqual([name]);
    expect(Buffer.from(await archive.read(name)).toString()).toBe('x');
    archive.close();
  }
  for (const name of ['__MACOSX/._a.npy', 'folder/._a.npy']) {
    const archive = await ZipArchive.open(await zipOf(name, Buffer.from('x')));
    expect(archive.names).toEqual([]);
    archive.close();
  }
});

it('rows that have no elements are bounded', async () => {
  const head = (shape: string, descr = `'<f4'`) => {
    const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
    return bytes('\x93NUMPY\x01\x00', Buffer.from([118, 0]), text);
  };
  const file = join(folder, 'rows.npy');
  const shape = async (content: Buffer) => {
    await writeFile(file, content);
    return withNpyRows(file, async (rows) => (await rows.all()).shape);
  };
  await expect(shape(head('(9999999999, 0)'))).rejects.toThrow(`${file}: has 9999999999 rows without elements`);
  expect(await shape(head('(3, 0)'))).toEqual([3, 0]);
  // As Python 2 and other writers put it.
  expect(await shape(bytes(head('(2L,1L)', '"<f4"'), Buffer.alloc(8)))).toEqual([2, 1]);
  await expect(shape(head('(1,)', `[('x', '<f4')]`))).rejects.toThrow('its elements have fields; only numbers are supported');
});

it('the rows of an array beyond 4 GiB are read', async () => {
  const file = join(folder, 'sparse.npy');
  const rows = 2 ** 30 + 2 ** 20;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, 1), }`.padEnd(117) + '\n';
  const handle = await open(file, 'w');
  await handle.write(bytes('\x93NUMPY\x01\x00', Buffer.from([118, 0]), text));
  await handle.truncate(128 + 4 * rows);
  await handle.close();
  const first = await withNpyRows(file, async (opened) => {
    for await (const part of opened.rows(3)) return [opened.shape, part.data];
    return [];
  });
  expect(first).toEqual([[rows, 1], new Float32Array(3)]);
});
