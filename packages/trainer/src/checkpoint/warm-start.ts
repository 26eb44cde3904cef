import { CmgError, type CodebookState, type InitOptions, type RunConfig } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { frozenDifference } from './config-difference.js';
import { RunFolder } from './run-folder.js';
import { expectSavedShape, savedArray, savedCodebook, weightName } from './run-state.js';

/**
 * Gives a model the weights of another run, those of the same path, as everything that reads that run takes them, and its codes if the
 * codebook is of the same kind. All else begins as in a run of its own; a teacher begins as its encoders do.
 *
 * @returns what was taken, and what begins anew, for people
 * @throws CmgError where the run cannot be read, a tensor of the same name has another shape, nothing has the name of anything, or a
 *   frozen part is not that run's; the model is then as it was
 */
export async function warmStart(
  { run, step }: InitOptions,
  config: RunConfig,
  model: Model,
  { teachers }: Pick<RunObjectives, 'teachers'>,
): Promise<string> {
  const file = await new RunFolder(run).checkpointFile(step);
  const checkpoint = await readCheckpoint(file);
  const differences = frozenDifference(checkpoint.info.config, config);
  if (differences.length > 0) {
    throw new CmgError(`what is frozen must be what that run has:\n  ${differences.join('\n  ')}`, {
      kind: 'usage',
      where: `init: ${run}`,
      hint: 'Put these back, or take them out of freeze.',
    });
  }
  const source = (path: string): string => {
    const teacher = teachers.find((scope) => path.startsWith(`${scope}/`));
    const own = weightName(checkpoint, path, 'averaged');
    return teacher === undefined || checkpoint.tensors.has(own) ? own : weightName(checkpoint, path.slice(teacher.length + 1), 'averaged');
  };
  const paths = [...model.parameters.keys()];
  const taken = paths.filter((path) => checkpoint.tensors.has(source(path)));
  if (taken.length === 0) {
    throw new CmgError('no weight of that run has the name of one of this config', {
      kind: 'usage',
      where: `init: ${run}`,
      hint: `It has: ${checkpoint.info.config.modalities.map(({ use }) => use).join(', ')}.`,
    });
  }
  const hasCodes = takeTensors(checkpoint, file, config, model, new Map(taken.map((path) => [path, source(path)])));
  const fresh = freshParts(
    paths.filter((path) => !taken.includes(path)),
    taken,
  );
  const anew = [...fresh, ...(hasCodes ? [] : ['codebook'])];
  const begun = `starts from ${run}, step ${checkpoint.info.step}: ${taken.length} of ${paths.length} weights`;
  return `${begun}${hasCodes ? ' and the codes' : ''}${anew.length === 0 ? '' : `; these begin anew: ${anew.join(', ')}`}`;
}

/** @returns whether the codes are that run's */
function takeTensors(checkpoint: Checkpoint, file: string, config: RunConfig, model: Model, sources: ReadonlyMap<string, string>): boolean {
  return tf.tidy(() => {
    const values = [...sources].map(([path, name]) => {
      const variable = model.parameters.get(path) as tf.Variable;
      const { data, shape } = savedArray(checkpoint, name, variable.shape, file);
      return [variable, tf.tensor(data, [...shape], 'float32')] as const;
    });
    const codebook = codesOf(checkpoint, file, config, model);
    for (const [variable, value] of values) variable.assign(value);
    if (codebook !== undefined) model.setCodebookState(codebook);
    return codebook !== undefined;
  });
}

/** The codes of the checkpoint for the modalities of this run; undefined where its codebook is of another kind. */
function codesOf(checkpoint: Checkpoint, file: string, { codebook: { use } }: RunConfig, { codebook }: Model): CodebookState | undefined {
  const { config } = checkpoint.info;
  if (config.codebook.use !== use) return undefined;
  const saved = savedCodebook(checkpoint);
  const state: CodebookState =
    codebook.adopt?.(
      saved,
      config.modalities.map((one) => one.use),
    ) ?? saved;
  for (const [name, shape] of Object.entries(codebook.shapes)) expectSavedShape(state[name]?.shape ?? [], shape, `codebook/${name}`, file);
  return state;
}

/** The shortest paths below which everything begins anew. */
function freshParts(fresh: readonly string[], taken: readonly string[]): string[] {
  const parts = fresh.map((path) => {
    const prefixes = path.split('/').map((_, i, keys) => keys.slice(0, i + 1).join('/'));
    return prefixes.find((prefix) => !taken.some((other) => other.startsWith(`${prefix}/`))) ?? path;
  });
  return [...new Set(parts)];
}
