import { CmgError, type NdArray } from '@cmg/core';
import type { Model } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { bufferOf, CODEBOOK_NAMES, officialState } from './codebook-buffers.js';
import type { OfficialName, OfficialNames } from './names/official-name.js';
import { type NamedConfig, officialNames } from './names/official-names.js';
import { checkpointOf, type OfficialCheckpoint, tensorsOf } from './official-checkpoint.js';
import { officialShapes } from './official-shapes.js';

/**
 * The official checkpoint of a model, float32: what {@link importCheckpoint} read, bit for bit.
 *
 * The official modules also contain unused tensors (templates, supervised heads, weights of a softmax over one element).
 * A model has no values for them: pass the checkpoint that it came from as `base`, and its tensors fill the gaps. Without them the official
 * code's strict loading rejects the export.
 *
 * @param config that the model was built from.
 * @throws CmgError if a parameter or the kind of codebook does not exist in the official code, or the model has no codes.
 */
export async function exportCheckpoint(
  model: Model,
  config: NamedConfig,
  base: OfficialCheckpoint = new Map(),
): Promise<OfficialCheckpoint> {
  const parameters = await byOfficialName(model.parameters, officialNames(config));
  const state = officialState(model);
  const buffers = await readAll([...CODEBOOK_NAMES].map(([key, official]) => [official, () => bufferOf(state, key)]));
  return checkpointOf([...tensorsOf(base), ...tensorsOf(parameters), ...buffers]);
}

/**
 * Tensors with the shapes of parameters (values, gradients), under their official names and in PyTorch's layout.
 *
 * @param tensors by the parameter's full path; the caller disposes them.
 * @throws CmgError if a path has no official name.
 */
export async function byOfficialName(tensors: ReadonlyMap<string, tf.Tensor>, names: OfficialNames): Promise<OfficialCheckpoint> {
  const unnamed = [...tensors.keys()].filter((path) => !names.has(path));
  if (unnamed.length > 0) throw new CmgError(`these parameters do not exist in the official code: ${unnamed.join(', ')}`);
  const parts = [...officialShapes(tensors, names).values()];
  return checkpointOf(
    await readAll(
      parts.map(({ official, paths }) => [official, () => inOfficialLayout(paths.map((path) => tensors.get(path) as tf.Tensor))]),
    ),
  );
}

/** Our parameters in PyTorch's layout, concatenated along the first axis. */
function inOfficialLayout(parts: readonly tf.Tensor[]): tf.Tensor {
  const turned = parts.map((part) =>
    part.rank === 4 ? tf.transpose(part, [3, 2, 0, 1]) : part.rank === 2 ? tf.transpose(part) : part.clone(),
  );
  return turned.length === 1 ? (turned[0] as tf.Tensor) : tf.concat(turned, 0);
}

/** One after the other: each is copied on the device before it is read. */
async function readAll(tensors: readonly (readonly [OfficialName, () => tf.Tensor])[]): Promise<[name: string, array: NdArray][]> {
  const arrays: [string, NdArray][] = [];
  for (const [{ module, name }, make] of tensors) arrays.push([`${module}/${name}`, await read(make)]);
  return arrays;
}

async function read(make: () => tf.Tensor): Promise<NdArray> {
  const tensor = tf.tidy(make);
  try {
    return { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
  } finally {
    tensor.dispose();
  }
}
