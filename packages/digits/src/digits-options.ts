import { z } from 'zod';

const clips = z.strictObject({
  train: z.int().min(1).default(5000).describe('clips to train on'),
  val: z.int().min(1).default(500).describe('clips to validate on'),
  test: z.int().min(1).default(1000).describe('clips to test on'),
});

const handwritings = z.strictObject({
  train: z.int().min(3).max(500).default(500).describe('images of each digit in training clips'),
  val: z.int().min(3).max(100).default(100).describe('images of each digit in validation clips'),
  test: z.int().min(3).max(200).default(200).describe('images of each digit in test clips'),
});

const voices = z.strictObject({
  train: z.int().min(1).max(126).default(126).describe('voices in training clips'),
  val: z.int().min(1).max(18).default(18).describe('voices in validation clips'),
  test: z.int().min(1).max(36).default(36).describe('voices in test clips'),
});

const window = z
  .strictObject({
    min: z.int().min(1).max(10).default(4).describe('segments of the shortest event'),
    max: z.int().min(1).max(10).default(7).describe('segments of the longest event'),
  })
  .refine(({ min, max }) => min <= max, 'min must not be above max');

/** How large and how hard the corpus is. */
export const digitsOptions = z.strictObject({
  seed: z.int().min(0).max(0xffffffff).default(0).describe('seed of the clips; independent of the seed of a run'),
  clips: clips.prefault({}).describe('how many clips each split has'),
  handwritings: handwritings.prefault({}).describe('how many images of each digit are used; fewer open faster'),
  voices: voices.prefault({}).describe('how many voices speak, each with its own accent and timbre'),
  events: z.int().min(1).max(3).default(1).describe('digits per clip; each has its own part of the ten segments'),
  window: window.prefault({}).describe('how long an event is heard or seen'),
  overlap: z.int().min(1).max(10).default(3).describe('the fewest segments in which an event is both heard and seen'),
  unpaired: z.number().min(0).max(1).default(0).describe('fraction of events that are missing in one random modality'),
  clutter: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('stray strokes in frames (up to 6 at 1) and other words spoken in the background (a fifth of it at 1)'),
  noise: z.number().min(0).max(1).default(0.5).describe('loudness of the noise under sounds (up to -90..-40 dB) and of grain'),
  normalise: z.boolean().default(true).describe('scale features by statistics of the training clips: sound by value, frames as a whole'),
});

export type DigitsOptions = z.infer<typeof digitsOptions>;
