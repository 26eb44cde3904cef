import type { PredictionBatch } from '@cmg/core';
import { decode } from 'fast-png';
import { OverlaySample } from '../src/segmentation/overlay-sample.js';

const array = (values: readonly number[], ...shape: number[]) => ({ data: Float32Array.from(values), shape });

/** Two clips of two frames of 1 x 2 pixels: what a clip's first frame holds tells which it is. */
const batch: PredictionBatch = {
  rows: Int32Array.of(7, 4),
  inputs: array([1, 0, 0.2, 0.2, 0.4, 0.6, 0.2, 0.2], 2, 2, 1, 2, 1),
  targets: array([0, 1, 0, 0, 1, 1, 0, 0], 2, 2, 1, 2),
  outputs: array([-100, 100, 9, 9, 0, 0, 9, 9], 2, 2, 1, 2),
};
const pixels = (file: string) => [...decode(Buffer.from(file, 'base64')).data];

describe('OverlaySample', () => {
  it('shows the first frame of a clip, its mask, and how likely each pixel is, in the order of clips', () => {
    const sample = new OverlaySample(4);
    sample.add(batch);
    const shown = sample.overlays().map(({ clip, width, height, picture, truth, prediction }) => ({
      about: [clip, width, height],
      pixels: [picture, truth, prediction].map(pixels),
    }));
    expect(shown).toEqual([
      {
        about: [4, 2, 1],
        pixels: [
          [102, 153],
          [255, 255],
          [128, 128],
        ],
      },
      {
        about: [7, 2, 1],
        pixels: [
          [255, 0],
          [0, 255],
          [0, 255],
        ],
      },
    ]);
  });

  it('keeps so many clips, each with the same probability', () => {
    const times = new Map<number, number>();
    for (let run = 0; run < 200; run++) {
      const sample = new OverlaySample(2);
      // What is drawn depends on the clips.
      for (let clip = 0; clip < 4; clip++) sample.add({ ...batch, rows: Int32Array.of(8 * run + 2 * clip, 8 * run + 2 * clip + 1) });
      const clips = sample.overlays().map(({ clip }) => clip % 8);
      expect(clips).toHaveLength(2);
      for (const clip of clips) times.set(clip, (times.get(clip) ?? 0) + 1);
    }
    for (let clip = 0; clip < 8; clip++) expect(Math.abs((times.get(clip) ?? 0) - 50)).toBeLessThan(25);
  });

  it('has nothing to show of clips without pictures', () => {
    const sample = new OverlaySample(2);
    const { inputs: _none, ...rest } = batch;
    sample.add(rest);
    expect(sample.overlays()).toEqual([]);
  });
});
