import { type ClipValues, CmgError, type NdArray, type Pictures, type Task, type TaskSource } from '@cmg/core';
import { sigmoidCrossEntropy } from '../localisation/localisation-loss.js';
import { indicesOf } from '../codes/indices-of.js';
import { splitOf } from '../transfer/split-of.js';
import { createBackbone } from './create-backbone.js';
import { segmentationHead } from './segmentation-head.js';
import { segmentationMeasures } from './segmentation-measures.js';
import { type SegmentationOptions, segmentationOptions } from './segmentation-options.js';

/**
 * Query-based segmentation: the codes of a clip say what to look for, its frames show where it is. Binary cross entropy on
 * the first frame of a training clip (or on all); mean intersection over union and F-score over all frames with a mask.
 *
 * The segmentation experiment of "Achieving Cross Modal Generalization with Multimodal Unified Representation" (NeurIPS
 * 2023), section 4, on the fusion of Zhou et al. 2022, "Audio-Visual Segmentation".
 */
export const segmentation: Task<SegmentationOptions> = {
  name: 'segmentation',
  description: 'where in the frames is what the codes tell of: mIoU and F-score of masks',
  options: segmentationOptions,
  inputs: async (options, source) => {
    const { pictures, frames } = supervised(options, source);
    const read = (rows: ArrayLike<number>) => pictures.frames(source.split, rows, frames);
    return imageValues(source, [frames, ...pictures.shape.slice(1)], read, 1 / 255);
  },
  targets: async (options, source) => {
    const { pictures, frames } = supervised(options, source);
    const read = (rows: ArrayLike<number>) => pictures.masks(source.split, rows, frames);
    return imageValues(source, [frames, ...pictures.shape.slice(1, 3)], read, 1);
  },
  async createHead(options, build) {
    const [, , , channels] = build.inputShape ?? [];
    if (channels === undefined) throw new CmgError('segmentation needs pictures beside codes');
    const backbone = await createBackbone(options, build.parameters.child('backbone'), channels);
    const { count, apply } = segmentationHead(options, build, channels, backbone);
    return {
      ...(count && { prepare: (batches) => count(indicesOf(batches)) }),
      apply,
      loss: sigmoidCrossEntropy,
      measure: (batches) => segmentationMeasures(batches, options.overlays),
    };
  },
};

/** The pictures of a data set, and how many frames of a clip are read. */
function supervised(
  { supervise, trainSplit }: SegmentationOptions,
  { dataset, split, modality }: TaskSource,
): { pictures: Pictures; frames: number } {
  const { pictures } = dataset;
  const masked = pictures?.masked[split] ?? 0;
  if (pictures === undefined || masked === 0) {
    throw new CmgError(`has no frames with masks in split '${split}'`, {
      kind: 'usage',
      where: 'segmentation',
      hint: 'Name a split that has, or a data set with pictures, for example digits.',
    });
  }
  return { pictures, frames: supervise === 'first' && split === splitOf(trainSplit, modality) ? 1 : masked };
}

function imageValues(
  { dataset, split }: TaskSource,
  shape: readonly number[],
  readBytes: (rows: ArrayLike<number>) => Promise<NdArray<Uint8Array>>,
  scale: number,
): ClipValues {
  return {
    clips: dataset.splits[split] ?? 0,
    shape,
    async read(rows) {
      const bytes = (await readBytes(rows)).data;
      const data = new Float32Array(bytes.length);
      for (let i = 0; i < bytes.length; i++) data[i] = (bytes[i] as number) * scale;
      return { data, shape: [rows.length, ...shape] };
    },
  };
}
