import type { Dataset } from '../dataset.js';
import { perModality } from '../per-modality.js';
import { Random } from '../random.js';
import { samplePictures } from './sample-pictures.js';

/** T and the modalities of the sample. */
const SEGMENTS = 5;
const MODALITIES = ['audio', 'video', 'text'];

/**
 * A labelled data set in memory: each clip has one class, in a different run of segments in each modality. The only feature
 * of a segment is the number of its class, 0 for background. Its pictures show all classes; training clips have one mask.
 */
export function sampleDataset(): Dataset {
  const classes = ['bell', 'dog', 'rain', 'train'];
  const splits = { train: 24, val: 12, test: 13 };
  const labels = async (split: string) => {
    const count = splits[split as keyof typeof splits];
    const clips = Int32Array.from({ length: count }, (_, clip) => clip % classes.length);
    const segments = perModality(MODALITIES, (modality) => {
      const marked = new Int32Array(count * SEGMENTS).fill(-1);
      clips.forEach((label, clip) => {
        const begin = new Random(clip).fork(split, modality).integer(0, SEGMENTS - 2);
        marked.fill(label, clip * SEGMENTS + begin, clip * SEGMENTS + begin + 3);
      });
      return marked;
    });
    return { clipClasses: clips, segmentClasses: segments };
  };
  return {
    segments: SEGMENTS,
    classes,
    splits,
    featureShapes: perModality(MODALITIES, () => [1]),
    fingerprint: 'sample',
    async read(split, modality, rows) {
      const marked = (await labels(split)).segmentClasses[modality] ?? new Int32Array();
      const data = Array.from(rows).flatMap((row) =>
        Array.from(marked.subarray(row * SEGMENTS, (row + 1) * SEGMENTS), (label) => label + 1),
      );
      return { data: Float32Array.from(data), shape: [rows.length, SEGMENTS, 1] };
    },
    labels,
    pictures: samplePictures((_, clip) => clip % classes.length, { train: 1, val: 2, test: 2 }),
    close: async () => undefined,
  };
}
