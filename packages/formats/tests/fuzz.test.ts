import { CmgError } from '@cmg/core';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePickle, readNpz, readTorch, readZipEntry, withNpyRows } from '../src/index.js';

const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url));

/** What reads a damaged file may say no; anything but a CmgError is a fault of ours, and so is a changed world. */
async function survives(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof CmgError)) throw error;
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
}

/** A file with some bytes replaced, and perhaps cut. */
const damage = (bytes: Uint8Array) =>
  fc
    .record({
      changes: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      length: fc.oneof({ weight: 3, arbitrary: fc.constant(bytes.length) }, fc.nat(bytes.length)),
    })
    .map(({ changes, length }) => {
      const copy = Uint8Array.from(bytes);
      for (const [at, value] of changes) copy[at] = value;
      return copy.subarray(0, length);
    });

/** Opcodes that make something of nothing, calls and references among them, in any order. */
const opcodes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '(',
        '.',
        '0',
        '1',
        '2',
        'N',
        '\x88',
        ']',
        ')',
        '}',
        't',
        '\x85',
        '\x86',
        'a',
        'e',
        's',
        'u',
        'R',
        'b',
        'Q',
        '\x94',
        '\x93',
        'l',
        'd',
      ),
      fc.constantFrom('cnumpy\ndtype\n', 'cnumpy\nndarray\n', 'cnumpy.core.multiarray\n_reconstruct\n', 'cnumpy.core.multiarray\nscalar\n'),
      fc.constantFrom('cnumpy.core.numeric\n_frombuffer\n', 'ccollections\nOrderedDict\n', 'c_codecs\nencode\n', 'c__builtin__\nbytes\n'),
      fc.constantFrom(
        'U\x02f4',
        'U\x01b',
        'U\x01C',
        'X\x06\x00\x00\x00latin1',
        'X\x09\x00\x00\x00__proto__',
        'C\x04\x00\x00\x80?',
        'K\x01',
        'h\x00',
        'h\x01',
        'J\xff\xff\xff\xff',
        '\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(`${parts.join('')}.`, 'latin1'));

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-fuzz-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('files of any bytes', () => {
  const runs = { numRuns: 200 };

  it.each([0, 2, 4, 5])('damaged pickles of protocol %i', async (protocol) => {
    for (const name of [`arrays-numpy1-${protocol}`, `plain-numpy2-${protocol}`]) {
      const bytes = await fixture(`pickle/${name}.pkl`);
      await fc.assert(
        fc.asyncProperty(damage(bytes), (bad) => survives(() => decodePickle(bad, { where: name }))),
        runs,
      );
    }
  });

  it('random opcodes', () =>
    fc.assert(
      fc.asyncProperty(opcodes, (bytes) => survives(() => decodePickle(bytes, { where: 'x.pkl' }))),
      { numRuns: 3000 },
    ));

  it.each([
    ['torch/tree.pt', readTorch],
    ['torch/tree-legacy.pt', readTorch],
    ['zip/deflated.zip', (file: string) => readZipEntry(file)],
    ['npy/packed.npz', readNpz],
    ['npy/base.npy', (file: string) => withNpyRows(file, (rows) => rows.all())],
  ])('damaged %s', async (name, read) => {
    const bytes = await fixture(name);
    const file = join(folder, 'damaged');
    await fc.assert(
      fc.asyncProperty(damage(bytes), async (bad) => {
        await writeFile(file, bad);
        await survives(() => read(file));
      }),
      { numRuns: 120 },
    );
  });
});

describe('files that ask for more than they are', () => {
  it('take no memory to speak of', async () => {
    const claims = [
      Buffer.from('\x80\x04\x8e\xff\xff\xff\xff\xff\xff\x0f\x00.', 'latin1'), // 4 PiB of bytes
      Buffer.from(`(${'(lp0\n'.repeat(1000)}.`), // lists in lists
      Buffer.from(
        'cnumpy.core.numeric\n_frombuffer\n(C\x00cnumpy\ndtype\n(U\x02f4tR(J\xff\xff\xff\x7fJ\xff\xff\xff\x7ftU\x01CtR.',
        'latin1',
      ),
      Buffer.from('r\xff\xff\xff\xffN.', 'latin1'), // memo 4294967295
    ];
    const deep = `${'('.repeat(100_000)}${'t'.repeat(100_000)}`;
    claims.push(Buffer.from(`${deep}${deep}\x93.`, 'latin1'), Buffer.from(`cnumpy\ndtype\n(${deep}tR.`, 'latin1')); // a name that is a deep tuple
    const before = process.memoryUsage().rss;
    for (const bytes of claims) await survives(() => decodePickle(bytes, { where: 'x.pkl' }));
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });
});
