import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { type NativeBackend, type NativeBinding, type OpAttribute, type TensorMetadata, typeAttribute } from '../native-backend.js';
import { GraphDef } from './graph-def.js';
import { StandIns } from './stand-ins.js';

/** A tensor while it is recorded. */
interface Value {
  /** `node:output` in the graph. */
  readonly reference: string;
  readonly dtype: number;
  /** Computed only from variables and constants: TensorFlow could compute it before everything else. */
  readonly early: boolean;
  /** For a resource: the last operation on it, after which the next one must run. */
  last?: string;
}

interface Switch {
  on(): void;
  off(): void;
}

/** Early results of at least this many elements are delayed. */
const LARGE = 2 ** 18;

/**
 * Records every TensorFlow operation while {@link during} runs, as a graph. Results have the right shapes, but large ones do not have
 * the right values: see {@link StandIns}.
 */
export class Recording {
  readonly graph: GraphDef;
  private readonly binding: NativeBinding;
  private readonly values = new Map<number, Value>();
  private readonly offers = new Map<number, () => Value>();
  /** Tensors that the function created from numbers. */
  private readonly made = new WeakSet<object>();
  private nodes = 0;
  /** The last operation whose result is not early. */
  private latest: string | undefined;
  /** Set while {@link during} runs. */
  private recording: Switch | undefined;

  constructor(private readonly backend: NativeBackend) {
    this.binding = backend.binding;
    this.graph = new GraphDef(this.binding);
  }

  /** Runs f, whose operations are executed and recorded. */
  during<R>(f: () => R): R {
    const standIns = new StandIns(this.binding);
    this.recording = this.switchFor(this.recordingBinding(standIns));
    this.recording.on();
    try {
      return f();
    } finally {
      this.recording.off();
      this.recording = undefined;
      standIns.dispose();
    }
  }

  /** Runs f within {@link during} without recording it. */
  pause<R>(f: () => R): R {
    this.recording?.off();
    try {
      return f();
    } finally {
      this.recording?.on();
    }
  }

  /**
   * Declares a tensor that may be used and is then fed to each run: `onUse` receives its name in the graph.
   *
   * @param early whether it is a variable or a constant
   */
  offer({ id, dtype, shape }: TensorMetadata, early: boolean, onUse: (name: string) => void): void {
    this.offers.set(id, () => {
      const name = this.nextName();
      this.graph.placeholder(name, dtype, shape);
      onUse(name);
      return { reference: `${name}:0`, dtype, early };
    });
  }

  /** Declares a result; its name in the graph. A separate name, since an input or a constant may also be a result. */
  fetch(id: number): string {
    const { reference, dtype } = this.valueOf(id);
    const name = this.nextName();
    this.graph.add({ name, op: 'Identity', inputs: [reference], attributes: [typeAttribute(this.binding, 'T', dtype)] });
    return name;
  }

  /** Installs guarded recording on this binding; returns a function that restores everything it replaced. */
  private switchFor(binding: NativeBinding): Switch {
    const { backend } = this;
    const engine = tf.engine();
    // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as they were
    const { read, readSync } = engine;
    const { random } = Math;
    return {
      on: () => {
        backend.binding = binding;
        Object.assign(backend, { move: this.move, getInputTensorIds: this.idsOf });
        Object.assign(engine, { read: refuseRead, readSync: refuseRead });
        Math.random = refuseChance;
      },
      off: () => {
        backend.binding = this.binding;
        // A property of the instance hides that of the class.
        Reflect.deleteProperty(backend, 'move');
        Reflect.deleteProperty(backend, 'getInputTensorIds');
        Object.assign(engine, { read, readSync });
        Math.random = random;
      },
    };
  }

  private readonly move: NativeBackend['move'] = (dataId, ...rest) => {
    this.made.add(dataId);
    classOf(this.backend).move.call(this.backend, dataId, ...rest);
  };

  /** A tensor from outside whose values are not uploaded yet would be mistaken for a constant. */
  private readonly idsOf: NativeBackend['getInputTensorIds'] = (inputs) => {
    for (const { dataId } of inputs) {
      if (this.backend.tensorMap.get(dataId).values !== null && !this.made.has(dataId)) throw fromOutside();
    }
    return classOf(this.backend).getInputTensorIds.call(this.backend, inputs);
  };

