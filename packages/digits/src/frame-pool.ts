import type { Random } from '@cmg/core';
import { FRAME_SIDE, type LetterNetwork } from '@cmg/modality-video';
import * as tf from '@tensorflow/tfjs';
import { drawFrame, type Frame } from './draw-frame.js';
import { ByteRows } from './feature-rows.js';
import type { Handwriting } from './handwriting.js';
import { DIGITS, type Split } from './split.js';

/** Frames without a digit, for each image of a digit. */
const EMPTY = 1.2;
/** Frames per batch of the network. */
const CHUNK = 250;

export interface FrameOptions {
  /** Images of each digit. */
  readonly handwritings: number;
  /** 0 (no strokes) to 1 (up to six). */
  readonly clutter: number;
  /** 0 to 1. */
  readonly noise: number;
}

/**
 * Every frame that clips of a split may contain: each image of each digit once, and frames without a digit. A clip refers
 * to them by row. Frames are redrawn on demand, always identically.
 */
export class FramePool {
  constructor(
    private readonly handwriting: Handwriting,
    private readonly split: Split,
    private readonly options: FrameOptions,
    private readonly random: Random,
  ) {}

  /** Number of rows. */
  get size(): number {
    return DIGITS.length * this.options.handwritings + this.empty;
  }

  /** The row of an image of a digit; indices wrap around. */
  digit(digit: number, index: number): number {
    return digit * this.options.handwritings + (index % this.options.handwritings);
  }

  /** A row without a digit. */
  background(random: Random): number {
    return DIGITS.length * this.options.handwritings + random.integer(0, this.empty);
  }

  /** One frame with its mask. */
  frame(row: number): Frame {
    const { handwritings, clutter, noise } = this.options;
    const random = this.random.fork(this.split, row);
    const digit = Math.floor(row / handwritings);
    const image = digit < DIGITS.length ? this.handwriting.image(this.split, digit, row % handwritings) : undefined;
    const strokes = Array.from({ length: random.integer(0, Math.round(6 * clutter) + 1) }, () =>
      this.handwriting.image(this.split, random.integer(0, DIGITS.length), random.integer(0, handwritings)),
    );
    return drawFrame(image, strokes, noise, random);
  }

  /** The feature maps of all rows, [size, 7 * 7 * channels]. */
  async describe(network: LetterNetwork, onProgress: (share: number) => void): Promise<ByteRows> {
    let maps: ByteRows | undefined;
    for (let first = 0; first < this.size; first += CHUNK) {
      const rows = Math.min(CHUNK, this.size - first);
      const features = await this.describeRows(network, first, rows);
      maps ??= ByteRows.empty(this.size, features.length / rows);
      maps.pack(first, features);
      onProgress((first + rows) / this.size);
    }
    return maps!;
  }

  private get empty(): number {
    return Math.ceil(EMPTY * this.options.handwritings);
  }

  private async describeRows(network: LetterNetwork, first: number, rows: number): Promise<Float32Array> {
    const grey = new Float32Array(rows * FRAME_SIDE * FRAME_SIDE);
    for (let i = 0; i < rows; i++) {
      const { pixels } = this.frame(first + i);
      for (let p = 0; p < pixels.length; p++) grey[i * pixels.length + p] = pixels[p]! / 255;
    }
    const maps = tf.tidy(() => network.apply(tf.tensor3d(grey, [rows, FRAME_SIDE, FRAME_SIDE])));
    try {
      return (await maps.data()) as Float32Array;
    } finally {
      maps.dispose();
    }
  }
}
