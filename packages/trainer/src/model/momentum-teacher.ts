import { CmgError, forModality, type MomentumTeacher, type ParameterScope, perModality } from '@cmg/core';
import { withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { semanticOf } from './modality-network.js';
import { INFERENCE, type Model } from './model.js';

/**
 * A teacher of the model's semantic encoders, with its weights at `<scope>/teacher/<path of the student's weight>`. Build it before a
 * checkpoint is restored: it starts with the values with which the encoders start.
 *
 * @returns it, and the path below which its weights are
 */
export function momentumTeacher(model: Model, scope: ParameterScope): { readonly teacher: MomentumTeacher; readonly path: string } {
  const tree = scope.copy('teacher');
  const parts = perModality(model.training.participants, (m) => forModality(model.networks, m).semanticIn(tree));
  const pairs = [...tree.parameters].map(([path, own]) => [own, studentOf(model, path.slice(tree.path.length + 1))] as const);
  const teacher: MomentumTeacher = {
    follow: (momentum) =>
      withoutTape(() =>
        tf.tidy(() => {
          for (const [own, student] of pairs) own.assign(own.mul(momentum).add(student.mul(1 - momentum)));
        }),
      ),
    semantic: ({ modalities, inputs, present }) => {
      const contextOf = (m: string) => (present === undefined ? INFERENCE : { ...INFERENCE, present: forModality(present, m) });
      return withoutTape(() => perModality(modalities, (m) => semanticOf(forModality(parts, m), forModality(inputs, m), contextOf(m))));
    },
  };
  return { teacher, path: tree.path };
}

function studentOf(model: Model, path: string): tf.Variable {
  const student = model.parameters.get(path);
  if (student === undefined) throw new CmgError('a modality makes other parameters when it is built once more', { where: path });
  return student;
}
