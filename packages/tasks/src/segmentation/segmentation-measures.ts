import { CmgError, type Measures, type PredictionBatch } from '@cmg/core';
import { MaskScores } from './mask-scores.js';
import { OverlaySample } from './overlay-sample.js';

/**
 * Scores of mask logits, in percent: `mIoU` and `F` over all frames, see {@link MaskScores}. Chance is a mask that covers the
 * frame: whoever does not know what is asked for can at best mark all that might be.
 *
 * @param batches outputs and targets [B, P, H, W], the frames as inputs
 * @param overlays clips to keep for the report
 * @throws CmgError where there is no clip, or outputs and masks have different shapes
 */
export async function segmentationMeasures(batches: AsyncIterable<PredictionBatch>, overlays: number): Promise<Measures> {
  const scores = new MaskScores();
  const sample = new OverlaySample(overlays);
  let frames = 0;
  for await (const batch of batches) {
    const { outputs, targets } = batch;
    if (outputs.shape.join() !== targets.shape.join()) {
      throw new CmgError(`expected logits of shape [${targets.shape.join(', ')}], got [${outputs.shape.join(', ')}]`);
    }
    const [clips = 0, shown = 0, height = 0, width = 0] = outputs.shape;
    const pixels = height * width;
    for (let frame = 0; frame < clips * shown; frame++, frames++) {
      const of = (values: Float32Array) => values.subarray(frame * pixels, (frame + 1) * pixels);
      scores.add(of(outputs.data), of(targets.data));
    }
    sample.add(batch);
  }
  if (frames === 0) throw new CmgError('there is no clip to measure on');
  const { mIoU, F, coverIoU } = scores.summary();
  return { primary: 'mIoU', scores: { mIoU, F }, chance: coverIoU, ...(overlays > 0 && { overlays: sample.overlays() }) };
}
