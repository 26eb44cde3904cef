import type { EmaState } from '@cmg/codebook';
import { CmgError, type NdArray } from '@cmg/core';
import type { Model } from '@cmg/trainer';
import { CODEBOOK_NAMES, codebookFromBuffers } from './codebook-buffers.js';
import { importOfficial } from './import-official.js';
import type { OfficialName, OfficialNames } from './names/official-name.js';
import { type NamedConfig, officialNames } from './names/official-names.js';
import { type OfficialCheckpoint, officialTensor } from './official-checkpoint.js';
import { officialShapes } from './official-shapes.js';
import { unusedNames } from './unused-names.js';

/** The tensors that an import did not use. */
export interface ImportReport {
  /** `<module>/<name>` of each tensor of the checkpoint that the model does not use -> the reason. */
  readonly unused: ReadonlyMap<string, string>;
}

/**
 * Sets all parameters and the codebook of a model to those of an official checkpoint. If it throws, nothing has changed.
 *
 * @param config that the model was built from: its options determine the number of layers.
 * @throws CmgError that lists every tensor that is missing, has another shape or contains a value that is not finite, and
 *   every parameter without an official name.
 */
export function importCheckpoint(model: Model, config: NamedConfig, checkpoint: OfficialCheckpoint): ImportReport {
  const all = officialNames(config);
  const taken: OfficialNames = new Map([...all].filter(([path]) => model.parameters.has(path)));
  const problems = [...problemsOfParameters(model, taken, checkpoint), ...problemsOfCodebook(model, checkpoint)];
  if (problems.length > 0) {
    throw new CmgError(`the checkpoint does not fit the model:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, {
      hint: 'Use the sizes of the checkpoint in the config (sizesOfCheckpoint).',
    });
  }
  importOfficial(model.scope, taken, (module, name) => officialTensor(checkpoint, module, name));
  const buffers = Object.fromEntries([...CODEBOOK_NAMES].map(([key, { module, name }]) => [key, officialTensor(checkpoint, module, name)]));
  model.setCodebookState(codebookFromBuffers(buffers as Record<keyof EmaState, NdArray>, model.modalities.length));
  return { unused: unusedNames(checkpoint, taken) };
}

function problemsOfParameters(model: Model, taken: OfficialNames, checkpoint: OfficialCheckpoint): string[] {
  const unnamed = [...model.parameters.keys()]
    .filter((path) => !taken.has(path))
    .map((path) => `${path}: does not exist in the official code`);
  const expected = [...officialShapes(model.parameters, taken).values()];
  return [...unnamed, ...expected.flatMap(({ official, shape }) => problemOf(checkpoint, official, shape))];
}

function problemsOfCodebook(model: Model, checkpoint: OfficialCheckpoint): string[] {
  const { module, name } = CODEBOOK_NAMES.get('embedding') as OfficialName;
  const codes = officialTensor(checkpoint, module, name)?.shape[0] ?? 0;
  return [...CODEBOOK_NAMES].flatMap(([key, official]) =>
    problemOf(checkpoint, official, key === 'embedding' || key === 'emaSum' ? [codes, model.width] : [codes]),
  );
}

function problemOf(checkpoint: OfficialCheckpoint, { module, name }: OfficialName, expected: readonly number[]): string[] {
  const array = officialTensor(checkpoint, module, name);
  const where = `${module}/${name}`;
  if (array === undefined) return [`${where}: is missing`];
  const { shape, data } = array;
  if (shape.join() !== expected.join()) return [`${where}: has shape [${shape.join(', ')}], expected [${expected.join(', ')}]`];
  return data.every(Number.isFinite) ? [] : [`${where}: contains a value that is not finite`];
}
