import { CmgError, type CodebookState, forModality, type NdArray } from '@cmg/core';
import { CodeEncoder, type Model } from '@cmg/trainer';
import type { ExportedRun } from '@cmg/web';
import type * as tf from '@tensorflow/tfjs';
import type { Run } from '../runs/open-run.js';
import { exportMedia, type PortableExtractors } from './export-media.js';
import type { ShardWriter } from './shard-writer.js';

type Modalities = Run['config']['modalities'];

/** Everything but heads and index. */
export async function exportModel(
  run: Run,
  writer: ShardWriter,
  portable: PortableExtractors,
): Promise<Omit<ExportedRun, 'heads' | 'index'>> {
  const { config, model, checkpoint, trained } = run;
  const { width, codebook } = config;
  if (codebook.from !== undefined) {
    throw new CmgError(`the codebook '${codebook.use}' comes from ${codebook.from.specifier}: a page runs what is built in alone`, {
      kind: 'usage',
      where: run.folder,
    });
  }
  const own = config.modalities.filter(({ from }) => from === undefined);
  const others = config.modalities.filter(({ from }) => from !== undefined);
  if (own.length === 0) {
    throw new CmgError('all modalities of the run come from outside: a page runs what is built in alone', {
      kind: 'usage',
      where: run.folder,
    });
  }
  const notes = others.map(
    ({ use, from }) => `${use}: comes from ${from?.specifier}, and a page runs what is built in alone; it is left out`,
  );
  const { media, reasons } = await allMedia(
    run,
    own.map(({ use }) => use),
    writer,
    portable,
  );
  return {
    format: 1,
    name: config.name,
    checkpoint,
    trained,
    width,
    segments: model.data.segments,
    modalities: own.map(({ use, options, context }) => ({
      use,
      options: { ...options },
      ...(context !== undefined && { context: typeof context === 'string' ? context : { window: context.window } }),
      featureShape: [...forModality(model.data.featureShapes, use)],
      ...(media[use] && { media: media[use] }),
    })),
    codebook: { use: codebook.use, options: { ...codebook.options } },
    weights: await writer.write('model', await encoderTensors(run, own)),
    notes: [...notes, ...reasons],
  };
}

/** What raw media need, and why some modalities take none. */
async function allMedia(run: Run, modalities: readonly string[], writer: ShardWriter, portable: PortableExtractors) {
  const media: Record<string, Exclude<Awaited<ReturnType<typeof exportMedia>>, string>> = {};
  const reasons: string[] = [];
  const leaveOut = (modality: string, why: string) => void reasons.push(`${modality}: ${why}; it takes features alone`);
  try {
    const dataset = await run.openDataset();
    try {
      for (const modality of modalities) {
        const found = await exportMedia(run, dataset, modality, { writer, portable: portable[modality] });
        if (typeof found === 'string') leaveOut(modality, found);
        else media[modality] = found;
      }
    } finally {
      await dataset.close();
    }
  } catch (error) {
    if (!(error instanceof CmgError)) throw error;
    for (const modality of modalities) if (!(modality in media)) leaveOut(modality, `the run's data cannot be opened: ${error.what}`);
  }
  return { media, reasons };
}

/** What encoding these modalities needs, as a checkpoint names it. */
async function encoderTensors({ model, config, components, folder }: Run, modalities: Modalities): Promise<Map<string, NdArray>> {
  const tensors = new Map<string, NdArray>();
  const keep = async (name: string, tensor: tf.Tensor) => void tensors.set(name, { shape: tensor.shape, data: await tensor.data() });
  for (const [path, variable] of model.parameters) await keep(`parameters/${path}`, variable);
  const state = codebookFor(model, config, components, modalities);
  for (const [name, tensor] of Object.entries(state)) await keep(`codebook/${name}`, tensor);
  const encoder = CodeEncoder.restore({ ...config, modalities }, components, model.data, tensors, folder);
  try {
    return new Map(encoder.tensorNames.map((name) => [name, tensors.get(name) as NdArray]));
  } finally {
    encoder.dispose();
  }
}

/** The codebook's state with what it holds of these modalities alone. */
function codebookFor(
  model: Model,
  { codebook, width }: Run['config'],
  { codebooks }: Run['components'],
  modalities: Modalities,
): CodebookState {
  if (modalities.length === model.modalities.length) return model.codebookState;
  const own = codebooks.get(codebook.use).create(codebook.options, { width, modalities: modalities.map(({ use }) => use) });
  return own.adopt?.(model.codebookState, model.modalities) ?? model.codebookState;
}
