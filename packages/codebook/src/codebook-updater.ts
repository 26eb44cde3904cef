import { type Assignment, CmgError, type CodebookState, type Objective } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { countUse } from './count-use.js';
import { emaOptions } from './ema-update.js';
import { ema } from './ema.js';

/** One training batch's change of the codebook. */
export type CodebookUpdate = (codebook: CodebookState, batch: Assignment) => CodebookState;

/**
 * All that a training batch does to the codebook, in this order: the counters of use, the objective that learns the codes
 * (plain EMA where none does), then the other objectives that change it (a reset), in the order of the list.
 *
 * The update is pure, leaves no tensor behind, and the new state shares no tensor with the old one: the caller disposes the
 * old state's four tensors. Call it once a step, after the optimiser.
 *
 * @throws CmgError where more than one objective learns the codebook.
 */
export function codebookUpdater(objectives: readonly Objective[]): CodebookUpdate {
  const learners = objectives.filter(({ learnsCodebook }) => learnsCodebook === true);
  if (learners.length > 1) {
    throw new CmgError(`${learners.length} objectives learn the codebook`, {
      kind: 'usage',
      hint: "Keep one of them in the config's objectives: ema or mm-ema.",
    });
  }
  const learner = learners[0] ?? ema.create(emaOptions.parse({}), undefined as never);
  const inTurn = [learner, ...objectives.filter((objective) => objective !== learner)];
  return (codebook, batch) => {
    const next = tf.tidy(() => {
      let state = countUse(codebook, batch);
      for (const objective of inTurn) state = objective.updateCodebook?.(state, batch) ?? state;
      return unshared(state, codebook) as unknown as tf.TensorContainer;
    });
    return next as unknown as CodebookState;
  };
}

/** `next`, with a tensor of its own wherever it still holds one of `last`. */
function unshared(next: CodebookState, last: CodebookState): CodebookState {
  const own = <T extends tf.Tensor>(tensor: T, old: T): T => (tensor === old ? tf.clone(tensor) : tensor);
  return {
    embedding: own(next.embedding, last.embedding),
    emaCount: own(next.emaCount, last.emaCount),
    emaSum: own(next.emaSum, last.emaSum),
    sinceUse: own(next.sinceUse, last.sinceUse),
  };
}
