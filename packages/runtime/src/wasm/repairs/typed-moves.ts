import type { DataType, TensorInfo } from '@tensorflow/tfjs';
import type { KernelCall, KernelRepair, RunByName } from '../kernel-repair.js';
import type { WasmBackend } from '../wasm-backend.js';

/**
 * Kernels that only move numbers and take each for four bytes: of booleans, which have one, `reverse` overwrites memory
 * that is not its own. They go through int32. `stridedSlice` also calls its result float32 whatever it is.
 */
export const typedMoves: KernelRepair = {
  kernelNames: ['Reverse', 'StridedSlice'],
  run(call, own, _kernelName, byName) {
    const x = call.inputs['x'] as TensorInfo;
    if (x.dtype === 'float32') return own(call);
    if (x.dtype !== 'bool') return retyped(call.backend, own(call), x.dtype);
    const numbers = cast(byName, call, x, 'int32');
    const moved = retyped(call.backend, own({ ...call, inputs: { x: numbers } }), 'int32');
    const out = cast(byName, call, moved, 'bool');
    for (const { dataId } of [numbers, moved]) call.backend.disposeData(dataId);
    return out;
  },
};

function cast(byName: RunByName, { backend }: KernelCall, x: TensorInfo, dtype: DataType): TensorInfo {
  return byName('Cast', { inputs: { x }, attributes: { dtype }, backend });
}

/** The same four bytes a number, read as another type. */
function retyped(backend: WasmBackend, { dataId, shape }: TensorInfo, dtype: DataType): TensorInfo {
  backend.dataIdMap.get(dataId).dtype = dtype;
  return { dataId, shape, dtype };
}
