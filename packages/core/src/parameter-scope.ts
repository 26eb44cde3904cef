import type { tf } from './tensorflow.js';
import { CmgError } from './cmg-error.js';
import type { Random } from './random.js';

/** Values for a new parameter of the given shape. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** Creates parameters: the part of TensorFlow.js passed to this package, which itself imports only its types. */
export type TensorFactory = Pick<typeof tf, 'tensor' | 'variable'>;

/** All parameters of a model by their full path, in the order of creation. */
export type ParameterMap = ReadonlyMap<string, tf.Variable>;

/**
 * Is told of each parameter that is asked for, before it is made, and may refuse it: one that is to be read from a file, where the file has
 * no such values. It may give the values that it starts with, which are not drawn then. One that is shared is told of each time.
 */
export type ParameterCheck = (path: string, shape: readonly number[]) => Float32Array | undefined;

/** What distinguishes the parameters of a scope from those of any other. */
interface ScopeKind {
  /** The path below which the tree is made once more; '' for the tree itself. */
  readonly copy: string;
  readonly shared: boolean;
}

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
    private readonly check: ParameterCheck,
    private readonly kind: ScopeKind = { copy: '', shared: false },
  ) {}

  /**
   * @param tensors the caller's TensorFlow.js: `ParameterScope.root(new Random(seed), tf)`
   * @param check called with each parameter before anything is allocated for it; default: all are made
   */
  static root(random: Random, tensors: TensorFactory, check: ParameterCheck = () => undefined): ParameterScope {
    return new ParameterScope(new Map(), random, tensors, '', check);
  }

  child(name: string | number): ParameterScope {
    return this.at(this.join(name), this.kind);
  }

  /**
   * The scope of this name at the root, wherever it is asked for, whose parameters are shared: who asks for a path again gets the
   * parameter that is there. For layers that several modalities have in common.
   */
  shared(name: string): ParameterScope {
    const { copy } = this.kind;
    return this.at(copy === '' ? name : `${copy}/${name}`, { copy, shared: true });
  }

  /**
   * A child in which the tree, or a part of it, can be made once more: a parameter `<child>/p` starts with the initial value of `p`, and no
   * optimiser changes it. For a teacher that follows its student.
   */
  copy(name: string): ParameterScope {
    const path = this.join(name);
    return this.at(path, { copy: path, shared: false });
  }

  /** A new trainable float32 parameter. Throws if the path is taken; in a shared scope, if the shapes differ. */
  variable(name: string, shape: readonly number[], initial: Initializer): tf.Variable {
    return this.create(name, shape, initial, this.kind.copy === '');
  }

  /** A new float32 value that is saved with the parameters and that no optimiser changes, such as a threshold. Throws if the path is taken. */
  buffer(name: string, shape: readonly number[], initial: Initializer): tf.Variable {
    return this.create(name, shape, initial, false);
  }

  private create(name: string, shape: readonly number[], initial: Initializer, trainable: boolean): tf.Variable {
    const path = this.join(name);
    const given = this.check(path, shape);
    const existing = this.registry.get(path);
    if (existing !== undefined) return this.reuse(path, existing, shape);
    const { copy } = this.kind;
    const original = copy === '' ? path : path.slice(copy.length + 1);
    const values = this.tensors.tensor(given ?? initial(shape, this.random.fork(original)), [...shape], 'float32');
    const variable = this.tensors.variable(values, trainable);
    values.dispose();
    this.registry.set(path, variable);
    return variable;
  }

  private reuse(path: string, existing: tf.Variable, shape: readonly number[]): tf.Variable {
    if (!this.kind.shared) throw new CmgError('a parameter with this name already exists', { where: path });
    if (existing.shape.join() === shape.join()) return existing;
    throw new CmgError(`parameters that are shared have one shape, here [${existing.shape.join(', ')}] and [${shape.join(', ')}]`, {
      where: path,
      kind: 'usage',
      hint: 'Give all that share it the same sizes.',
    });
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

  private at(path: string, kind: ScopeKind): ParameterScope {
    return new ParameterScope(this.registry, this.random, this.tensors, path, this.check, kind);
  }

  private join(name: string | number): string {
    return this.path === '' ? `${name}` : `${this.path}/${name}`;
  }
}
