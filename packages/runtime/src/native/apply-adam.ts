import * as tf from '@tensorflow/tfjs';
import { type NativeBackend, type OpAttribute, typeAttribute } from './native-backend.js';

/** The name with which TensorFlow makes a variable that lives as long as its handle (`ResourceHandle::ANONYMOUS_NAME`). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * Gives native TensorFlow the kernel `ApplyAdam`: one step of Adam in one pass over memory, instead of thirteen with
 * operations of tfjs.
 *
 * Inputs `values`, `first`, `second` and `gradient`, float32 of one shape, scalars `size` and `epsilon`; attributes `beta1`, `beta2`.
 * Outputs, in order: m = b1 first + (1-b1) gradient and v = b2 second + (1-b2) gradient^2 behind the new values,
 * values - size m / (sqrt(v) + epsilon). The inputs do not change.
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
  const type = (name: string): OpAttribute => typeAttribute(binding, name, binding.TF_FLOAT);
  const text = (name: string, value: string): OpAttribute => ({ name, type: binding.TF_ATTR_STRING, value });
  const off = (name: string): OpAttribute => ({ name, type: binding.TF_ATTR_BOOL, value: false });
  const execute = (name: string, attrs: OpAttribute[], tensors: tf.TensorInfo[]) =>
    binding.executeOp(name, attrs, backend.getInputTensorIds(tensors), 0);
  const [values, first, second, gradient] = ['values', 'first', 'second', 'gradient'].map((name) => inputs[name] as tf.TensorInfo);
  const variables = [values, first, second].map((start) => {
    const { shape } = start as tf.TensorInfo;
    const attrs = [
      text('container', ''),
      text('shared_name', ANONYMOUS),
      type('dtype'),
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape },
    ];
    const variable = backend.executeSingleOutput('VarHandleOp', attrs, []);
    execute('AssignVariableOp', [type('dtype')], [variable, start as tf.TensorInfo]);
    return variable;
  });
  // The powers of beta1 and beta2, for TensorFlow's own corrections: 0, since they are in `size` and `epsilon`.
  const decay = (name: string) => tf.scalar(attributes[name] as number);
  const scalars = [tf.scalar(0), tf.scalar(0), inputs['size'], decay('beta1'), decay('beta2'), inputs['epsilon']] as tf.TensorInfo[];
  execute('ResourceApplyAdam', [type('T'), off('use_locking'), off('use_nesterov')], [...variables, ...scalars, gradient as tf.TensorInfo]);
  return variables.map((variable) => backend.executeSingleOutput('ReadVariableOp', [type('dtype')], [variable]));
}