  private recordingBinding(standIns: StandIns): NativeBinding {
    const { binding } = this;
    // Its functions are read-only and unbound: a copy can replace them.
    const copy = Object.fromEntries(Object.getOwnPropertyNames(binding).map((name) => [name, Reflect.get(binding, name) as unknown]));
    const own: Partial<NativeBinding> = {
      createTensor: (shape, dtype, values) => {
        const id = binding.createTensor(shape, dtype, values);
        this.constant(id, shape, dtype, values);
        return id;
      },
      executeOp: (op, attributes, inputIds, outputs) => {
        // An operation without outputs gives nothing, not an empty list.
        const made = binding.executeOp(op, attributes, inputIds, outputs) as TensorMetadata[] | undefined;
        const results = (made ?? []).map((result) => standIns.replace(result));
        this.operation(op, attributes, inputIds, results);
        return results;
      },
    };
    return { ...copy, ...own } as NativeBinding;
  }

  private constant(id: number, shape: readonly number[], dtype: number, values: unknown): void {
    if (!ArrayBuffer.isView(values)) throw new CmgError('a compiled function can contain only numeric constants');
    const name = this.nextName();
    this.graph.constant(name, dtype, shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
    this.values.set(id, { reference: `${name}:0`, dtype, early: true });
  }

  /**
   * Delays a large early result until the operations recorded before it have run: otherwise all transformed weights of all
   * convolutions would be in memory from the start, several times the model.
   */
  private operation(op: string, given: readonly OpAttribute[], inputIds: readonly number[], results: readonly TensorMetadata[]): void {
    const inputs = inputIds.map((id) => this.valueOf(id));
    if (op === 'Add' || op === 'AddN') {
      this.values.set((results[0] as TensorMetadata).id, this.sum(inputs as [Value, ...Value[]]));
      return;
    }
    const name = this.nextName();
    const before = new Set<string>();
    for (const input of inputs.filter(({ dtype }) => dtype === this.binding.TF_RESOURCE)) {
      if (input.last !== undefined) before.add(`^${input.last}`);
      input.last = name;
    }
    const early = inputs.every((input) => input.early);
    if (!early) this.latest = name;
    else if (this.latest !== undefined && results.some(({ shape }) => tf.util.sizeFromShape(shape) >= LARGE)) before.add(`^${this.latest}`);
    const attributes = op === 'ExpandDims' ? this.expandDimsAttributes(inputs as [Value, Value]) : given;
    this.graph.add({ name, op, inputs: [...inputs.map(({ reference }) => reference), ...before], attributes });
    results.forEach(({ id, dtype }, output) => this.values.set(id, { reference: `${name}:${output}`, dtype, early }));
  }

  /**
   * The sum of two or more tensors, from left to right.
   *
   * Not as `AddN`, and kept from TensorFlow's optimiser, which would turn trees of sums into it: `AddN` starts with whichever
   * input's memory is free to take the result, so with three and more its rounding would depend on the timing of threads.
   */
  private sum([first, ...rest]: readonly [Value, ...Value[]]): Value {
    return rest.reduce((left, right) => {
      const [opaque, name] = [this.nextName(), this.nextName()];
      this.graph.opaque(opaque, right.reference, right.dtype);
      const attributes = [typeAttribute(this.binding, 'T', left.dtype)];
      this.graph.add({ name, op: 'Add', inputs: [left.reference, `${opaque}:0`], attributes });
      return { reference: `${name}:0`, dtype: left.dtype, early: left.early && right.early };
    }, first);
  }

  /** The only operation to which tfjs-node passes fewer attributes than a graph needs. */
  private expandDimsAttributes([x, axis]: readonly [Value, Value]): OpAttribute[] {
    return [typeAttribute(this.binding, 'T', x.dtype), typeAttribute(this.binding, 'Tdim', axis.dtype)];
  }

  private valueOf(id: number): Value {
    const value = this.values.get(id) ?? this.offers.get(id)?.();
    if (value !== undefined) {
      this.values.set(id, value);
      return value;
    }
    throw fromOutside();
  }

  private nextName(): string {
    return `n${this.nodes++}`;
  }
}

const classOf = (backend: NativeBackend): NativeBackend => Object.getPrototypeOf(backend) as NativeBackend;

const fromOutside = (): CmgError =>
  new CmgError('a compiled function uses a tensor from outside, which would be the same in every run', {
    hint:
      'Pass it as an input or, if it never changes, as a constant; make it a tf.Variable; create it with hostValue() of @cmg/core; or set ' +
      'the option compile to never.',
  });

/** Replaces the engine's reads. (Kernels may read: tfjs-node checks the indices of a gather.) */
function refuseRead(): never {
  throw new CmgError('a compiled function cannot read a tensor back: the value would be the same in every run', {
    hint: 'Keep the value on the device, compute it outside, or set the option compile to never.',
  });
}

/** Replaces `Math.random`, which tfjs's own random tensors use. */
function refuseChance(): never {
  throw new CmgError('a compiled function uses Math.random or tf.random*, which would be the same in every run', {
    hint: 'Draw it within hostValue() of @cmg/core, or set the option compile to never.',
  });
}
