import { decodeElements, type Dtype, ELEMENT_TYPES, type FileArrayData } from '../arrays/element-type.js';
import { type FileArray, sizeOf } from '../arrays/nd-array.js';
import { columnMajorStrides, isContiguous, rowMajorStrides, type View, viewOf } from '../arrays/strided.js';
import { type PickleCall, pickleGlobals } from './pickle-global.js';
import type { PickleBuildable, PickleMachine } from './pickle-machine.js';
import { kindOf, PickleOpaque, type PickleValue } from './pickle-value.js';
import { exactInteger } from './scalars.js';

/** NumPy's short names: kind and bytes. */
const DTYPES: ReadonlyMap<string, Dtype> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
]);

/** The element type that NumPy calls for example `f4` or, with its byte order, `<f4`, `>f4`, `|u1`. */
export function numpyDtype(descr: string): { readonly dtype: Dtype; readonly bigEndian: boolean } | undefined {
  const dtype = DTYPES.get(descr.replace(/^[<>|=]/, ''));
  return dtype && { dtype, bigEndian: descr.startsWith('>') };
}

class NumpyDtype extends PickleOpaque implements PickleBuildable {
  readonly name = 'a numpy.dtype';

  constructor(
    readonly dtype: Dtype,
    public bigEndian: boolean,
  ) {
    super();
  }

  /** (version, byte order, subarray, names, fields, ...) */
  setState(state: PickleValue, machine: PickleMachine): void {
    const [, order, ...rest] = Array.isArray(state) ? state : [];
    if (typeof order !== 'string' || !/^[<>|=]$/.test(order) || rest.slice(0, 3).some((part) => part !== null)) {
      throw machine.error('a NumPy element type has fields; only plain numbers are supported');
    }
    this.bigEndian = order === '>';
  }
}

/** Python's booleans, which some writers give as integers. */
const FLAGS: readonly (PickleValue | undefined)[] = [true, false, 0, 1];

/** An array as NumPy unpickles it: first empty, then filled by `setState`. */
class PickledArray implements FileArray, PickleBuildable {
  dtype: Dtype = 'uint8';
  shape: readonly number[] = [0];
  data: FileArrayData = new Uint8Array(0);

  /** ([version], shape, dtype, is Fortran order, bytes) */
  setState(state: PickleValue, machine: PickleMachine): void {
    const [shape, dtype, fortran, content] = Array.isArray(state) && state.length <= 5 ? state.slice(-4) : [];
    if (!FLAGS.includes(fortran)) throw machine.error('an array has an unknown order of axes');
    this.fill(machine, { shape, dtype, content, layout: fortran === true || fortran === 1 ? fortranOrder : cOrder });
  }

  fill(machine: PickleMachine, { shape, dtype, content, layout }: ArrayContent): void {
    const sizes = shapeOf(shape, machine);
    if (!(dtype instanceof NumpyDtype)) throw machine.error(`an array's element type is ${kindOf(dtype ?? null)}`);
    const bytes = bytesOf(content, machine);
    const needed = sizeOf(sizes) * ELEMENT_TYPES[dtype.dtype].bytes;
    if (needed !== bytes.length) {
      throw machine.error(`an array of shape [${sizes.join(', ')}] (${dtype.dtype}) needs ${needed} bytes, it has ${bytes.length}`);
    }
    machine.reserve(2 * bytes.length);
    const flat = decodeElements(bytes, dtype.dtype, dtype.bigEndian);
    const view = layout(sizes);
    if (!isContiguous(view)) machine.reserve(flat.byteLength);
    this.dtype = dtype.dtype;
    this.shape = view.shape;
    this.data = viewOf(flat, view);
  }
}

interface ArrayContent {
  readonly shape: PickleValue | undefined;
  readonly dtype: PickleValue | undefined;
  readonly content: PickleValue | undefined;
  /** The layout of the elements of an array of this shape. */
  readonly layout: Layout;
}

type Layout = (shape: readonly number[]) => View;

