import { Random } from '@cmg/core';
import { FramePool } from '../src/frame-pool.js';
import { GLYPH_SIDE, type Handwriting } from '../src/handwriting.js';
import { Scenes } from '../src/scenes.js';
import { SoundPool } from '../src/sound-pool.js';
import type { Speech } from '../src/speech.js';
import { SPLITS } from '../src/split.js';

/** Voices and images that tell which split they were asked for. */
function asked() {
  const splits = new Set<string>();
  const speech: Partial<Speech> = {
    otherWords: ['house'],
    voicesOf: (split) => [`${split} a`, `${split} b`],
    utterance: (voice) => {
      splits.add(voice.split(' ')[0] as string);
      return { data: new Float32Array(32), frames: 1 };
    },
  };
  const handwriting: Partial<Handwriting> = {
    image: (split) => {
      splits.add(split);
      return new Uint8Array(GLYPH_SIDE * GLYPH_SIDE);
    },
  };
  return { splits, speech: speech as Speech, handwriting: handwriting as Handwriting };
}

describe.each(SPLITS)('clips of the split %s contain', (split) => {
  it('no voice of another', () => {
    const { splits, speech } = asked();
    const pool = new SoundPool(speech, split, { voices: 2, noise: 0.5 }, new Random(1));
    for (let row = 0; row < pool.size; row++) pool.sound(row);
    expect([...splits]).toEqual([split]);
  });

  it('no handwriting of another, neither as digits nor as strokes', () => {
    const { splits, handwriting } = asked();
    const pool = new FramePool(handwriting, split, { handwritings: 2, clutter: 1, noise: 0 }, new Random(1));
    for (let row = 0; row < pool.size; row++) pool.frame(row);
    expect([...splits]).toEqual([split]);
  });

  it('no handwriting of another in their scenes', () => {
    const { splits, handwriting } = asked();
    new Scenes(handwriting, split, { handwritings: 2, noise: 0 }, new Random(1)).frame(0, 0, [7]);
    expect([...splits]).toEqual([split]);
  });
});
