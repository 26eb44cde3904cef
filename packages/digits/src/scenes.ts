import type { Random } from '@cmg/core';
import { drawScene, type Frame } from './draw-frame.js';
import type { FrameOptions } from './frame-pool.js';
import type { Handwriting } from './handwriting.js';
import { DIGITS, type Split } from './split.js';

/** Frames of a clip's scene. */
export const SCENE_FRAMES = 5;
/** Digits in a frame. */
const SHOWN = 4;

/**
 * Scenes: frames with four different digits, among them those of a clip. Only the clip's sound, words or video reveal which
 * digits belong to it. Handwriting is the same in all frames of a clip; places and sizes differ. Scenes are redrawn on demand, always
 * identically.
 */
export class Scenes {
  constructor(
    private readonly handwriting: Handwriting,
    private readonly split: Split,
    private readonly options: Pick<FrameOptions, 'handwritings' | 'noise'>,
    private readonly random: Random,
  ) {}

  /**
   * One frame; its mask shows the requested digits.
   *
   * @param asked different digits, at most {@link SHOWN}
   */
  frame(clip: number, index: number, asked: readonly number[]): Frame {
    const own = this.random.fork(this.split, clip);
    const hands = own.fork('hands');
    const others = [...hands.permutation(DIGITS.length)].filter((digit) => !asked.includes(digit));
    const images = [...asked, ...others]
      .slice(0, SHOWN)
      .map((digit) => this.handwriting.image(this.split, digit, hands.integer(0, this.options.handwritings)));
    return drawScene(images, asked.length, this.options.noise, own.fork('frame', index));
  }
}
