import { CmgError, type Head, ParameterScope, parseOptions, Random, type Registry, type Task } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { HeadDescription, SavedHead } from './head-file.js';
import { type Reads, readsOf, vectorWidth } from '../codes/reads.js';
import { savedValue } from './parameter-values.js';

/** What a head of these tasks was before it could be chosen, for heads that were saved by then. */
const EARLIER: Readonly<Record<string, object>> = {
  classification: { pool: 'max' },
  'open-set': { pool: 'max', unseen: 'own' },
  localisation: { unseen: 'own' },
  retrieval: { pool: 'mean' },
};

/** What is needed of a saved head to make it anew. */
export interface RestorableHead extends Pick<SavedHead, 'values'> {
  readonly description: Pick<
    HeadDescription,
    'task' | 'options' | 'codes' | 'segments' | 'classes' | 'targetShape' | 'inputShape' | 'weights'
  >;
}

/** A head that is ready for use. Has to be disposed of. */
export interface RestoredHead {
  readonly head: Head;
  /** What it reads of each segment. */
  readonly reads: Reads;
  dispose(): void;
}

/**
 * Makes a saved head anew, on the codes that it was trained on.
 *
 * @param embedding the codes of the head's run, [V, D]
 * @throws CmgError where the task is unknown, the codebook has another shape, or parameters do not fit.
 */
export async function restoreHead(saved: RestorableHead, tasks: Registry<Task>, embedding: tf.Tensor2D): Promise<RestoredHead> {
  const { task: name, codes, segments, classes, targetShape, inputShape, weights } = saved.description;
  const task = tasks.get(name);
  if (embedding.shape.join() !== codes.join()) {
    throw new CmgError(`the head reads codes of shape [${codes.join(', ')}], the run has [${embedding.shape.join(', ')}]`, {
      kind: 'usage',
    });
  }
  const check = (path: string, shape: readonly number[]) => savedValue(saved.values, path, shape, weights);
  const parameters = ParameterScope.root(new Random(0), tf, check).child('head');
  try {
    const shapes = { ...(targetShape && { targetShape }), ...(inputShape && { inputShape }) };
    const options = { ...EARLIER[name], ...saved.description.options };
    const parsed = parseOptions(task, { options }, `the task '${name}' of the head`);
    const reads = readsOf(parsed);
    const width = reads === 'codes' ? {} : { vectorWidth: vectorWidth(reads, embedding.shape[1]) };
    const head = await task.createHead(parsed, { parameters, embedding, segments, classes, ...shapes, ...width });
    return { head, reads, dispose: () => parameters.dispose() };
  } catch (error) {
    parameters.dispose();
    throw error;
  }
}
