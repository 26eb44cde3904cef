import type { NdArray } from '@cmg/core';

/** How a model's outputs become features. */
export interface Recipe {
  /** Divided by its length: what is compared by its cosine. Default: as the model gives it. */
  readonly unit?: boolean;
  /** Texts are filled up to the length that the model was trained on. */
  readonly padding?: 'max_length';
  /** The mean of a text is over all tokens, those that are no words too, as sentence embeddings are trained. */
  readonly specialTokens?: boolean;
}

/** Rows [..., F], each divided by its length where the recipe asks for it. */
export function scaled({ shape, data }: NdArray<Float32Array>, { unit = false }: Recipe): NdArray<Float32Array> {
  if (!unit) return { shape, data };
  const width = shape.at(-1) as number;
  const out = new Float32Array(data.length);
  for (let row = 0; row < data.length; row += width) {
    const values = data.subarray(row, row + width);
    const length = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0)) || 1;
    values.forEach((x, i) => (out[row + i] = x / length));
  }
  return { shape, data: out };
}
