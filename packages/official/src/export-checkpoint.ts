import { CmgError, type NdArray } from '@cmg/core';
import type { Model } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { bufferOf, CODEBOOK_NAMES, officialState } from './codebook-buffers.js';
import type { OfficialNames } from './names/official-name.js';
import { type NamedConfig, officialNames } from './names/official-names.js';
import type { OfficialCheckpoint } from './official-checkpoint.js';
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
  const checkpoint = new Map([...base].map(([module, tensors]) => [module, new Map(tensors)]));
  const put = (module: string, name: string, array: NdArray) => {
    checkpoint.set(module, (checkpoint.get(module) ?? new Map<string, NdArray>()).set(name, array));
  };
  for (const [module, tensors] of await byOfficialName(model.parameters, officialNames(config))) {
    for (const [name, array] of tensors) put(module, name, array);
  }
  const state = officialState(model);
  for (const [key, { module, name }] of CODEBOOK_NAMES) put(module, name, await read(() => bufferOf(state, key)));
  return checkpoint;
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
  const checkpoint = new Map<string, Map<string, NdArray>>();
  for (const { official, paths } of officialShapes(tensors, names).values()) {
    const array = await read(() => inOfficialLayout(paths.map((path) => tensors.get(path) as tf.Tensor)));
    const { module, name } = official;
    checkpoint.set(module, (checkpoint.get(module) ?? new Map<string, NdArray>()).set(name, array));
  }
  return checkpoint;
}

/** Our parameters in PyTorch's layout, concatenated along the first axis. */
function inOfficialLayout(parts: readonly tf.Tensor[]): tf.Tensor {
  const turned = parts.map((part) => (part.rank === 4 ? tf.transpose(part, [3, 2, 0, 1]) : part.rank === 2 ? tf.transpose(part) : part.clone()));
  return turned.length === 1 ? (turned[0] as tf.Tensor) : tf.concat(turned, 0);
}

async function read(make: () => tf.Tensor): Promise<NdArray> {
  const tensor = tf.tidy(make);
  try {
    return { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
  } finally {
    tensor.dispose();
  }
}
