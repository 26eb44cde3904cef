import type { Head, HeadBuild, NdArray, PredictedEvent } from '@cmg/core';
import { linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { type FamiliarCodes, familiarCodes } from '../codes/familiar-codes.js';
import { indicesOf } from '../codes/indices-of.js';
import { rowWidth, segmentRows } from '../codes/segment-rows.js';
import { sigmoidCrossEntropy } from '../localisation/localisation-loss.js';
import { wholeSplit } from '../transfer/whole-split.js';
import type { ClassificationOptions } from './classification.js';
import { clipClassifier } from './clip-classifier.js';
import { severalEventsMeasures } from './several-events-measures.js';

/** Probabilities of a clip are kept this far from 0 and 1, so that logits stay finite. */
const LEAST = 1e-6;

/**
 * A classifier of clips that show several events: a probability for each class, binary cross entropy.
 *
 * With p_t = sigmoid(W q_t + b), [C], of segment t, those of the clip are, under `pool: vote`,
 *
 *     p = sum_t p_t^2 / sum_t p_t
 *
 * each segment weighing as much as it is sure ("linear softmax" of Wang, Li and Metze 2019, "A Comparison of Five Multiple Instance
 * Learning Pooling Functions for Sound Event Detection with Weak Labeling", Table 1), which does not depend on how long an event lasts. What
 * no labelled clip has is read as what they have ({@link familiarCodes}). Under `pool: max` the published head gives the logits.
 */
export function severalEventsHead(options: ClassificationOptions, build: HeadBuild): Head {
  const { classes } = build;
  const familiar = options.pool === 'vote' ? familiarCodes(build, 'neighbours') : undefined;
  return {
    ...(familiar && { prepare: (batches) => familiar.count(indicesOf(batches)) }),
    apply: familiar ? sureSegments(build, familiar) : clipClassifier(build, options, classes.length),
    loss: sigmoidCrossEntropy,
    async measure(batches) {
      const { outputs, targets } = await wholeSplit(batches);
      return severalEventsMeasures(outputs, targets, classes);
    },
    predict: (logits) => eventsAbove(logits, classes),
  };
}

/** Computed once for each code; returns logits, [B, C]. */
function sureSegments(build: HeadBuild, familiar: FamiliarCodes): Head['apply'] {
  const { parameters, embedding, classes } = build;
  const classify = linear(parameters.child('classify'), rowWidth(build), classes.length);
  return (codes, context, _inputs, vectors) => {
    const { rows, indices, present } = segmentRows(embedding, codes, vectors);
    const each = tf.sigmoid(familiar.read(rows, classify(rows) as tf.Tensor2D, context));
    const sum = (of: tf.Tensor) => tf.sum(tf.mul(tf.gather(of, indices), present), 1);
    const clip = tf.clipByValue(tf.div(sum(tf.square(each)), tf.add(sum(each), LEAST)), LEAST, 1 - LEAST);
    return tf.sub(tf.log(clip), tf.log(tf.sub(1, clip)));
  };
}

/** Of each clip, the events that are more likely than not, the likeliest first. */
function eventsAbove({ data, shape: [clips = 0, width = 0] }: NdArray<Float32Array>, classes: readonly string[]): PredictedEvent[][] {
  return Array.from({ length: clips }, (_, clip) =>
    classes
      .map((name, column) => ({ class: name, score: 1 / (1 + Math.exp(-(data[clip * width + column] as number))) }))
      .filter(({ score }) => score > 0.5)
      .sort((a, b) => b.score - a.score),
  );
}
