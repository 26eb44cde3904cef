import type * as tf from '@tensorflow/tfjs';
import { CmgError } from './cmg-error.js';
import type { Random } from './random.js';

/** Values for a new parameter of the given shape. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** Creates parameters: the part of TensorFlow.js passed to this package, which itself imports only its types. */
export type TensorFactory = Pick<typeof tf, 'tensor' | 'variable'>;

/** All parameters of a model by their full path, in the order of creation. */
export type ParameterMap = ReadonlyMap<string, tf.Variable>;

/**
 * Where a layer makes its parameters: a path (`encoder/audio/semantic/affine`) in a tree that the trainer owns.
 *
 * The first part of a path is the parameter's module, the unit of gradient clipping. Initial values depend on the root
 * seed and the path alone, so adding a modality or an objective does not change how others start.
 */
export class ParameterScope {
  private constructor(
    private readonly registry: Map<string, tf.Variable>,
    private readonly random: Random,
    private readonly tensors: TensorFactory,
    readonly path: string,
  ) {}

  /** @param tensors the caller's TensorFlow.js: `ParameterScope.root(new Random(seed), tf)` */
  static root(random: Random, tensors: TensorFactory): ParameterScope {
    return new ParameterScope(new Map(), random, tensors, '');
  }

  child(name: string | number): ParameterScope {
    return new ParameterScope(this.registry, this.random, this.tensors, this.join(name));
  }

  /** A new trainable float32 parameter. Throws if the path is taken. */
  variable(name: string, shape: readonly number[], initial: Initializer): tf.Variable {
    return this.create(name, shape, initial, true);
  }

  /** A new float32 value that is saved with the parameters and that no optimiser changes, such as a threshold. Throws if the path is taken. */
  buffer(name: string, shape: readonly number[], initial: Initializer): tf.Variable {
    return this.create(name, shape, initial, false);
  }

  private create(name: string, shape: readonly number[], initial: Initializer, trainable: boolean): tf.Variable {
    const path = this.join(name);
    if (this.registry.has(path)) throw new CmgError('a parameter with this name already exists', { where: path });
    const values = this.tensors.tensor(initial(shape, this.random.fork(path)), [...shape], 'float32');
    const variable = this.tensors.variable(values, trainable);
    values.dispose();
    this.registry.set(path, variable);
    return variable;
  }

  /** The parameters at or below this path; the map's keys are full paths. */
  get parameters(): ParameterMap {
    if (this.path === '') return this.registry;
    return new Map([...this.registry].filter(([path]) => path.startsWith(`${this.path}/`)));
  }

  /** Frees the parameters at or below this path. */
  dispose(): void {
    for (const [path, variable] of this.parameters) {
      variable.dispose();
      this.registry.delete(path);
    }
  }

  private join(name: string | number): string {
    return this.path === '' ? `${name}` : `${this.path}/${name}`;
  }
}
