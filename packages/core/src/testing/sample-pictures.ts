import type { NdArray } from '../nd-array.js';
import type { Pictures } from '../dataset.js';
import { Random } from '../random.js';

/** Frames of a clip, side of a frame, side of a quarter of it. */
const [FRAMES, SIDE, QUARTER] = [2, 8, 4];

/** The pattern of each class: rows, columns, a chequerboard, all white. */
const PATTERNS: readonly ((x: number, y: number) => number)[] = [(_, y) => y % 2, (x) => x % 2, (x, y) => (x + y) % 2, () => 1];

/**
 * Pictures for clips of four classes: each quarter of a grey frame has the pattern of one class, in an order that differs
 * between frames; the mask is the quarter of the clip's class.
 *
 * @param classOf the class of a clip, 0 to 3
 * @param masked how many frames have a mask, per split
 */
export function samplePictures(classOf: (split: string, clip: number) => number, masked: Pictures['masked']): Pictures {
  type Value = (shown: number, wanted: number, x: number, y: number) => number;
  const draw = (split: string, rows: ArrayLike<number>, count: number, value: Value): NdArray<Uint8Array> => {
    const data = new Uint8Array(rows.length * count * SIDE * SIDE);
    for (let i = 0; i < data.length; i++) {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE) % SIDE];
      const frame = Math.floor(i / (SIDE * SIDE));
      const clip = rows[Math.floor(frame / count)] as number;
      const order = new Random(0).fork(split, clip, frame % count).permutation(4);
      const shown = order[2 * Math.floor(y / QUARTER) + Math.floor(x / QUARTER)] as number;
      data[i] = value(shown, classOf(split, clip), x, y);
    }
    return { data, shape: [rows.length, count, SIDE, SIDE] };
  };
  return {
    shape: [FRAMES, SIDE, SIDE, 1],
    masked,
    async frames(split, rows, count) {
      const { data, shape } = draw(split, rows, count, (shown, _, x, y) => 255 * (PATTERNS[shown]?.(x, y) ?? 0));
      return { data, shape: [...shape, 1] };
    },
    masks: async (split, rows, count) => draw(split, rows, count, (shown, wanted) => (shown === wanted ? 1 : 0)),
  };
}
