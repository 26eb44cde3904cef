import * as tf from '@tensorflow/tfjs';
import { type NativeBackend, type OpAttribute, typeAttribute } from '../native/native-backend.js';

/** Elements of one sum at most, 4 MB: a larger one takes many times as long as its parts. */
const BUCKET = 2 ** 20;

/** All ranks are one group. */
const GROUP = 1;

/** The collective operations of TensorFlow among `count` ranks, of which this is `rank`. All ranks must call them in the same order. */
export class Collectives {
  /** Tells operations of a graph apart. */
  private next = 1;

  constructor(
    private readonly backend: NativeBackend,
    private readonly rank: number,
    private readonly count: number,
  ) {}

  /** See `Replicas.gather`. */
  gather<T extends tf.Tensor>(x: T): T {
    const rows = x.shape[0];
    return tf.customGrad((own) => ({
      value: this.execute('CollectiveGatherV2', [], own as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => tf.slice(this.sum([dy])[0] as tf.Tensor, this.rank * rows, rows),
    }))(x) as T;
  }

  /** See `Replicas.sum`. Small ones are summed together, large ones in parts. */
  sum(tensors: readonly tf.Tensor[]): tf.Tensor[] {
    return tf.tidy(() => {
      const sums: tf.Tensor[] = [];
      for (const group of groupsOf(tensors)) {
        const flat = tf.concat(group.map((tensor) => tensor.flatten())) as tf.Tensor1D;
        const whole = this.sumInParts(flat);
        const sizes = group.map(({ size }) => size);
        const parts = group.length === 1 ? [whole] : tf.split(whole, sizes);
        sums.push(...parts.map((part, i) => part.reshape((group[i] as tf.Tensor).shape)));
      }
      return sums;
    });
  }

  private sumInParts(flat: tf.Tensor1D): tf.Tensor1D {
    if (flat.size <= BUCKET) return this.sumOf(flat);
    const sizes = Array.from({ length: Math.ceil(flat.size / BUCKET) }, (_, i) => Math.min(BUCKET, flat.size - i * BUCKET));
    return tf.concat1d(tf.split<tf.Tensor1D>(flat, sizes).map((part) => this.sumOf(part)));
  }

  private sumOf<T extends tf.Tensor>(x: T): T {
    const { binding } = this.backend;
    const text = (name: string, value: string): OpAttribute => ({ name, type: binding.TF_ATTR_STRING, value });
    const own = [text('merge_op', 'Add'), text('final_op', 'Id'), { name: 'max_subdivs_per_device', type: binding.TF_ATTR_INT, value: -1 }];
    return this.execute('CollectiveReduceV2', own, x) as T;
  }

  private execute(op: string, own: readonly OpAttribute[], x: tf.Tensor): tf.Tensor {
    const { binding } = this.backend;
    const attributes = [
      typeAttribute(binding, 'T', binding.TF_FLOAT),
      { name: 'communication_hint', type: binding.TF_ATTR_STRING, value: 'auto' },
      { name: 'timeout_seconds', type: binding.TF_ATTR_FLOAT, value: 0 },
      { name: 'is_stateless', type: binding.TF_ATTR_BOOL, value: false },
      { name: 'Nordering_token', type: binding.TF_ATTR_INT, value: 0 },
      ...own,
    ];
    return tf.tidy(() => {
      const numbers = [this.count, GROUP, this.next++].map((value) => tf.scalar(value, 'int32'));
      return this.backend.executeSingleOutput(op, attributes, [x, ...numbers]);
    });
  }
}

/** Consecutive tensors, as many as fit into one sum; at least one each. */
function groupsOf(tensors: readonly tf.Tensor[]): tf.Tensor[][] {
  const groups: tf.Tensor[][] = [];
  let size = Infinity;
  for (const tensor of tensors) {
    if (size + tensor.size > BUCKET) {
      groups.push([]);
      size = 0;
    }
    (groups.at(-1) as tf.Tensor[]).push(tensor);
    size += tensor.size;
  }
  return groups;
}
