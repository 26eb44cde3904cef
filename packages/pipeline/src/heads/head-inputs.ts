import type { NdArray } from '@cmg/core';
import { type Reads, segmentVectors } from '@cmg/tasks';
import { encodeBatches } from '../encoding/encode-rows.js';
import type { FeatureSource } from '../features/feature-source.js';
import type { Run } from '../runs/open-run.js';

/** What a head reads of some clips. */
export interface HeadInputs {
  /** [B, T, L]. */
  readonly codes: NdArray<Int32Array>;
  /** [B, T, W], where it reads more than codes. */
  readonly vectors?: NdArray<Float32Array>;
}

/**
 * What a head reads of clips, a batch at a time, in their order.
 *
 * @throws CmgError as {@link encodeBatches}
 */
export async function* headInputs(
  run: Pick<Run, 'model' | 'modalities'>,
  reads: Reads,
  modality: string,
  source: FeatureSource,
): AsyncGenerator<HeadInputs> {
  const [, segments = 1] = source.shape;
  const { codebook, vocabulary } = run.model;
  const { levels } = codebook;
  const batches = encodeBatches(run, modality, source, (encoding) =>
    reads === 'codes' ? [encoding.indices] : [encoding.indices, segmentVectors(encoding, reads, vocabulary)],
  );
  for await (const [indices, vectors] of batches) {
    const data = indices as Int32Array;
    const clips = data.length / (segments * levels);
    const codes = { data, shape: [clips, segments, levels] };
    if (vectors === undefined) yield { codes };
    else yield { codes, vectors: { data: vectors as Float32Array, shape: [clips, segments, vectors.length / clips / segments] } };
  }
}
