import { type Overlay, type PredictionBatch, Random } from '@cmg/core';
import { encode } from 'fast-png';

interface Kept {
  readonly clip: number;
  readonly shape: readonly [number, number, number];
  readonly picture: Float32Array;
  readonly truth: Float32Array;
  readonly logits: Float32Array;
}

/** Keeps the first frame of some clips, each clip with the same probability (reservoir sampling), for people to look at. */
export class OverlaySample {
  private readonly random = new Random(0).fork('overlays');
  private readonly kept: Kept[] = [];
  private seen = 0;

  constructor(private readonly size: number) {}

  add({ rows, inputs, outputs, targets }: PredictionBatch): void {
    const [, frames = 1, height = 0, width = 0, channels = 1] = inputs?.shape ?? [];
    const pixels = height * width;
    rows.forEach((clip, i) => {
      const place = this.seen++ < this.size ? this.kept.length : this.random.fork(clip).integer(0, this.seen);
      if (place >= this.size || inputs === undefined) return;
      const first = (values: Float32Array, depth: number) => values.slice(i * frames * pixels * depth, (i * frames + 1) * pixels * depth);
      this.kept[place] = {
        clip,
        shape: [height, width, channels],
        picture: first(inputs.data, channels),
        truth: first(targets.data, 1),
        logits: first(outputs.data, 1),
      };
    });
  }

  overlays(): Overlay[] {
    return [...this.kept]
      .sort((a, b) => a.clip - b.clip)
      .map(({ clip, shape: [height, width, channels], picture, truth, logits }) => ({
        clip,
        width,
        height,
        picture: png(picture, width, height, channels),
        truth: png(truth, width, height, 1),
        prediction: png(
          logits.map((logit) => 1 / (1 + Math.exp(-logit))),
          width,
          height,
          1,
        ),
      }));
  }
}

/** Values in [0, 1] as a PNG file, base64. */
function png(values: Float32Array, width: number, height: number, channels: number): string {
  const data = Uint8Array.from(values, (value) => Math.round(255 * value));
  return Buffer.from(encode({ width, height, data, channels, depth: 8 })).toString('base64');
}
