import { CmgError, type NdArray } from '@cmg/core';

/** Mean over all axes but the last: [..., F] -> [F]. */
export function meanVector({ shape, data }: NdArray): Float32Array {
  const width = shape.at(-1) ?? data.length;
  const rows = data.length / width;
  const out = new Float32Array(width);
  data.forEach((value, i) => (out[i % width]! += value / rows));
  return out;
}

/**
 * Converts outputs to the maps that a video plugin takes: patches [L, F] of a transformer -> [g, g, F], without the tokens that precede the
 * g x g patches; maps [F, H, W] of a convolutional network -> [H, W, F]; a vector [F] as it is.
 */
export function asGrid({ shape, data }: NdArray): NdArray {
  const [first = 0, second = 0, third = 0] = shape;
  if (shape.length === 1) return { shape, data };
  if (shape.length === 2) {
    const side = Math.floor(Math.sqrt(first));
    return { shape: [side, side, second], data: data.slice((first - side * side) * second) };
  }
  if (shape.length !== 3) throw new CmgError(`expected patches, maps or a vector, got an output [${shape.join(', ')}]`, { kind: 'usage' });
  const cells = second * third;
  const out = Float32Array.from(data, (_, i) => data[(i % first) * cells + Math.floor(i / first)] as number);
  return { shape: [second, third, first], data: out };
}
