import type { NdArray } from '@cmg/core';

/** The weights of the fixtures' networks: tensor i holds sqrt(3 / fan-in) sin(1.3 k + i), a bias as if its fan-in were 10. */
export function sineWeights(shapes: Readonly<Record<string, number[]>>): Map<string, NdArray> {
  return new Map(
    Object.entries(shapes).map(([name, shape], i) => {
      const fanIn = shape.length > 1 ? shape.slice(1).reduce((a, b) => a * b, 1) : 10;
      const length = shape.reduce((a, b) => a * b, 1);
      return [name, { shape, data: Float32Array.from({ length }, (_, k) => Math.sqrt(3 / fanIn) * Math.sin(1.3 * k + i)) }];
    }),
  );
}
