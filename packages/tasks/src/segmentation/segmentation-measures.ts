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
  const perClip: number[] = [];
  for await (const batch of batches) {
    const { outputs, targets } = batch;
    if (outputs.shape.join() !== targets.shape.join()) {
      throw new CmgError(`expected logits of shape [${targets.shape.join(', ')}], got [${outputs.shape.join(', ')}]`);
    }
    const [clips = 0, shown = 0, height = 0, width = 0] = outputs.shape;
    const pixels = height * width;
    for (let clip = 0; clip < clips; clip++) {
      let iou = 0;
      for (let frame = clip * shown; frame < (clip + 1) * shown; frame++) {
        const of = (values: Float32Array) => values.subarray(frame * pixels, (frame + 1) * pixels);
        iou += scores.add(of(outputs.data), of(targets.data));
      }
      perClip.push((100 * iou) / shown);
    }
    sample.add(batch);
  }
  if (perClip.length === 0) throw new CmgError('there is no clip to measure on');
  const { mIoU, F, coverIoU } = scores.summary();
  return { primary: 'mIoU', scores: { mIoU, F }, chance: coverIoU, perClip, ...(overlays > 0 && { overlays: sample.overlays() }) };
}
