import { CmgError, type Measures, type NdArray } from '@cmg/core';
import { type Decision, decisions } from '../classification/decisions.js';
import { areaUnderRoc, scoresAt, UNKNOWN } from './rejection.js';

/**
 * Scores of open-set recognition, in percent: `known`, `unknown` and their harmonic mean `hScore` at the threshold, and `auroc`
 * over all thresholds.
 *
 * Chance is the best that blind guessing can do: reject a share r of all clips and guess among the C known classes for the rest,
 * H = 2 r (1-r) / (1-r + C r), which is largest at r = 1 / (1 + sqrt C), where it is 2 / (1 + sqrt C)^2.
 *
 * @param logits [N, C] over the known classes
 * @param targets the class of each clip, [N]; those from C on are unknown
 * @param classes all classes, the known ones first
 * @throws CmgError where the shapes do not fit, or clips of known or of unknown classes are missing.
 */
export function openSetMeasures(
  logits: NdArray<Float32Array>,
  targets: NdArray<Float32Array>,
  classes: readonly string[],
  threshold: (decided: readonly Decision[], known: ArrayLike<number>) => number,
): Measures {
  const [clips = 0] = targets.shape;
  const known = logits.shape[1] ?? 0;
  if (logits.shape.join() !== [clips, known].join()) {
    throw new CmgError(`expected logits of shape [${clips}, ${known}], got [${logits.shape.join(', ')}]`);
  }
  const truth = knownOrUnknown(targets.data, known);
  checkBoth(truth);
  const decided = decisions(logits);
  const limit = threshold(decided, truth);
  const scores = scoresAt(limit, decided, truth);
  const percent = Object.entries({ ...scores, auroc: areaUnderRoc(decided, truth) }).map(([name, score]) => [name, 100 * score]);
  return {
    primary: 'hScore',
    scores: Object.fromEntries(percent) as Record<string, number>,
    chance: 200 / (1 + Math.sqrt(known)) ** 2,
    perClass: classes.map((_, c) => partRight(c, known, targets.data, decided, limit)),
  };
}

/** Classes from `known` on become {@link UNKNOWN}. */
export const knownOrUnknown = (classes: Float32Array, known: number): Float32Array =>
  classes.map((label) => (label < known ? label : UNKNOWN));

/** @throws CmgError where a score would have no clip to be measured on. */
export function checkBoth(truth: Float32Array): void {
  const unknown = truth.filter((label) => label === UNKNOWN).length;
  if (unknown > 0 && unknown < truth.length) return;
  throw new CmgError(`there are ${truth.length - unknown} clips of known classes and ${unknown} of unknown ones; both are needed`, {
    kind: 'usage',
    hint: 'Change the share of known classes, or take a split that has both.',
  });
}

/** In percent, of a class's clips: recognised, or rejected where the class is unknown; null without a clip. */
function partRight(label: number, known: number, targets: Float32Array, decided: readonly Decision[], limit: number): number | null {
  const own = decided.filter((_, clip) => targets[clip] === label);
  const right = own.filter(({ predicted, confidence }) =>
    label < known ? confidence >= limit && predicted === label : confidence < limit,
  );
  return own.length === 0 ? null : (100 * right.length) / own.length;
}
