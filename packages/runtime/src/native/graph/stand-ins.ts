import * as tf from '@tensorflow/tfjs';
import { type NativeBinding, type TensorMetadata, typeAttribute } from '../native-backend.js';

/** Smaller results are kept. */
const SMALL = 16_384;

/**
 * Zeros instead of the results of operations, all of one size in the same memory. A recording only needs shapes, and the results of a
 * training step, all kept by a tape, would take several times the memory of running its graph.
 */
export class StandIns {
  /** Handles by number of elements. */
  private readonly zeros = new Map<number, number>();

  constructor(private readonly binding: NativeBinding) {}

  /** Zeros of the result's shape; the result is freed. */
  replace(result: TensorMetadata): TensorMetadata {
    const { id, shape, dtype } = result;
    const size = tf.util.sizeFromShape(shape);
    if (dtype !== this.binding.TF_FLOAT || size < SMALL) return result;
    this.binding.deleteTensor(id);
    return this.reshaped(this.zerosOf(size), shape);
  }

  dispose(): void {
    for (const id of this.zeros.values()) this.binding.deleteTensor(id);
    this.zeros.clear();
  }

  private zerosOf(size: number): number {
    const id = this.zeros.get(size) ?? this.binding.createTensor([size], this.binding.TF_FLOAT, new Float32Array(size));
    this.zeros.set(size, id);
    return id;
  }

  /** Another handle for the same memory. */
  private reshaped(id: number, shape: readonly number[]): TensorMetadata {
    const { binding } = this;
    const shapeId = binding.createTensor([shape.length], binding.TF_INT32, Int32Array.from(shape));
    const attributes = [typeAttribute(binding, 'T', binding.TF_FLOAT), typeAttribute(binding, 'Tshape', binding.TF_INT32)];
    const [result] = binding.executeOp('Reshape', attributes, [id, shapeId], 1);
    binding.deleteTensor(shapeId);
    return result as TensorMetadata;
  }
}
