import { dot, indicesOf } from './sums.js';

/** x W + b: weight [in][out], bias [out]. */
export interface Affine {
  readonly weight: number[][];
  readonly bias: number[];
}

export function affine(x: readonly number[], { weight, bias }: Affine): number[] {
  return indicesOf(bias).map(
    (o) =>
      (bias[o] as number) +
      dot(
        x,
        weight.map((row) => row[o] as number),
      ),
  );
}

/** Affine maps with a relu between them. */
export function reluNetwork(x: readonly number[], layers: readonly Affine[]): number[] {
  return layers.reduce<number[]>((h, layer, i) => affine(i === 0 ? h : h.map((value) => Math.max(value, 0)), layer), [...x]);
}
