import type { FrozenEncoder } from '@cmg/tasks';
import type { Model } from '@cmg/trainer';

/** A trained model as downstream tasks see it. */
export function frozenEncoder(model: Model): FrozenEncoder {
  return {
    modalities: model.modalities,
    width: model.width,
    segments: model.data.segments,
    embedding: model.vocabulary,
    encode: (modality, x) => model.encode(modality, x),
  };
}
