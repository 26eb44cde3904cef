import {
  type ClipValues,
  CmgError,
  type Head,
  type HeadBuild,
  inMemory,
  type NdArray,
  type Task,
  type TaskSource,
  type TrainingBatch,
  labelsIfAny,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { transferShape } from '../transfer/transfer-options.js';
import { wholeSplit } from '../transfer/whole-split.js';
import { ClipFrequency } from './clip-frequency.js';
import { clipPooling, clipProjection } from './clip-projection.js';
import { ntXent } from './nt-xent.js';
import { RETRIEVAL_SCORES, retrievalMeasures } from './retrieval-measures.js';

const options = z.strictObject({
  ...transferShape,
  gallery: z.string().default('audio').describe('the modality that is searched; what searches is the modality of the head'),
  pool: clipPooling,
  hidden: z.int().min(1).default(256).describe('width of the hidden layer of both projections; pool: idf has none'),
  projection: z.int().min(1).default(128).describe('P, width of the vectors that are compared'),
  temperature: z.number().positive().default(0.07).describe('of NT-Xent'),
  primary: z.enum(RETRIEVAL_SCORES).default('R@10').describe('the score to judge by; mAP where clips of a class are alike'),
});

export type RetrievalOptions = z.infer<typeof options>;

/**
 * Retrieval across modalities: a clip in one modality finds its own in another, the gallery.
 *
 * Codes are pooled to a clip vector, and two projections, one for what searches and one for what is found, are trained by
 * NT-Xent on pairs. As in the paper: trained to find audio by text, say, the head is then searched with by video.
 *
 * Outputs are [B, 2, P], unit vectors: the clip as a query, and as an item of a gallery.
 *
 * The retrieval experiments of "Achieving Cross Modal Generalization with Multimodal Unified Representation" (NeurIPS 2023),
 * section 4.
 */
export const retrieval: Task<RetrievalOptions> = {
  name: 'retrieval',
  description: 'a clip in one modality finds its own in another: recall, median rank and mAP of two projections of pooled codes',
  options,
  readsPresent: true,
  targets,
  createHead,
};

/** What follows the codes of a clip in its targets. */
const ABOUT = 3;

/**
 * Codes of the clip in the gallery's modality, its class or -1, and the numbers of its recordings, as an item and as a query:
 * [T L + 3].
 */
async function targets({ gallery }: RetrievalOptions, source: TaskSource): Promise<ClipValues> {
  const items = await source.codes(gallery);
  const row = items.shape.reduce((size, n) => size * n, 1);
  const { dataset, split, modality } = source;
  const classes = (await labelsIfAny(dataset, split))?.clipClasses;
  if (classes && classes.length !== items.clips) {
    throw new CmgError(`has ${items.clips} clips and ${classes.length} labels`, { where: `retrieval, ${split}` });
  }
  const all = Int32Array.from({ length: items.clips }, (_, clip) => clip);
  const { data } = await items.read(all);
  const found = dataset.recordings?.(split, gallery);
  const searched = dataset.recordings?.(split, modality);
  const width = row + ABOUT;
  const rows = new Float32Array(items.clips * width);
  for (let clip = 0; clip < items.clips; clip++) {
    rows.set(data.subarray(clip * row, (clip + 1) * row), clip * width);
    rows.set([classes?.[clip] ?? -1, found?.[clip] ?? clip, searched?.[clip] ?? clip], clip * width + row);
  }
  return inMemory({ data: rows, shape: [items.clips, width] });
}

function createHead({ pool, hidden, projection: width, temperature, primary }: RetrievalOptions, build: HeadBuild): Head {
  const query = clipProjection(build, 'query', { pool, hidden, width });
  const item = clipProjection(build, 'item', { pool, hidden, width });
  const itemCodes = (wanted: tf.Tensor) => codesIn(wanted as tf.Tensor2D, build.segments);
  const prepare = async (batches: AsyncIterable<TrainingBatch>): Promise<void> => {
    const [queries, items] = [new ClipFrequency(build.embedding.shape[0]), new ClipFrequency(build.embedding.shape[0])];
    for await (const { indices, targets: wanted } of batches) {
      queries.add(indices);
      items.add(itemsIn(wanted));
    }
    query.weigh(queries.inverse());
    item.weigh(items.inverse());
  };
  return {
    ...(pool === 'idf' && { prepare }),
    apply: (indices) => tf.stack([query.apply(indices), item.apply(indices)], 1),
    loss: (outputs, wanted) => ntXent(outputs.gather([0], 1).squeeze([1]), item.apply(itemCodes(wanted)), temperature),
    async measure(batches) {
      const { outputs, targets: wanted } = await wholeSplit(batches);
      const items = await project((codes) => item.apply(itemCodes(codes)), wanted);
      const row = wanted.shape[1] as number;
      const [classes, found, searched] = [0, 1, 2].map((which) => wanted.data.filter((_, i) => i % row === row - ABOUT + which));
      const labelled = classes?.some((name) => name >= 0);
      return retrievalMeasures(queriesOf(outputs), items, { ...(labelled && classes && { classes }), found, searched, primary });
    },
  };
}

/** Of [N, 2, P] the first of each two. */
function queriesOf({ data, shape: [clips = 0, , width = 0] }: NdArray<Float32Array>): NdArray<Float32Array> {
  const queries = new Float32Array(clips * width);
  for (let clip = 0; clip < clips; clip++) queries.set(data.subarray(2 * clip * width, (2 * clip + 1) * width), clip * width);
  return { data: queries, shape: [clips, width] };
}

/** The same as {@link codesIn} on the host, [N, T L]. */
function itemsIn({ data, shape: [clips = 0, width = ABOUT] }: NdArray<Float32Array>): NdArray<Float32Array> {
  return { data: data.filter((_, i) => i % width < width - ABOUT), shape: [clips, width - ABOUT] };
}

/** The codes in targets [N, T L + 3], [N, T, L]. */
function codesIn(targets: tf.Tensor2D, segments: number): tf.Tensor3D {
  const [clips, width] = targets.shape;
  return targets
    .slice([0, 0], [-1, width - ABOUT])
    .toInt()
    .reshape([clips, segments, (width - ABOUT) / segments]);
}

/** The clips of the gallery as items, [N, P]. */
async function project(
  asItem: (targets: tf.Tensor2D) => tf.Tensor2D,
  { data, shape: [clips = 0, width = ABOUT] }: NdArray<Float32Array>,
): Promise<NdArray<Float32Array>> {
  const vectors = tf.tidy(() => asItem(tf.tensor2d(data, [clips, width])));
  const values = (await vectors.data()) as Float32Array;
  const { shape } = vectors;
  vectors.dispose();
  return { data: values, shape };
}
