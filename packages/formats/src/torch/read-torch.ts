import { CmgError } from '@cmg/core';
import { readBytes } from '../files/read-bytes.js';
import { RegularFile } from '../files/regular-file.js';
import { ByteReader, latin1 } from '../pickle/byte-reader.js';
import { readPickle } from '../pickle/decode-pickle.js';
import type { PickleValue } from '../pickle/pickle-value.js';
import { ZipArchive } from '../zip/zip-archive.js';
import { expectLegacyTorch, readLegacyTorch } from './read-legacy-torch.js';
import { StorageTable } from './storage-table.js';
import { TORCH_GLOBALS } from './torch-globals.js';

/** Bytes that tell the two formats, and other files, before a large one is read. */
const START = 64;

/**
 * Reads what `torch.save` wrote, in the zip format (since PyTorch 1.6) or the one before it: tensors and parameters of any
 * device as arrays, with lists, dicts, numbers and strings around them. Tensors of one storage share its memory.
 *
 * Like {@link decodePickle}, it executes nothing, and memory is bounded by a small multiple of the file's size.
 *
 * @throws CmgError that names what is damaged or not allowed, for example a whole module saved with `torch.save(model)`
 */
export async function readTorch(file: string): Promise<PickleValue> {
  const start = await RegularFile.with(file, (opened) => opened.read(0, Math.min(START, opened.size)));
  if (latin1(start.subarray(0, 4)) === 'PK\x03\x04') return readZipTorch(file);
  expectLegacyTorch(start, file);
  return readLegacyTorch(await readBytes(file), file);
}

/** `<name>/data.pkl`, `<name>/byteorder` (since PyTorch 2.1) and `<name>/data/<key>` for each storage, none of them packed. */
async function readZipTorch(file: string): Promise<PickleValue> {
  const archive = await ZipArchive.open(file, { maxEntryBytes: Infinity, storedOnly: true });
  try {
    const pickle = archive.names.find((name) => /^([^/]*\/)?data\.pkl$/.test(name));
    if (pickle === undefined) throw new CmgError('is a zip archive, but not one of torch.save: it has no data.pkl', { where: file });
    const folder = pickle.slice(0, -'data.pkl'.length);
    const order = `${folder}byteorder`;
    const bigEndian = archive.has(order) && isBigEndian(latin1(await archive.read(order)), archive.where(order));
    const storages = new StorageTable(archive.where(pickle));
    const reader = new ByteReader(await archive.read(pickle), archive.where(pickle));
    const value = readPickle(reader, { globals: TORCH_GLOBALS, persistentLoad: storages.load });
    for (const storage of storages) {
      const entry = `${folder}data/${storage.key}`;
      storage.fill(await archive.read(entry), bigEndian, archive.where(entry));
    }
    return value;
  } finally {
    archive.close();
  }
}

function isBigEndian(order: string, where: string): boolean {
  if (order === 'big' || order === 'little') return order === 'big';
  throw new CmgError(`has byte order '${order.slice(0, 20)}'; expected little or big`, { where });
}
