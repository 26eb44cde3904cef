import * as tf from '@tensorflow/tfjs';

/** A parameter as an optimiser sees it. */
export interface Member {
  readonly path: string;
  /** The first part of the path: the unit of gradient clipping. */
  readonly module: string;
  readonly variable: tf.Variable;
}

/** Parameters of one module that have had the same number of steps, with their Adam moments concatenated. */
export interface Bucket {
  readonly members: readonly Member[];
  steps: number;
  /** First and second moments, [sum of the members' sizes]. */
  readonly first: tf.Variable<tf.Rank.R1>;
  readonly second: tf.Variable<tf.Rank.R1>;
}

/** First and second moments, concatenated. */
export interface Moments {
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/** A bucket with these moments as its own variables. */
export function createBucket(members: readonly Member[], steps: number, moments: () => Moments): Bucket {
  const [first, second] = tf.tidy(() => {
    const values = moments();
    return [tf.variable(values.first, false), tf.variable(values.second, false)] as const as unknown as tf.TensorContainer;
  }) as unknown as readonly [Bucket['first'], Bucket['second']];
  return { members, steps, first, second };
}

export function disposeBucket({ first, second }: Bucket): void {
  first.dispose();
  second.dispose();
}

/** Above this total size, parameters gain nothing from sharing operations, and copies would cost more. */
const LARGEST = 1 << 20;

/** Splits members into groups of one module and one `key` (a step count), none larger than 2^20 values unless it is a single member. */
export function groupMembers(members: readonly Member[], key: (member: Member) => number = () => 0): Member[][] {
  const groups: Member[][] = [];
  let size = 0;
  for (const member of members) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const fits = last?.module === member.module && key(last) === key(member) && size + member.variable.size <= LARGEST;
    if (group !== undefined && fits) group.push(member);
    else groups.push([member]);
    size = group !== undefined && fits ? size + member.variable.size : member.variable.size;
  }
  return groups;
}

/** Concatenates flattened tensors, [sum of their sizes]. */
export function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  const flat = tensors.map((tensor) => (tensor.rank === 1 ? tensor : tensor.reshape([tensor.size])) as tf.Tensor1D);
  return flat.length === 1 ? (flat[0] as tf.Tensor1D) : tf.concat1d(flat);
}

/** The reverse of {@link flatten}: one tensor per member, in the member's shape. */
export function unflatten(flat: tf.Tensor1D, members: readonly Member[]): tf.Tensor[] {
  const sizes = members.map(({ variable }) => variable.size);
  const parts = members.length === 1 ? [flat] : tf.split(flat, sizes);
  return parts.map((part, i) => {
    const { shape } = (members[i] as Member).variable;
    return shape.length === 1 ? part : part.reshape(shape);
  });
}
