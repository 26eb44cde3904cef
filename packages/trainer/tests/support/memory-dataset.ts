import { type Dataset, forModality, type PerModality, Random } from '@cmg/core';

export interface MemoryDatasetOptions {
  readonly featureShapes: PerModality<readonly number[]>;
  readonly clips?: number;
  readonly segments?: number;
  readonly seed?: number;
  /** Rows whose features are NaN. */
  readonly broken?: readonly number[];
  /** Splits besides `train`. */
  readonly splits?: Readonly<Record<string, number>>;
  /** By split and modality; what a clip lacks is noise. */
  readonly lengths?: Readonly<Record<string, PerModality<readonly number[]>>>;
}

/** A seeded data set that lives in memory, with the split `train`. */
export function memoryDataset(options: MemoryDatasetOptions): Dataset & { readonly reads: string[] } {
  const { featureShapes, clips = 12, segments = 3, seed = 1, broken = [], splits = {}, lengths } = options;
  const reads: string[] = [];
  return {
    segments,
    classes: [],
    splits: { train: clips, ...splits },
    featureShapes,
    fingerprint: `memory-${seed}-${clips}-${segments}`,
    reads,
    async read(split, modality, rows) {
      reads.push(`${split}/${modality}/${Array.from(rows).join()}`);
      const shape = forModality(featureShapes, modality);
      const size = segments * shape.reduce((a, b) => a * b, 1);
      const data = new Float32Array(rows.length * size);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const values = broken.includes(row)
          ? new Float32Array(size).fill(NaN)
          : new Random(seed).fork(...(split === 'train' ? [] : [split]), modality, row).uniforms(size, -1, 1);
        data.set(values, i * size);
      }
      return { data, shape: [rows.length, segments, ...shape] };
    },
    ...(lengths && {
      lengths: (split: string, m: string) => {
        const found = lengths[split]?.[m];
        return found && Int32Array.from(found);
      },
    }),
    labels: () => Promise.reject(new Error('the memory data set has no labels')),
    close: () => Promise.resolve(),
  };
}
