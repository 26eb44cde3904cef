import { CmgError, type NdArray } from '@cmg/core';
import type { Dtype, FileArrayData } from '../arrays/element-type.js';
import { type FileArray, isFileArray, sizeOf } from '../arrays/nd-array.js';
import { rowMajorStrides } from '../arrays/strided.js';
import { PickleWriter } from '../pickle/pickle-writer.js';
import { writeZip, type ZipContent } from '../zip/write-zip.js';
import { STORAGE_TYPES } from './torch-globals.js';

/** What can be saved for PyTorch: arrays become tensors, Maps dicts. */
export type TorchTree =
  null | boolean | number | bigint | string | NdArray | FileArray | readonly TorchTree[] | ReadonlyMap<string | number, TorchTree>;

/** By the class of the values, so that widened 2-byte floats are saved as float32. */
function storageClassOf(array: NdArray | FileArray): string {
  const byClass: readonly (readonly [abstract new (...args: never[]) => FileArrayData, Dtype])[] = [
    [Float32Array, 'float32'],
    [Float64Array, 'float64'],
    [Int8Array, 'int8'],
    [Int16Array, 'int16'],
    [Int32Array, 'int32'],
    [BigInt64Array, 'int64'],
    [Uint8Array, isFileArray(array) && array.dtype === 'bool' ? 'bool' : 'uint8'],
  ];
  const dtype = byClass.find(([type]) => array.data instanceof type)?.[1];
  const found = [...STORAGE_TYPES].find(([, type]) => type === dtype);
  if (found === undefined) throw new CmgError(`PyTorch has no tensors of ${array.data.constructor.name}`);
  return found[0];
}

/** Writes a tree and collects its arrays, each of which becomes its own storage. */
class TorchPickler {
  readonly storages: FileArrayData[] = [];
  private readonly writer = new PickleWriter();

  pickle(tree: TorchTree): Uint8Array {
    this.value(tree);
    return this.writer.end();
  }

  private value(tree: TorchTree): void {
    const { writer } = this;
    if (tree === null) writer.none();
    else if (typeof tree === 'boolean') writer.bool(tree);
    else if (typeof tree === 'number') writer.number(tree);
    else if (typeof tree === 'bigint') writer.integer(tree);
    else if (typeof tree === 'string') writer.text(tree);
    else if ('data' in tree) this.tensor(tree);
    else if (tree instanceof Map) {
      writer.dict(() => {
        for (const [key, value] of tree as ReadonlyMap<string | number, TorchTree>) {
          this.value(key);
          this.value(value);
        }
      });
    } else {
      writer.list(() => {
        for (const item of tree as readonly TorchTree[]) this.value(item);
      });
    }
  }

  private tensor(array: NdArray | FileArray): void {
    const { shape, data } = array;
    if (sizeOf(shape) !== data.length) throw new CmgError(`an array of shape [${shape.join(', ')}] has ${data.length} elements`);
    const { writer } = this;
    const numbers = (values: readonly number[]) => writer.tuple(() => values.forEach((value) => writer.number(value)));
    writer.call('torch._utils', '_rebuild_tensor_v2', () => {
      writer.persistent(() => {
        const key = this.storages.push(data) - 1;
        writer.text('storage').global('torch', storageClassOf(array)).text(`${key}`).text('cpu').number(data.length);
      });
      writer.number(0);
      numbers(shape);
      numbers(rowMajorStrides(shape));
      writer.bool(false).call('collections', 'OrderedDict', () => undefined);
    });
  }
}

/**
 * Writes an archive that `torch.load(file, weights_only=True)` reads, atomically.
 *
 * @throws CmgError if the file cannot be written, or PyTorch lacks the element type
 */
export async function writeTorch(file: string, tree: TorchTree): Promise<void> {
  const pickler = new TorchPickler();
  const pickle = pickler.pickle(tree);
  const entry = (name: string, content: Uint8Array): ZipContent => ({ name: `archive/${name}`, size: content.length, content: [content] });
  await writeZip(file, [
    entry('data.pkl', pickle),
    entry('byteorder', Buffer.from('little')),
    ...pickler.storages.map(({ buffer, byteOffset, byteLength }, i) => entry(`data/${i}`, new Uint8Array(buffer, byteOffset, byteLength))),
    entry('version', Buffer.from('3\n')),
  ]);
}