const cOrder: Layout = (shape) => ({ offset: 0, shape, strides: rowMajorStrides(shape) });
const fortranOrder: Layout = (shape) => ({ offset: 0, shape, strides: columnMajorStrides(shape) });

/** Row-major, with the axes of the shape then put in the given order. */
function transposed(axes: readonly number[]): Layout {
  return (shape) => {
    const strides = rowMajorStrides(shape);
    return { offset: 0, shape: axes.map((axis) => shape[axis] ?? 0), strides: axes.map((axis) => strides[axis] ?? 0) };
  };
}

/** NumPy itself allows 64 axes. */
const MAX_AXES = 64;

function shapeOf(value: PickleValue | undefined, machine: PickleMachine): number[] {
  const valid = (n: PickleValue): n is number => typeof n === 'number' && Number.isSafeInteger(n) && n >= 0;
  if (!Array.isArray(value) || value.length > MAX_AXES || !value.every(valid) || !Number.isSafeInteger(sizeOf(value))) {
    throw machine.error('an array has an invalid shape');
  }
  return value;
}

function bytesOf(value: PickleValue | undefined, machine: PickleMachine): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw machine.error(`an array's content is ${kindOf(value ?? null)}; only numbers are supported`);
  machine.reserve(value.length);
  return Buffer.from(value, 'latin1');
}

/** Of plain numbers, neither alignment nor copying, the other arguments, make a difference. */
const makeDtype: PickleCall = ([descr], machine) => {
  const found = typeof descr === 'string' ? numpyDtype(descr) : undefined;
  if (found === undefined) {
    const what = typeof descr === 'string' ? JSON.stringify(descr) : kindOf(descr ?? null);
    throw machine.error(`NumPy element type ${what} is not one of ${[...DTYPES.keys()].join(', ')}`);
  }
  return new NumpyDtype(found.dtype, found.bigEndian);
};

/** What it makes is empty, and is given its content by `setState`. */
const reconstruct: PickleCall = ([type, shape], machine) => {
  if (!Array.isArray(shape) || shape.length !== 1 || shape[0] !== 0) throw machine.error('an array is not made empty');
  if (!(type instanceof PickleOpaque) || type.name !== 'numpy.ndarray') throw machine.error('an array is not a plain numpy.ndarray');
  return new PickledArray();
};

const scalar: PickleCall = ([dtype, content], machine) => {
  const array = new PickledArray();
  array.fill(machine, { shape: [], dtype, content, layout: cOrder });
  const [value = 0] = array.data;
  if (array.dtype === 'bool') return value !== 0;
  return typeof value === 'bigint' ? exactInteger(value) : value;
};

/** `order` is C or F, or K with the order of the axes. */
const fromBuffer: PickleCall = ([content, dtype, shape, order, axes], machine) => {
  const array = new PickledArray();
  array.fill(machine, { shape, dtype, content, layout: layoutOf(order, axes, shapeOf(shape, machine).length, machine) });
  return array;
};

function layoutOf(order: PickleValue | undefined, axes: PickleValue | undefined, rank: number, machine: PickleMachine): Layout {
  if (order === 'C') return cOrder;
  if (order === 'F') return fortranOrder;
  const permutation = Array.isArray(axes) && axes.length === rank && axes.every((_, axis) => axes.includes(axis));
  if (order !== 'K' || !permutation) throw machine.error('an array has an unknown order of axes');
  return transposed(axes as number[]);
}

/** NumPy 1 and 2 define them in different modules. */
const multiarray = ['numpy.core.multiarray', 'numpy._core.multiarray'];
const numeric = ['numpy.core.numeric', 'numpy._core.numeric'];

export const NUMPY_GLOBALS = pickleGlobals([
  [['numpy'], 'ndarray'],
  [['numpy'], 'dtype', [1, 3], makeDtype],
  [multiarray, '_reconstruct', [3], reconstruct],
  [multiarray, 'scalar', [2], scalar],
  [numeric, '_frombuffer', [4, 5], fromBuffer],
]);
