/** Thresholds i / 254, i = 0 to 254, as float32. */
const THRESHOLDS = Float32Array.from({ length: 255 }, (_, i) => i / 254);
const BETA_SQUARED = 0.3;
const EPSILON = 1e-7;

/** Scores over all frames that were added. In percent. */
export interface MaskSummary {
  /** Mean over frames of the intersection over the union of truth and prediction. */
  readonly mIoU: number;
  /** The largest, over thresholds, of the mean over frames with a truth of 1.3 PR / (.3 P + R). */
  readonly F: number;
  /** Mean over frames of the IoU of a mask that covers the frame. */
  readonly coverIoU: number;
}

/**
 * Mean intersection over union and F-score of masks, as AVSBench's evaluation defines them for a frame, but over all frames
 * at once, not as a mean over batches.
 *
 * - IoU = |p and y| / (|p or y| + 1e-7) with p = [logit > 0]; a frame with an empty truth scores the IoU of the backgrounds,
 *   |not p| / (H W + 1e-7).
 * - F at a threshold t: P = |q and y| / |q|, R = |q and y| / |y| with q = [sigmoid(logit) >= t]; 0 where nothing is found.
 *
 * Zhou et al. 2022, "Audio-Visual Segmentation", section 5.1.
 */
export class MaskScores {
  private frames = 0;
  private framesWithTruth = 0;
  private iou = 0;
  private cover = 0;
  private readonly f = new Float64Array(THRESHOLDS.length);

  /** Adds one frame: logits and truth (0 or 1), [H * W] each. Returns its IoU, in [0, 1]. */
  add(logits: Float32Array, truth: Float32Array): number {
    const inside = new Int32Array(THRESHOLDS.length);
    const found = new Int32Array(THRESHOLDS.length);
    let [area, predicted, both] = [0, 0, 0];
    for (let i = 0; i < logits.length; i++) {
      const logit = logits[i] as number;
      const isTrue = truth[i] === 1 ? 1 : 0;
      const passed = highestThreshold(Math.fround(1 / (1 + Math.exp(-logit))));
      found[passed] = (found[passed] as number) + 1;
      inside[passed] = (inside[passed] as number) + isTrue;
      area += isTrue;
      if (logit > 0) {
        predicted++;
        both += isTrue;
      }
    }
    const pixels = logits.length;
    this.frames++;
    const iou = area === 0 ? (pixels - predicted) / (pixels + EPSILON) : both / (area + predicted - both + EPSILON);
    this.iou += iou;
    this.cover += area / (pixels + EPSILON);
    if (area > 0) this.addF(found, inside, area);
    return iou;
  }

  summary(): MaskSummary {
    const best = this.framesWithTruth === 0 ? 0 : Math.max(...this.f) / this.framesWithTruth;
    const mean = (sum: number) => (this.frames === 0 ? 0 : (100 * sum) / this.frames);
    return { mIoU: mean(this.iou), F: 100 * best, coverIoU: mean(this.cover) };
  }

  /** From the counts of pixels whose highest passed threshold is each. */
  private addF(found: Int32Array, inside: Int32Array, area: number): void {
    this.framesWithTruth++;
    let [total, both] = [0, 0];
    for (let i = THRESHOLDS.length - 1; i >= 0; i--) {
      total += found[i] as number;
      both += inside[i] as number;
      if (both === 0) continue;
      const [precision, recall] = [both / total, both / area];
      this.f[i] = (this.f[i] as number) + ((1 + BETA_SQUARED) * precision * recall) / (BETA_SQUARED * precision + recall);
    }
  }
}

/** The last threshold that is not above a probability. */
function highestThreshold(probability: number): number {
  const guess = Math.min(THRESHOLDS.length - 1, Math.floor(probability * 254 + 0.5));
  return (THRESHOLDS[guess] as number) <= probability ? guess : guess - 1;
}
