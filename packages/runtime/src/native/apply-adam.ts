import * as tf from '@tensorflow/tfjs';

/** What is used of tfjs-node's backend. */
interface NativeBackend extends tf.KernelBackend {
  readonly binding: {
    readonly TF_FLOAT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_SHAPE: number;
    readonly TF_ATTR_STRING: number;
    executeOp(name: string, attributes: readonly OpAttribute[], inputIds: readonly number[], outputs: number): unknown;
  };
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly tf.TensorInfo[]): tf.Tensor;
  getInputTensorIds(inputs: readonly tf.TensorInfo[]): number[];
}

interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** By this name TensorFlow makes a variable that lives as long as its handle (`ResourceHandle::ANONYMOUS_NAME`). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * Gives native TensorFlow the kernel `ApplyAdam`: one step of Adam in one pass over the memory, where operations of tfjs make
 * thirteen.
 *
 * Inputs `values`, `first`, `second` and `gradient`, float32 of one shape; attributes `beta1`, `beta2`, `size` and `epsilon`.
 * Outputs, in order: m = b1 first + (1-b1) gradient and v = b2 second + (1-b2) gradient^2 behind the new values,
 * values - size m / (sqrt(v) + epsilon). The inputs are left as they are.
 */
export function registerApplyAdam(): void {
  if (tf.getKernelsForBackend('tensorflow').some(({ kernelName }) => kernelName === 'ApplyAdam')) return;
  tf.registerKernel({
    kernelName: 'ApplyAdam',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs, backend }) => tf.tidy(() => applyAdam(inputs, attrs as tf.NamedAttrMap, backend as NativeBackend)),
  });
}

function applyAdam(inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap, backend: NativeBackend): tf.Tensor[] {
  const { binding } = backend;
  const type = (name: string): OpAttribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
  const text = (name: string, value: string): OpAttribute => ({ name, type: binding.TF_ATTR_STRING, value });
  const off = (name: string): OpAttribute => ({ name, type: binding.TF_ATTR_BOOL, value: false });
  const execute = (name: string, attrs: OpAttribute[], tensors: tf.TensorInfo[]) =>
    binding.executeOp(name, attrs, backend.getInputTensorIds(tensors), 0);
  const [values, first, second, gradient] = ['values', 'first', 'second', 'gradient'].map((name) => inputs[name] as tf.TensorInfo);
  const variables = [values, first, second].map((start) => {
    const { shape } = start as tf.TensorInfo;
    const attrs = [text('container', ''), text('shared_name', ANONYMOUS), type('dtype'), { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape }];
    const variable = backend.executeSingleOutput('VarHandleOp', attrs, []);
    execute('AssignVariableOp', [type('dtype')], [variable, start as tf.TensorInfo]);
    return variable;
  });
  // The powers of beta1 and beta2, for the corrections of TensorFlow's own: 0, they are in `size` and `epsilon`.
  const scalars = [0, 0, attributes['size'], attributes['beta1'], attributes['beta2'], attributes['epsilon']];
  execute(
    'ResourceApplyAdam',
    [type('T'), off('use_locking'), off('use_nesterov')],
    [...variables, ...scalars.map((value) => tf.scalar(value as number)), gradient as tf.TensorInfo],
  );
  return variables.map((variable) => backend.executeSingleOutput('ReadVariableOp', [type('dtype')], [variable]));
}
