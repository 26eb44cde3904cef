import { CmgError } from '@cmg/core';
import { type ClipCodes, type ClipRole, meanCodeVectors, readHead, restoreHead, retrievalVectors } from '@cmg/tasks';
import type { Run } from '../runs/open-run.js';

/** Clips by their codes as vectors that can be compared by cosine, whatever their modality. Has to be disposed of. */
export interface ClipVectors {
  /** P. */
  readonly width: number;
  /** What identifies them: vectors of two identities cannot be compared. */
  readonly identity: string;
  /** Code indices of N clips, [N, T, L] for any T -> N vectors, as what is found or as what searches. */
  of(clips: ClipCodes, role: ClipRole): Promise<Float32Array[]>;
  dispose(): void;
}

/**
 * Vectors by a retrieval head, or, without one, the mean of a clip's codes less the mean of all codes: the codes are shared, so
 * that alone compares modalities.
 *
 * @param head folder that `cmg transfer --task retrieval --save` made
 * @throws CmgError where the head is of another task or another run
 */
export async function clipVectors({ model, checkpoint, components }: Run, head?: string): Promise<ClipVectors> {
  const { vocabulary } = model;
  if (head === undefined) {
    const [, width] = vocabulary.shape;
    return { width, identity: 'codes', of: (clips) => meanCodeVectors(clips, vocabulary), dispose: () => undefined };
  }
  const saved = await readHead(head);
  const { task, run, options, weights } = saved.description;
  if (task !== 'retrieval' || run.checkpoint !== checkpoint) {
    throw new CmgError(task === 'retrieval' ? 'the head was trained on the codes of another run' : `the head is one of '${task}'`, {
      kind: 'usage',
      where: head,
      hint: 'Give a head that `cmg transfer --task retrieval --save` trained on this run.',
    });
  }
  const restored = await restoreHead(saved, components.tasks, vocabulary);
  return {
    width: options['projection'] as number,
    identity: weights,
    of: (clips, role) => retrievalVectors(clips, restored.head, role),
    dispose: () => restored.dispose(),
  };
}
