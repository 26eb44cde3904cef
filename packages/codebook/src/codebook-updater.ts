import { type Assignment, CmgError, type Codebook, type CodebookState, type Objective } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { averaging } from './ema.js';

/** One training batch's change of the codebook. */
export type CodebookUpdate<State extends CodebookState = CodebookState> = (state: State, batch: Assignment) => State;

/**
 * All that a training batch does to the codebook, in this order: the counters of use, the objective that learns the codes
 * (plain EMA if none does), then the other objectives that change it (a reset), in the order of the list.
 *
 * The update is pure, leaves no tensor behind, and the new state shares no tensor with the old one: the caller disposes the
 * old state's tensors. Call it once a step, after the optimiser.
 *
 * @throws CmgError if more than one objective learns the codebook.
 */
export function codebookUpdater<State extends CodebookState>(
  codebook: Codebook<State>,
  objectives: readonly Objective[],
): CodebookUpdate<State> {
  const learners = objectives.filter(({ learnsCodebook }) => learnsCodebook === true);
  if (learners.length > 1) {
    throw new CmgError(`${learners.length} objectives learn the codebook`, {
      kind: 'usage',
      hint: "Keep one of them in the config's objectives: ema or mm-ema.",
    });
  }
  const learner = learners[0] ?? averaging(codebook);
  const inTurn = [learner, ...objectives.filter((objective) => objective !== learner)];
  return (last, batch) =>
    tf.tidy(() => {
      let state: CodebookState = codebook.countUse(last, batch);
      for (const objective of inTurn) state = objective.updateCodebook?.(state, batch) ?? state;
      return unshared(state, last);
    }) as CodebookState as State;
}

/** `next`, with a tensor of its own wherever it still holds one of `last`. */
function unshared(next: CodebookState, last: CodebookState): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(next).map(([name, tensor]) => [name, tensor === last[name] ? tf.clone(tensor) : tensor]));
}
