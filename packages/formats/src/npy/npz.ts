import { CmgError, type NdArray } from '@cmg/core';
import { encodeNpy } from './npy.js';
import { Readable } from 'node:stream';
import type { FileArray } from '../arrays/nd-array.js';
import { writeZip } from '../zip/write-zip.js';
import { isBomb, ZipArchive } from '../zip/zip-archive.js';
import { NpyRows } from './npy-rows.js';

const ENDING = '.npy';

/** Names of the arrays in an open archive of numpy.savez. */
function npzNames({ names }: ZipArchive): string[] {
  return names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
}

/** One array of an open archive; the only one if no name is given. */
export async function npzRows(archive: ZipArchive, name?: string): Promise<NpyRows> {
  const names = npzNames(archive);
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    const hint = `It has: ${names.join(', ')}.`;
    throw new CmgError(`contains ${names.length} arrays; specify which`, { kind: 'usage', where: archive.file, hint });
  }
  const entry = `${chosen}${ENDING}`;
  return NpyRows.open(archive.stream(entry), archive.sizeOf(entry), archive.where(entry));
}

/**
 * All arrays of an archive of numpy.savez or numpy.savez_compressed.
 *
 * @throws CmgError that names the archive and the array if one is damaged or contains anything but numbers
 */
export async function readNpz(file: string): Promise<Map<string, FileArray>> {
  const archive = await ZipArchive.open(file);
  try {
    const arrays = new Map<string, FileArray>();
    const total = npzNames(archive).reduce((sum, name) => sum + archive.sizeOf(`${name}${ENDING}`), 0);
    if (isBomb(total, archive.size)) {
      throw new CmgError(`would be ${total} bytes when unpacked, of ${archive.size} packed ones`, {
        where: file,
        hint: 'No data is packed that well. If this is yours, store it unpacked (numpy.savez).',
      });
    }
    for (const name of npzNames(archive)) arrays.set(name, await readWhole(archive, `${name}${ENDING}`));
    return arrays;
  } finally {
    archive.close();
  }
}

/** Bounded by the archive's limit, whatever the array's header claims. */
async function readWhole(archive: ZipArchive, entry: string): Promise<FileArray> {
  const bytes = await archive.read(entry);
  const rows = await NpyRows.open(Readable.from([bytes]), bytes.length, archive.where(entry));
  return rows.all();
}

/** Writes an archive as numpy.savez does, atomically. */
export async function writeNpz(file: string, arrays: Iterable<readonly [string, NdArray]>): Promise<void> {
  const entries = [...arrays].map(([name, array]) => {
    const content = encodeNpy(array);
    return { name: `${name}${ENDING}`, size: content.reduce((sum, { length }) => sum + length, 0), content };
  });
  await writeZip(file, entries);
}
