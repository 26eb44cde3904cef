import {
  CmgError,
  type ComponentConfig,
  type Dataset,
  forModality,
  type Labels,
  type NdArray,
  type Pictures,
  type SegmentMedia,
} from '@cmg/core';
import { logMelWaveform } from '@cmg/modality-audio';
import { FRAME_SIDE } from '@cmg/modality-video';
import { type ClipTable, type DigitsModality, MODALITIES } from './clip-table.js';
import type { Frame } from './draw-frame.js';
import type { FeatureScale } from './feature-scale.js';
import type { FeatureRows } from './feature-rows.js';
import type { FramePool } from './frame-pool.js';
import { SCENE_FRAMES, type Scenes } from './scenes.js';
import { VOCABULARY } from './sentence.js';
import type { SoundPool } from './sound-pool.js';
import { DIGITS, SEGMENTS, type Split, SPLITS } from './split.js';

/** One split, ready to be read. */
export interface DigitsSplit {
  readonly table: ClipTable;
  readonly scenes: Scenes;
  readonly sounds: SoundPool;
  readonly frames: FramePool;
  /** Features of all rows that the table refers to, per modality. */
  readonly pools: Readonly<Record<DigitsModality, FeatureRows>>;
}

/** The extractors of the corpus's sounds, frames and words; `normalise` applies the scale. */
const EXTRACTORS: Readonly<Record<DigitsModality, ComponentConfig>> = {
  audio: { use: 'log-mel', options: {} },
  video: { use: 'letters', options: { frames: 1 } },
  text: { use: 'words', options: { width: 64 } },
};

/** Of sounds that are played. */
const SAMPLE_RATE = 16000;

/** Clips as rows of pools: reading a batch only copies rows. */
export class DigitsDataset implements Dataset {
  readonly segments = SEGMENTS;
  readonly classes = DIGITS;
  readonly splits: Readonly<Record<Split, number>>;
  readonly pictures: Pictures = {
    shape: [SCENE_FRAMES, FRAME_SIDE, FRAME_SIDE, 1],
    masked: { train: SCENE_FRAMES, val: SCENE_FRAMES, test: SCENE_FRAMES },
    frames: async (split, rows, count) => {
      const { data, shape } = this.draw(split, rows, count, ({ pixels }) => pixels);
      return { data, shape: [...shape, 1] };
    },
    masks: async (split, rows, count) => this.draw(split, rows, count, ({ mask }) => mask),
  };

  readonly extractors = EXTRACTORS;

  constructor(
    private readonly content: Readonly<Record<Split, DigitsSplit>>,
    readonly featureShapes: Readonly<Record<DigitsModality, readonly number[]>>,
    readonly fingerprint: string,
    private readonly scale: FeatureScale | undefined,
  ) {
    const count = (split: Split) => content[split].table.labels.clipClasses.length;
    this.splits = { train: count('train'), val: count('val'), test: count('test') };
  }

  async read(split: string, modality: string, rows: ArrayLike<number>): Promise<NdArray<Float32Array>> {
    const { table, pools } = this.split(split);
    const known = modalityCalled(modality);
    const shape = this.featureShapes[known];
    const pool = pools[known];
    const data = new Float32Array(rows.length * SEGMENTS * pool.width);
    this.segmentsOf(split, table.rows[known], rows).forEach((row, i) => pool.copy(row, data, i * pool.width));
    return { data, shape: [rows.length, SEGMENTS, ...shape] };
  }

  async labels(split: string): Promise<Labels> {
    return this.split(split).table.labels;
  }

  /** The sound, played from its spectrogram, the frame or the word. */
  async media(split: string, modality: string, clip: number, segment: number): Promise<SegmentMedia> {
    const { table, sounds, frames } = this.split(split);
    const known = modalityCalled(modality);
    const row = this.segmentsOf(split, table.rows[known], [clip])[segment];
    if (row === undefined) throw new CmgError(`clips have segments 0 to ${SEGMENTS - 1}, not ${segment}`, { where: 'digits' });
    if (known === 'text') return { kind: 'words', text: VOCABULARY[row] as string };
    if (known === 'audio') return { kind: 'sound', samples: logMelWaveform(sounds.sound(row), SAMPLE_RATE), sampleRate: SAMPLE_RATE };
    return { kind: 'picture', pixels: { data: frames.frame(row).pixels, shape: [FRAME_SIDE, FRAME_SIDE, 1] } };
  }

  normalise(modality: string, features: Float32Array): Float32Array {
    return this.scale?.values(modality, features) ?? features;
  }

  async close(): Promise<void> {}

  private draw(split: string, rows: ArrayLike<number>, count: number, part: (frame: Frame) => Uint8Array): NdArray<Uint8Array> {
    const { table, scenes } = this.split(split);
    const pixels = FRAME_SIDE * FRAME_SIDE;
    const data = new Uint8Array(rows.length * count * pixels);
    for (let i = 0; i < rows.length; i++) {
      const clip = this.checked(split, rows[i] as number);
      const digits = digitsOf(table.labels, clip);
      for (let frame = 0; frame < count; frame++) {
        data.set(part(scenes.frame(clip, frame, digits)), (i * count + frame) * pixels);
      }
    }
    return { data, shape: [rows.length, count, FRAME_SIDE, FRAME_SIDE] };
  }

  private split(name: string): DigitsSplit {
    const known = SPLITS.find((split) => split === name);
    if (known === undefined) throw unknown('split', name, SPLITS);
    return this.content[known];
  }

  private checked(split: string, clip: number): number {
    const count = this.split(split).table.labels.clipClasses.length;
    if (Number.isInteger(clip) && clip >= 0 && clip < count) return clip;
    throw new CmgError(`split '${split}' has clips 0 to ${count - 1}, not ${clip}`, { where: 'digits' });
  }

  /** The pool rows of the segments of the given clips, in order. */
  private segmentsOf(split: string, table: Int32Array, clips: ArrayLike<number>): Int32Array {
    const out = new Int32Array(clips.length * SEGMENTS);
    for (let i = 0; i < clips.length; i++) {
      const clip = this.checked(split, clips[i] as number);
      out.set(table.subarray(clip * SEGMENTS, (clip + 1) * SEGMENTS), i * SEGMENTS);
    }
    return out;
  }
}

function modalityCalled(name: string): DigitsModality {
  const known = MODALITIES.find((modality) => modality === name);
  if (known === undefined) throw unknown('modality', name, MODALITIES);
  return known;
}

/** The distinct digits of a clip, in any modality. */
function digitsOf({ segmentClasses }: Labels, clip: number): number[] {
  const labels = MODALITIES.flatMap((modality) => [
    ...forModality(segmentClasses, modality).subarray(clip * SEGMENTS, (clip + 1) * SEGMENTS),
  ]);
  return [...new Set(labels.filter((label) => label >= 0))];
}

const unknown = (kind: string, name: string, known: readonly string[]) =>
  new CmgError(`has no ${kind} '${name}'`, { where: 'digits', hint: `Known: ${known.join(', ')}.` });
