import * as tf from '@tensorflow/tfjs';
import { type NativeBinding, type TensorMetadata, typeAttribute } from '../native-backend.js';

/** Smaller results are kept. */
const SMALL = 16_384;

/**
 * Zeros instead of the results of operations, all in the same memory. A recording only needs shapes, and the results of a
 * training step, all kept by a tape, would take several times the memory of running its graph.
 */
export class StandIns {
  /** The largest so far. */
  private zeros: { readonly id: number; readonly size: number } | undefined;

  constructor(private readonly binding: NativeBinding) {}

  /** Zeros of the result's shape; the result is freed. */
  replace(result: TensorMetadata): TensorMetadata {
    const { binding } = this;
    const { id, shape, dtype } = result;
    const size = tf.util.sizeFromShape(shape);
    if (dtype !== binding.TF_FLOAT || size < SMALL) return result;
    binding.deleteTensor(id);
    // Both give another handle for the same memory.
    const part = this.execute('Slice', 'Index', this.zerosOf(size), [0], [size]);
    const shaped = this.execute('Reshape', 'Tshape', part.id, shape);
    binding.deleteTensor(part.id);
    return shaped;
  }

  dispose(): void {
    if (this.zeros !== undefined) this.binding.deleteTensor(this.zeros.id);
    this.zeros = undefined;
  }

  /** The id of at least `size` zeros. */
  private zerosOf(size: number): number {
    if (this.zeros === undefined || this.zeros.size < size) {
      this.dispose();
      const zero = this.binding.createTensor([1], this.binding.TF_FLOAT, new Float32Array(1));
      const { id } = this.execute('Tile', 'Tmultiples', zero, [size]);
      this.binding.deleteTensor(zero);
      this.zeros = { id, size };
    }
    return this.zeros.id;
  }

  /** The result of an operation on floats whose other inputs are lists of integers; `indexType` names the attribute of their type. */
  private execute(op: string, indexType: string, input: number, ...lists: readonly (readonly number[])[]): TensorMetadata {
    const { binding } = this;
    const ids = lists.map((list) => binding.createTensor([list.length], binding.TF_INT32, Int32Array.from(list)));
    const attributes = [typeAttribute(binding, 'T', binding.TF_FLOAT), typeAttribute(binding, indexType, binding.TF_INT32)];
    const [result] = binding.executeOp(op, attributes, [input, ...ids], 1);
    ids.forEach((id) => binding.deleteTensor(id));
    return result as TensorMetadata;
  }
}
