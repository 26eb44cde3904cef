import { CmgError } from '@cmg/core';
import { PickleGlobal } from '../pickle/pickle-global.js';
import type { PickleValue } from '../pickle/pickle-value.js';
import { STORAGE_TYPES } from './torch-globals.js';
import { TorchStorage } from './torch-tensor.js';

/** The storages that the pickle of a checkpoint names. */
export class StorageTable implements Iterable<TorchStorage> {
  private readonly storages = new Map<string, TorchStorage>();

  /** @param where for messages */
  constructor(private readonly where: string) {}

  /** ('storage', class, key, device, number of elements, [part of another]) -> the storage. */
  readonly load = (id: PickleValue): TorchStorage => {
    const [kind, type, key, , elements, partOf = null] = Array.isArray(id) ? id : [];
    const dtype = type instanceof PickleGlobal ? STORAGE_TYPES.get(type.name.replace(/^.*\./, '')) : undefined;
    const isStorage = kind === 'storage' && dtype !== undefined && typeof key === 'string';
    if (!isStorage || typeof elements !== 'number' || !Number.isSafeInteger(elements) || elements < 0) {
      throw new CmgError('refers to an external object that is not a storage', { where: this.where });
    }
    if (partOf !== null) {
      throw new CmgError('has a storage that is part of another one', {
        where: this.where,
        hint: 'Save it again with PyTorch 0.4 or later.',
      });
    }
    const known = this.storages.get(`${dtype} ${key}`);
    if (known !== undefined && known.elements !== elements) {
      throw new CmgError(`storage '${key}' has ${known.elements} elements in one place, ${elements} in another`, { where: this.where });
    }
    const storage = known ?? new TorchStorage(key, dtype, elements);
    this.storages.set(`${dtype} ${key}`, storage);
    return storage;
  };

  [Symbol.iterator](): Iterator<TorchStorage> {
    return this.storages.values();
  }
}
