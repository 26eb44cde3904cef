import { CmgError } from '@cmg/core';
import { ByteReader } from '../pickle/byte-reader.js';
import { PLAIN_GLOBALS, readPickle } from '../pickle/decode-pickle.js';
import { kindOf, type PickleValue } from '../pickle/pickle-value.js';
import { StorageTable } from './storage-table.js';
import { TORCH_GLOBALS } from './torch-globals.js';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/** @throws CmgError unless a file's first bytes are those of the format below */
export function expectLegacyTorch(start: Uint8Array, where: string): void {
  if (start[0] === 0x80 && firstValue(start, where) === MAGIC) return;
  const hint = 'It is not a zip archive and does not start with the magic number.';
  throw new CmgError('was not written by torch.save', { kind: 'usage', where, hint });
}

/** Of pickles; undefined if the first is damaged, or does not end here. */
function firstValue(start: Uint8Array, where: string): PickleValue | undefined {
  try {
    return readPickle(new ByteReader(start, where), { globals: PLAIN_GLOBALS });
  } catch (error) {
    if (error instanceof CmgError) return undefined;
    throw error;
  }
}

/**
 * The format of torch.save before PyTorch 1.6: pickles of a magic number, the protocol's version, the writer's byte order, the
 * object and the keys of its storages, then each storage's number of elements (8 bytes) and elements.
 *
 * @param bytes of which {@link expectLegacyTorch} knows the first
 * @param where for messages
 */
export function readLegacyTorch(bytes: Uint8Array, where: string): PickleValue {
  const reader = new ByteReader(bytes, where);
  const plain = () => readPickle(reader, { globals: PLAIN_GLOBALS });
  plain(); // the magic number
  const protocol = plain();
  if (protocol !== PROTOCOL) throw new CmgError(`has a torch.save protocol other than ${PROTOCOL}`, { where });
  const system = plain();
  const bigEndian = system instanceof Map && system.get('little_endian') === false;
  const storages = new StorageTable(where);
  const value = readPickle(reader, { globals: TORCH_GLOBALS, persistentLoad: storages.load });
  const waiting = new Map([...storages].map((storage) => [storage.key as PickleValue, storage]));
  const keys = plain();
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = waiting.get(key);
    if (storage === undefined) {
      throw new CmgError(`lists ${typeof key === 'string' ? `the storage '${key}'` : kindOf(key)}, which no tensor uses`, { where });
    }
    const elements = reader.uint64();
    if (elements !== storage.elements) {
      throw new CmgError(`storage '${storage.key}' has ${elements} elements, but its tensors say ${storage.elements}`, { where });
    }
    storage.fill(reader.take(storage.byteLength), bigEndian, where);
    waiting.delete(key);
  }
  const [missing] = waiting.values();
  if (missing !== undefined) throw new CmgError(`lacks the storage '${missing.key}'`, { where });
  return value;
}
