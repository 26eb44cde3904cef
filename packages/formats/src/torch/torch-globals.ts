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

const firstArgument: PickleCall = ([value = null]) => value;
const rebuildTensor: PickleCall = (args, machine) => TorchTensor.rebuild(args, machine);

/** Plain data, NumPy arrays, tensors and parameters. */
export const TORCH_GLOBALS: PickleGlobals = new Map([
  ...PLAIN_GLOBALS,
  ...pickleGlobals([
    [['torch'], 'Size', firstArgument],
    [['torch._utils'], '_rebuild_tensor', rebuildTensor],
    [['torch._utils'], '_rebuild_tensor_v2', rebuildTensor],
    [['torch._utils'], '_rebuild_parameter', firstArgument],
  ]),
  ...pickleGlobals([...STORAGE_TYPES.keys()].map((name) => [['torch', 'torch.cuda'], name])),
]);
