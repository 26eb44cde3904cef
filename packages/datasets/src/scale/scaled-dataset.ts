import type { Dataset, PerModality } from '@cmg/core';
import { type AffineScale, applyScale } from './training-scale.js';

/** A data set with the features of some modalities scaled; other media are scaled alike. */
export function scaledDataset(dataset: Dataset, scales: PerModality<AffineScale>): Dataset {
  const normalise = (modality: string, features: Float32Array): Float32Array => {
    const scale = scales[modality];
    return scale === undefined ? features : applyScale(features, scale);
  };
  return {
    ...dataset,
    async read(split, modality, rows, spare) {
      const block = await dataset.read(split, modality, rows, spare);
      const scale = scales[modality];
      if (scale !== undefined) applyScale(block.data, scale, block.data);
      return block;
    },
    labels: (split) => dataset.labels(split),
    normalise,
    close: () => dataset.close(),
  };
}
