import { CmgError, defineDatasetReader, forModality, perModality, Random } from '@cmg/core';
import { z } from 'zod';

/** The shape of one segment's features in each modality. */
const FEATURE_SHAPES: Readonly<Record<string, readonly number[]>> = { audio: [16], text: [12] };
const CLASSES = ['walk', 'run', 'jump'];
/** T. */
const SEGMENTS = 10;

const options = z.strictObject({
  clips: z.int().min(4).default(240).describe('training clips; a quarter as many for validation and test'),
  noise: z.number().min(0).default(0.5).describe('standard deviation of the noise on each number'),
  seed: z.int().min(0).default(0).describe('seed of all randomness'),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

function normals(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}

/**
 * Synthetic clips, so that everything runs at once: a clip has a class, and each of its segments is the pattern of that class in each
 * modality, with noise. Replace `values` by a reader of files.
 */
export const exampleDataset = defineDatasetReader({
  name: 'example',
  description: 'synthetic clips of three classes',
  options,
  async open({ clips, noise, seed }) {
    const random = new Random(seed);
    const splits: Readonly<Record<string, number>> = { train: clips, val: Math.floor(clips / 4), test: Math.floor(clips / 4) };
    const patterns = perModality(Object.keys(FEATURE_SHAPES), (modality) =>
      CLASSES.map((name) => normals(random.fork('pattern', modality, name), sizeOf(forModality(FEATURE_SHAPES, modality)))),
    );
    const count = (split: string): number => known('split', split, splits);
    const classOf = (clip: number): number => clip % CLASSES.length;

    /** Writes the features of one clip, [T, ...]. */
    function values(split: string, modality: string, clip: number, into: Float32Array): void {
      const pattern = known('modality', modality, patterns)[classOf(clip)] as Float32Array;
      const own = random.fork(split, modality, clip);
      for (let i = 0; i < into.length; i++) into[i] = (pattern[i % pattern.length] as number) + noise * own.normal();
    }

    return {
      segments: SEGMENTS,
      classes: CLASSES,
      splits,
      featureShapes: FEATURE_SHAPES,
      fingerprint: `example-1 ${JSON.stringify({ clips, noise, seed, FEATURE_SHAPES })}`,

      async read(split, modality, rows) {
        const total = count(split);
        const shape = known('modality', modality, FEATURE_SHAPES);
        const size = SEGMENTS * sizeOf(shape);
        const data = new Float32Array(rows.length * size);
        for (let i = 0; i < rows.length; i++) {
          const clip = rows[i] as number;
          if (!Number.isInteger(clip) || clip < 0 || clip >= total)
            throw new CmgError(`'${split}' has clips 0 to ${total - 1}, not ${clip}`, { where: 'example' });
          values(split, modality, clip, data.subarray(i * size, (i + 1) * size));
        }
        return { data, shape: [rows.length, SEGMENTS, ...shape] };
      },

      async labels(split) {
        const clipClasses = Int32Array.from({ length: count(split) }, (_, clip) => classOf(clip));
        const perSegment = Int32Array.from({ length: clipClasses.length * SEGMENTS }, (_, i) => classOf(Math.floor(i / SEGMENTS)));
        return { clipClasses, segmentClasses: perModality(Object.keys(FEATURE_SHAPES), () => perSegment) };
      },

      async close() {},
    };
  },
});

function known<Value>(what: string, name: string, all: Readonly<Record<string, Value>>): Value {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined) throw new CmgError(`has no ${what} '${name}', only ${Object.keys(all).join(', ')}`, { where: 'example' });
  return found;
}
