import type { Dtype } from '../arrays/element-type.js';
import { PLAIN_GLOBALS } from '../pickle/decode-pickle.js';
import { type PickleCall, pickleGlobals, type PickleGlobals } from '../pickle/pickle-global.js';
import { TorchTensor } from './torch-tensor.js';

/** PyTorch's name of a storage's class -> its element type. */
export const STORAGE_TYPES: ReadonlyMap<string, Dtype> = new Map([
  ['FloatStorage', 'float32'],
  ['DoubleStorage', 'float64'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['CharStorage', 'int8'],
  ['ShortStorage', 'int16'],
  ['IntStorage', 'int32'],
  ['LongStorage', 'int64'],
  ['ByteStorage', 'uint8'],
  ['BoolStorage', 'bool'],
]);

/** Whether a parameter is trained, and its hooks, make no difference to its values. */
const firstArgument: PickleCall = ([value = null]) => value;
const rebuildTensor: PickleCall = (args, machine) => {
  // Storage, offset, shape, strides, whether it is trained, hooks, and what is to be done to the values, such as their negation.
  const [, , , , , , metadata = null] = args;
  if (metadata !== null && !(metadata instanceof Map && metadata.size === 0)) {
    throw machine.error('a tensor is a lazy negation or conjugation; save tensor.resolve_neg().resolve_conj() instead');
  }
  return TorchTensor.rebuild(args, machine);
};

/** Plain data, NumPy arrays, tensors and parameters. */
export const TORCH_GLOBALS: PickleGlobals = new Map([
  ...PLAIN_GLOBALS,
  ...pickleGlobals([
    [['torch'], 'Size', [1], firstArgument],
    [['torch._utils'], '_rebuild_tensor', [4], rebuildTensor],
    [['torch._utils'], '_rebuild_tensor_v2', [4, 7], rebuildTensor],
    [['torch._utils'], '_rebuild_parameter', [3], firstArgument],
  ]),
  ...pickleGlobals([...STORAGE_TYPES.keys()].map((name) => [['torch', 'torch.cuda'], name])),
]);
