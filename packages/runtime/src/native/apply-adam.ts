import * as tf from '@tensorflow/tfjs';
import { type NativeBackend, type OpAttribute, type TensorMetadata, typeAttribute } from './native-backend.js';

/** The name with which TensorFlow makes a variable that lives as long as its handle (`ResourceHandle::ANONYMOUS_NAME`). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * Gives native TensorFlow the kernels `ApplyAdam` and `ApplyAdamInPlace`: one step of Adam in one pass over memory, instead of thirteen with
 * operations of tfjs.
 *
 * Inputs `values`, `first`, `second` and `gradient`, float32 of one shape, scalars `size` and `epsilon`; attributes `beta1`, `beta2`:
 * m = b1 first + (1-b1) gradient and v = b2 second + (1-b2) gradient^2 and values - size m / (sqrt(v) + epsilon). `ApplyAdam` returns the
 * new values, m and v, in this order, and changes no input. `ApplyAdamInPlace` writes them over `values`, `first` and `second`,
 * whose data no other tensor may share, and returns nothing: it needs no memory. There the gradient may also be flat.
 */
export function registerApplyAdam(): void {
  if (tf.getKernelsForBackend('tensorflow').some(({ kernelName }) => kernelName === 'ApplyAdam')) return;
  for (const [kernelName, apply] of [
    ['ApplyAdam', applyAdam],
    ['ApplyAdamInPlace', applyAdamInPlace],
  ] as const) {
    tf.registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, attrs, backend }) => tf.tidy(() => apply(inputs, attrs as tf.NamedAttrMap, backend as NativeBackend)),
    });
  }
}

function applyAdam(inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap, backend: NativeBackend): tf.Tensor[] {
  const variables = startsOf(inputs).map((start) => {
    const variable = newVariable(backend, start.shape);
    assignVariable(backend, variable, start);
    return variable;
  });
  update(backend, variables, inputs['gradient'] as tf.TensorInfo, inputs, attributes);
  return variables.map((variable) => readVariable(backend, variable));
}

/** TensorFlow changes a variable where it is if nothing else refers to its memory. So its tensor's handle is let go meanwhile. */
function applyAdamInPlace(inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap, backend: NativeBackend): tf.Tensor[] {
  const { binding } = backend;
  const owners = startsOf(inputs);
  backend.getInputTensorIds(owners);
  const variables = owners.map((owner) => {
    const variable = newVariable(backend, [tf.util.sizeFromShape(owner.shape)]);
    tf.tidy(() => assignVariable(backend, variable, tf.reshape(owner as tf.Tensor, [-1])));
    return variable;
  });
  const entries = owners.map(({ dataId }) => backend.tensorMap.get(dataId));
  entries.forEach(({ id }) => binding.deleteTensor(id));
  try {
    update(backend, variables, tf.reshape(inputs['gradient'] as tf.Tensor, [-1]), inputs, attributes);
  } finally {
    entries.forEach((entry, i) => (entry.id = heldBy(backend, variables[i] as tf.Tensor, entry)));
  }
  return [];
}

const startsOf = (inputs: tf.NamedTensorInfoMap): tf.TensorInfo[] =>
  ['values', 'first', 'second'].map((name) => inputs[name] as tf.TensorInfo);

const float = ({ binding }: NativeBackend, name: string): OpAttribute => typeAttribute(binding, name, binding.TF_FLOAT);

function newVariable(backend: NativeBackend, shape: readonly number[]): tf.Tensor {
  const { binding } = backend;
  const text = (name: string, value: string): OpAttribute => ({ name, type: binding.TF_ATTR_STRING, value });
  const attributes = [
    text('container', ''),
    text('shared_name', ANONYMOUS),
    float(backend, 'dtype'),
    { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape },
  ];
  return backend.executeSingleOutput('VarHandleOp', attributes, []);
}

function assignVariable(backend: NativeBackend, variable: tf.Tensor, value: tf.TensorInfo): void {
  backend.binding.executeOp('AssignVariableOp', [float(backend, 'dtype')], backend.getInputTensorIds([variable, value]), 0);
}

const readVariable = (backend: NativeBackend, variable: tf.Tensor): tf.Tensor =>
  backend.executeSingleOutput('ReadVariableOp', [float(backend, 'dtype')], [variable]);

/** A handle for the value of a variable, in another shape; the same memory. */
function heldBy(backend: NativeBackend, variable: tf.Tensor, { shape }: TensorMetadata): number {
  const { binding } = backend;
  return tf.tidy(() => {
    const tensors = [readVariable(backend, variable), tf.tensor1d(shape, 'int32')];
    const attributes = [float(backend, 'T'), typeAttribute(binding, 'Tshape', binding.TF_INT32)];
    return (binding.executeOp('Reshape', attributes, backend.getInputTensorIds(tensors), 1) as [TensorMetadata])[0].id;
  });
}

function update(
  backend: NativeBackend,
  variables: readonly tf.Tensor[],
  gradient: tf.TensorInfo,
  { size, epsilon }: tf.NamedTensorInfoMap,
  attributes: tf.NamedAttrMap,
): void {
  const { binding } = backend;
  const off = (name: string): OpAttribute => ({ name, type: binding.TF_ATTR_BOOL, value: false });
  const decay = (name: string) => tf.scalar(attributes[name] as number);
  // The powers of beta1 and beta2, for TensorFlow's own corrections: 0, since they are in `size` and `epsilon`.
  const scalars = [tf.scalar(0), tf.scalar(0), size, decay('beta1'), decay('beta2'), epsilon] as tf.TensorInfo[];
  const tensors = backend.getInputTensorIds([...variables, ...scalars, gradient]);
  binding.executeOp('ResourceApplyAdam', [float(backend, 'T'), off('use_locking'), off('use_nesterov')], tensors, 0);
}
