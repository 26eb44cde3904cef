import { CmgError } from '@cmg/core';
import { decodeElements, type Dtype, ELEMENT_TYPES, type FileArrayData } from '../arrays/element-type.js';
import { type FileArray, sizeOf } from '../arrays/nd-array.js';
import { extentOf, isContiguous, type View, viewOf } from '../arrays/strided.js';
import type { PickleMachine } from '../pickle/pickle-machine.js';
import { kindOf, PickleOpaque, type PickleValue } from '../pickle/pickle-value.js';

/** Copies of views that are not in row-major order may take at most this multiple of their storage's bytes. */
const EXPANSION = 8;
/** As many as NumPy allows. */
const MAX_AXES = 64;

const isCount = (value: PickleValue | undefined): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isCounts = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.length <= MAX_AXES && value.every(isCount);

/** A flat array of elements that tensors are views of. Its values are outside the pickle that refers to it. */
export class TorchStorage extends PickleOpaque {
  readonly name = 'a storage of PyTorch';
  readonly tensors: TorchTensor[] = [];

  constructor(
    readonly key: string,
    readonly dtype: Dtype,
    readonly elements: number,
  ) {
    super();
  }

  get byteLength(): number {
    return this.elements * ELEMENT_TYPES[this.dtype].bytes;
  }

  /**
   * Gives the tensors their values. Those in row-major order share memory.
   *
   * @param where for messages
   */
  fill(bytes: Uint8Array, bigEndian: boolean, where: string): void {
    const fail = (what: string) => new CmgError(`storage '${this.key}' ${what}`, { where });
    if (bytes.length !== this.byteLength) throw fail(`needs ${this.byteLength} bytes, it has ${bytes.length}`);
    const values = decodeElements(bytes, this.dtype, bigEndian);
    const copied = this.tensors.reduce((sum, tensor) => sum + tensor.copiedElements, 0);
    if (copied > EXPANSION * this.elements) throw fail(`has ${this.elements} elements, but its tensors would copy ${copied}`);
    for (const tensor of this.tensors) tensor.fill(values);
  }
}

/** A tensor whose values are set once its storage has been read. */
export class TorchTensor implements FileArray {
  data: FileArrayData = new Uint8Array(0);

  private constructor(
    readonly dtype: Dtype,
    private readonly view: View,
  ) {}

  /** From the arguments of `torch._utils._rebuild_tensor_v2`; a view outside its storage is an error. */
  static rebuild([storage, offset, shape, strides]: readonly PickleValue[], machine: PickleMachine): TorchTensor {
    if (!(storage instanceof TorchStorage)) throw machine.error(`a tensor is a view of ${kindOf(storage ?? null)}`);
    if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length) {
      throw machine.error('a tensor has an invalid offset, shape or strides');
    }
    const view = { offset, shape, strides };
    const what = `a tensor of shape [${shape.join(', ')}]`;
    if (!(extentOf(view) <= storage.elements)) throw machine.error(`${what} reaches past the ${storage.elements} elements of its storage`);
    if (!(sizeOf(shape) <= storage.elements)) {
      throw machine.error(`${what} repeats the ${storage.elements} elements of its storage; save tensor.contiguous() instead`);
    }
    const tensor = new TorchTensor(storage.dtype, view);
    storage.tensors.push(tensor);
    return tensor;
  }

  get shape(): readonly number[] {
    return this.view.shape;
  }

  /** Elements that {@link fill} copies. */
  get copiedElements(): number {
    return isContiguous(this.view) ? 0 : sizeOf(this.shape);
  }

  /** @param values of the whole storage */
  fill(values: FileArrayData): void {
    this.data = viewOf(values, this.view);
  }
}
