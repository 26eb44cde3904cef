import type { KernelRepair } from '../kernel-repair.js';

/** Everything but zero is true; the module truncates numbers to a byte instead, so that 0.3 is false and 3 is 3. */
export const castToBool: KernelRepair = {
  kernelNames: ['Cast'],
  run(call, own, _kernelName, byName) {
    const { inputs, attributes, backend } = call;
    const x = inputs['x'];
    if (attributes['dtype'] !== 'bool' || x === undefined || x.dtype === 'bool') return own(call);
    const zero = backend.makeOutput([], x.dtype);
    backend.typedArrayFromHeap(zero).fill(0);
    const out = byName('NotEqual', { inputs: { a: x, b: zero }, attributes: {}, backend });
    backend.disposeData(zero.dataId);
    return out;
  },
};
