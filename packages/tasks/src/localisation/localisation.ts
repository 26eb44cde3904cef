import type { Head, HeadBuild, PredictionBatch, Task } from '@cmg/core';
import { constantInitializer, linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { familiarCodes } from '../codes/familiar-codes.js';
import { indicesOf } from '../codes/indices-of.js';
import { rowWidth, segmentRows } from '../codes/segment-rows.js';
import { wholeSplit } from '../transfer/whole-split.js';
import { eventMask } from './event-mask.js';
import { eventTargets } from './event-targets.js';
import { expLogLoss, sigmoidCrossEntropy } from './localisation-loss.js';
import { bestLocalisationThreshold, localisationMeasures } from './localisation-measures.js';
import { localisationOptions, type LocalisationOptions } from './localisation-options.js';
import { predictedEvents } from './timelines.js';

/**
 * Event localisation: which events each segment of a clip shows; several at once are possible, background is a class too.
 *
 * logits = W2 (W1 q_t + b1) + b2, [B, T, C + 1], computed for the K codes and gathered for the segments; those of codes that no labelled
 * clip has are their neighbours' (`familiarCodes`); binary cross entropy
 * + ExpLog, whose alpha is learnt with the head.
 *
 * The head of the AVVP and AVE to AVVP experiments in "Achieving Cross Modal Generalization with Multimodal Unified
 * Representation" (NeurIPS 2023), section 4.
 */
export const localisation: Task<LocalisationOptions> = {
  name: 'localisation',
  description: 'which events each segment shows: precision, recall and F-scores of a head on the code of each segment',
  options: localisationOptions,
  targets: (_, source) => eventTargets(source),
  createHead,
};

function createHead(options: LocalisationOptions, build: HeadBuild): Head {
  const { parameters, embedding, classes } = build;
  const width = classes.length + 1;
  const project = linear(parameters.child('project'), rowWidth(build), options.hidden);
  const classify = linear(parameters.child('classify'), options.hidden, width);
  const familiar = familiarCodes(build, options.unseen);
  const alpha = parameters.variable('alpha', [width], constantInitializer(options.alpha));
  const threshold = parameters.buffer('threshold', [], constantInitializer(0));
  const limit = () => threshold.dataSync()[0] as number;
  return {
    prepare: (batches) => familiar.count(indicesOf(batches)),
    apply(codes, context, _inputs, vectors) {
      const { rows, indices } = segmentRows(embedding, codes, vectors);
      return tf.gather(familiar.read(rows, classify(project(rows)) as tf.Tensor2D, context), indices);
    },
    loss(logits, targets) {
      const entropy = sigmoidCrossEntropy(logits, targets);
      return options.expLog === 0 ? entropy : entropy.add(expLogLoss(logits, targets, alpha).mul(options.expLog));
    },
    async measure(batches) {
      const { outputs, targets } = await wholeSplit(batches);
      return localisationMeasures(outputs, targets, classes, options, limit());
    },
    ...(options.threshold === 'validation' && {
      async calibrate(batches: AsyncIterable<PredictionBatch>) {
        const { outputs, targets } = await wholeSplit(batches);
        const best = bestLocalisationThreshold(outputs, targets, classes.length, options);
        tf.tidy(() => threshold.assign(tf.scalar(best)));
      },
    }),
    predict(logits) {
      const mask = eventMask(logits, limit());
      return Array.from({ length: mask.clips }, (_, clip) => predictedEvents(logits, mask, clip, classes));
    },
  };
}
