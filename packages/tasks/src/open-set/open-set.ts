import { CmgError, type Head, type HeadBuild, type PredictionBatch, type Task } from '@cmg/core';
import { constantInitializer } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { clipClasses } from '../classification/clip-classes.js';
import { clipClassifier } from '../classification/clip-classifier.js';
import { familiarCodes } from '../codes/familiar-codes.js';
import { indicesOf } from '../codes/indices-of.js';
import { decisions } from '../classification/decisions.js';
import { wholeSplit } from '../transfer/whole-split.js';
import { checkBoth, knownOrUnknown, openSetMeasures } from './open-set-measures.js';
import { openSetOptions, type OpenSetOptions } from './open-set-options.js';
import { bestThreshold, everyThreshold, publishedThresholds } from './rejection.js';

/**
 * Open-set transfer: recognise the known classes, reject clips of any other, in modalities that were never labelled.
 *
 * The first half of the classes is known and trains the head of {@link classification}; clips of the rest train nothing. A clip
 * is rejected where its largest softmax probability is below a threshold. H is the harmonic mean of the accuracy on known classes
 * and the rejection of unknown ones.
 *
 * The protocol of "Open-set Cross Modal Generalization via Multimodal Unified Representation" (ICCV 2025), except that the
 * threshold is chosen on the validation split of the labelled modality, not on the measured clips (option `threshold`).
 */
export const openSet: Task<OpenSetOptions> = {
  name: 'open-set',
  description: 'which known event a clip shows, or that it shows none: H, the harmonic mean of accuracy and rejection',
  options: openSetOptions,
  readsPresent: true,
  targets: (_, source) => clipClasses(source),
  createHead,
};

function createHead(options: OpenSetOptions, build: HeadBuild): Head {
  const { classes, parameters } = build;
  const known = knownClasses(options.known, classes.length);
  const familiar = familiarCodes(build, options.unseen);
  const logitsOf = clipClassifier(build, options, known, familiar);
  const threshold = parameters.buffer('threshold', [], constantInitializer(0));
  const limit = () => threshold.dataSync()[0] as number;
  return {
    prepare: (batches) => familiar.count(indicesOf(batches, (label) => label < known)),
    apply: logitsOf,
    loss: (logits, targets) => knownCrossEntropy(logits, targets),
    async measure(batches) {
      const { outputs, targets } = await wholeSplit(batches);
      return openSetMeasures(outputs, targets, classes, (decided, truth) =>
        options.threshold === 'test' ? bestThreshold(publishedThresholds(decided), decided, truth) : limit(),
      );
    },
    ...(options.threshold === 'validation' && {
      async calibrate(batches: AsyncIterable<PredictionBatch>) {
        const { outputs, targets } = await wholeSplit(batches);
        const truth = knownOrUnknown(targets.data, known);
        checkBoth(truth);
        const decided = decisions(outputs);
        tf.tidy(() => threshold.assign(tf.scalar(bestThreshold(everyThreshold(decided), decided, truth))));
      },
    }),
    predict: (logits) =>
      decisions(logits).map(({ predicted, confidence }) =>
        confidence < limit() ? [] : [{ class: classes[predicted] as string, score: confidence }],
      ),
  };
}

/** How many of the classes are known: at least one, and not all. */
function knownClasses(share: number, classes: number): number {
  if (classes < 2) {
    throw new CmgError(`open-set transfer needs two classes or more, the data has ${classes}`, { kind: 'usage' });
  }
  return Math.min(Math.max(1, Math.round(share * classes)), classes - 1);
}

/**
 * Softmax cross entropy, mean over the clips of the batch whose class is known; 0 where there is none. Other clips have no part
 * in it, nor in its gradient.
 *
 * @param logits [B, C] over the known classes
 * @param targets [B]; classes from C on are unknown
 */
export function knownCrossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const truth = tf.equal(targets.expandDims(1), tf.range(0, logits.shape[1] as number)).toFloat();
  const total = tf.logSoftmax(logits).mul(truth).sum<tf.Scalar>();
  return total.div<tf.Scalar>(tf.maximum(truth.sum(), 1)).neg();
}
